using System.Buffers.Binary;

namespace HftGateway.Cli.Tests;

/// <summary>Every book of a sound BinaryFILE, built from the specification in the plainest way, and their hash.</summary>
internal sealed class NaiveMarket
{
    private readonly Dictionary<ulong, (int Locate, bool Sell, uint Price, uint Shares)> _orders = [];
    private readonly SortedDictionary<(int Locate, bool Sell, long Key), (long Shares, int Orders)> _levels = [];

    public int Orders => _orders.Count;

    public int Levels => _levels.Count;

    /// <summary>FNV-1a over 64-bit words: price, shares and orders of every level.</summary>
    public ulong Checksum
    {
        get
        {
            ulong hash = 14_695_981_039_346_656_037;
            foreach (((_, _, long key), (long shares, int orders)) in _levels)
            {
                foreach (ulong word in (ulong[])[(ulong)Math.Abs(key), (ulong)shares, (ulong)orders])
                    hash = (hash ^ word) * 1_099_511_628_211;
            }

            return hash;
        }
    }

    public static NaiveMarket Of(byte[] file)
    {
        NaiveMarket market = new();
        foreach (int offset in ItchBytes.Offsets(file))
            market.Apply(file.AsSpan(offset));
        return market;
    }

    private void Apply(ReadOnlySpan<byte> m)
    {
        int locate = BinaryPrimitives.ReadUInt16BigEndian(m[1..]);
        ulong id = m[0] is (byte)'S' or (byte)'W' ? 0 : BinaryPrimitives.ReadUInt64BigEndian(m[11..]);
        switch ((char)m[0])
        {
            case 'A' or 'F':
                Add(id, (locate, m[19] == 'S', Read(m[32..]), Read(m[20..])));
                break;
            case 'E' or 'C' or 'X':
                Take(id, Read(m[19..]));
                break;
            case 'D':
                Take(id, uint.MaxValue);
                break;
            case 'U':
                bool sell = _orders[id].Sell;
                Take(id, uint.MaxValue);
                Add(BinaryPrimitives.ReadUInt64BigEndian(m[19..]), (locate, sell, Read(m[31..]), Read(m[27..])));
                break;
            default:
                break;
        }
    }

    private void Add(ulong id, (int Locate, bool Sell, uint Price, uint Shares) order)
    {
        _orders.Add(id, order);
        Change(order, order.Shares, 1);
    }

    private void Take(ulong id, uint shares)
    {
        (int Locate, bool Sell, uint Price, uint Shares) order = _orders[id];
        uint taken = Math.Min(shares, order.Shares);
        order.Shares -= taken;
        Change(order, -taken, order.Shares == 0 ? -1 : 0);
        _orders[id] = order;
        if (order.Shares == 0)
            _orders.Remove(id);
    }

    private void Change((int Locate, bool Sell, uint Price, uint Shares) order, long shares, int orders)
    {
        var key = (order.Locate, order.Sell, order.Sell ? order.Price : -(long)order.Price);
        _levels.TryGetValue(key, out (long Shares, int Orders) level);
        level = (level.Shares + shares, level.Orders + orders);
        _levels[key] = level;
        if (level.Orders == 0)
            _levels.Remove(key);
    }

    private static uint Read(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt32BigEndian(at);
}
