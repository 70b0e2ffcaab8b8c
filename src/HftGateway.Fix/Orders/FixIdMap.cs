using System.Numerics;

namespace HftGateway.Fix.Orders;

/// <summary>
/// Index by identifier: open addressing, never more than half full, nothing is ever removed.
/// <para><b>Limits.</b> The entries of the constructor. Identifier 0 is never found.</para>
/// </summary>
internal sealed class FixIdMap
{
    private readonly ulong[] _ids;
    private readonly int[] _values;
    private readonly int _mask;
    private readonly int _limit;
    private int _count;

    public FixIdMap(int entries)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries, 1 << 28);
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(entries, 8) * 2);
        _ids = new ulong[size];
        _values = new int[size];
        _mask = size - 1;
        _limit = entries;
    }

    public bool IsFull => _count == _limit;

    public int Find(ulong id)
    {
        if (id == 0)
            return -1;
        for (int at = Home(id); _ids[at] != 0; at = (at + 1) & _mask)
        {
            if (_ids[at] == id)
                return _values[at];
        }

        return -1;
    }

    public void Add(ulong id, int value)
    {
        if (id == 0)
            return;
        int at = Home(id);
        while (_ids[at] != 0)
            at = (at + 1) & _mask;
        _ids[at] = id;
        _values[at] = value;
        _count++;
    }

    private int Home(ulong id) => (int)((id * 0x9E3779B97F4A7C15) >> 32) & _mask;
}
