using System.Buffers.Text;

namespace HftGateway.MarketData.Lobster;

/// <summary>
/// Parses one line of a LOBSTER message file: <c>time,type,order id,size,price,direction</c>, and in newer files a
/// seventh field, which is not looked at.
/// <para><b>Threading.</b> No state.</para>
/// <para><b>Limits.</b> Time below 2^48 ns; digits behind the ninth decimal are dropped. No spaces, no signs but a
/// leading minus in price and direction.</para>
/// <para><b>Cost.</b> No allocation unless the line is damaged.</para>
/// <para><b>Reference.</b> LOBSTER sample files readme, 1 September 2013.</para>
/// </summary>
public static class LobsterLine
{
    /// <summary>Longest line, without its end, that is taken as one.</summary>
    public const int MaxBytes = 256;

    private const long NsPerSecond = 1_000_000_000;
    private const long MaxTimeNs = (1L << 48) - 1;
    private const int NanosecondDigits = 9;

    /// <summary>Parses a line.</summary>
    /// <param name="line">Its bytes without the line end.</param>
    /// <param name="parsed">The event; meaningful when true is returned.</param>
    /// <param name="fault">What is wrong with it, or null.</param>
    /// <returns>Whether it is sound.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out LobsterEvent parsed, out string? fault)
    {
        parsed = default;
        ReadOnlySpan<byte> rest = line;
        if (!TryTime(Next(ref rest), out long timeNs))
            return Fault("the time is no number of seconds below 281474.976", out fault);
        ReadOnlySpan<byte> type = Next(ref rest);
        if (type.Length != 1 || type[0] is < (byte)'1' or > (byte)'7')
            return Fault("the event type is none of 1 to 7", out fault);
        if (!Whole(Next(ref rest), out ulong orderId))
            return Fault("the order id is no whole number below 2^64", out fault);
        if (!Whole(Next(ref rest), out ulong size) || size > int.MaxValue)
            return Fault("the size is no whole number of shares below 2^31", out fault);
        if (!Signed(Next(ref rest), out long price))
            return Fault("the price is no whole number", out fault);
        if (!Signed(Next(ref rest), out long direction) || direction is not (1 or -1))
            return Fault("the direction is neither 1 nor -1", out fault);
        fault = null;
        parsed = new LobsterEvent
        {
            TimeNs = timeNs,
            Type = (LobsterEventType)(type[0] - '0'),
            OrderId = orderId,
            Size = (int)size,
            Price = price,
            Direction = (int)direction,
        };
        return true;
    }

    /// <summary>
    /// Whether bytes begin like a line: digits, perhaps decimals, a comma, an event type and a comma.
    /// </summary>
    /// <param name="head">First bytes of a file.</param>
    public static bool LooksLike(ReadOnlySpan<byte> head)
    {
        int comma = head.IndexOf((byte)',');
        return comma > 0 && head.Length > comma + 2 && TryTime(head[..comma], out _)
            && head[comma + 1] is >= (byte)'1' and <= (byte)'7' && head[comma + 2] == ',';
    }

    private static bool Fault(string what, out string? fault)
    {
        fault = what;
        return false;
    }

    // The field up to the next comma; the comma is consumed.
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        int comma = rest.IndexOf((byte)',');
        ReadOnlySpan<byte> field = comma < 0 ? rest : rest[..comma];
        rest = comma < 0 ? [] : rest[(comma + 1)..];
        return field;
    }

    // As text: a double has no nanosecond left at this magnitude after a few operations, and rounds.
    private static bool TryTime(ReadOnlySpan<byte> field, out long timeNs)
    {
        timeNs = 0;
        int point = field.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? field : field[..point];
        ReadOnlySpan<byte> decimals = point < 0 ? [] : field[(point + 1)..];
        if (!Whole(whole, out ulong seconds) || seconds > MaxTimeNs / NsPerSecond || (point >= 0 && decimals.IsEmpty))
            return false;
        long ns = 0;
        for (int i = 0; i < Math.Max(decimals.Length, NanosecondDigits); i++)
        {
            int digit = i < decimals.Length ? decimals[i] - '0' : 0;
            if ((uint)digit > 9)
                return false;
            if (i < NanosecondDigits)
                ns = (ns * 10) + digit;
        }

        timeNs = ((long)seconds * NsPerSecond) + ns;
        return timeNs <= MaxTimeNs;
    }

    // The parsers of the framework take a sign; these fields have none.
    private static bool Whole(ReadOnlySpan<byte> field, out ulong value)
    {
        value = 0;
        return !field.IsEmpty && field[0] is >= (byte)'0' and <= (byte)'9'
            && Utf8Parser.TryParse(field, out value, out int used) && used == field.Length;
    }

    private static bool Signed(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        return !field.IsEmpty && field[0] != '+'
            && Utf8Parser.TryParse(field, out value, out int used) && used == field.Length;
    }
}
