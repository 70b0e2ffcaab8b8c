using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace HftGateway.Cli.Tests;

/// <summary>The lines of <c>hftgw book</c>, worked out in the most obvious way.</summary>
internal static class NaiveBook
{
    public static List<string> Lines(byte[] file, string symbol, int depth)
    {
        var lines = new List<string> { Header(depth) };
        var orders = new Dictionary<ulong, (char Side, uint Price, uint Shares)>();
        List<int> offsets = ItchBytes.Offsets(file);
        for (int index = 0; index < offsets.Count; index++)
        {
            ReadOnlySpan<byte> message = file.AsSpan(offsets[index]);
            if (Apply(message, symbol, orders))
                lines.Add(Line(index, (Big(message, 5, 2) << 32) | Big(message, 7, 4), orders, depth));
        }

        return lines;
    }

    private static bool Apply(
        ReadOnlySpan<byte> m, string symbol, Dictionary<ulong, (char Side, uint Price, uint Shares)> orders)
    {
        char type = (char)m[0];
        if (!"AFECXDU".Contains(type, StringComparison.Ordinal))
            return false;
        ulong reference = Big(m, 11, 8);
        if (type is 'A' or 'F')
        {
            if (Encoding.ASCII.GetString(m.Slice(24, 8)).TrimEnd() != symbol)
                return false;
            orders[reference] = ((char)m[19], (uint)Big(m, 32, 4), (uint)Big(m, 20, 4));
            return true;
        }

        if (!orders.Remove(reference, out (char Side, uint Price, uint Shares) order))
            return false;
        if (type == 'U')
            orders[Big(m, 19, 8)] = (order.Side, (uint)Big(m, 31, 4), (uint)Big(m, 27, 4));
        else if (type != 'D' && order.Shares > (uint)Big(m, 19, 4))
            orders[reference] = order with { Shares = order.Shares - (uint)Big(m, 19, 4) };
        return true;
    }

    private static string Header(int depth) => "index,timestamp_ns" + string.Concat(Enumerable.Range(1, depth)
        .Select(static i => $",ask_price_{i},ask_size_{i},bid_price_{i},bid_size_{i}"));

    private static string Line(
        int index, ulong ns, Dictionary<ulong, (char Side, uint Price, uint Shares)> orders, int depth)
    {
        string[] asks = [.. Levels(orders, 'S').OrderBy(static l => l.Price).Select(Text)];
        string[] bids = [.. Levels(orders, 'B').OrderByDescending(static l => l.Price).Select(Text)];
        IEnumerable<string> levels = Enumerable.Range(0, depth)
            .Select(i => (i < asks.Length ? asks[i] : ",") + "," + (i < bids.Length ? bids[i] : ","));
        return string.Create(CultureInfo.InvariantCulture, $"{index},{ns},") + string.Join(',', levels);

        static string Text((uint Price, long Shares) level)
            => string.Create(CultureInfo.InvariantCulture, $"{level.Price},{level.Shares}");
    }

    private static IEnumerable<(uint Price, long Shares)> Levels(
        Dictionary<ulong, (char Side, uint Price, uint Shares)> orders, char side)
        => orders.Values.Where(o => o.Side == side).GroupBy(static o => o.Price)
            .Select(static g => (g.Key, g.Sum(static o => (long)o.Shares)));

    private static ulong Big(ReadOnlySpan<byte> bytes, int offset, int length)
    {
        Span<byte> all = stackalloc byte[8];
        all.Clear();
        bytes.Slice(offset, length).CopyTo(all[(8 - length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(all);
    }
}
