using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// Values for generated readers: each answers false for a field that is not there or not of its type, never throws, never
/// allocates.
/// </summary>
public static class FixRead
{
    /// <summary>A whole number.</summary>
    public static bool TryInt(ReadOnlySpan<byte> value, out long result)
    {
        bool negative = !value.IsEmpty && value[0] == '-';
        bool ok = FixValue.TryParseUInt64(negative ? value[1..] : value, out ulong magnitude)
            && magnitude <= (negative ? 1UL << 63 : long.MaxValue);
        result = !ok ? 0 : negative ? (long)(0 - magnitude) : (long)magnitude;
        return ok;
    }

    /// <summary>A whole number in a message; as <see cref="TryInt(ReadOnlySpan{byte}, out long)"/>, faster.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="range">Where the value lies in it.</param>
    /// <param name="result">The number; 0 when false is returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool TryInt(ReadOnlySpan<byte> message, FixRange range, out long result)
    {
        if (IsFast(message, range))
        {
            fixed (byte* start = message)
            {
                if (FixScan.Number(start + range.Offset + range.Length, range.Length, out uint number))
                {
                    result = number;
                    return true;
                }
            }
        }

        return TryOtherInt(message, range, out result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryOtherInt(ReadOnlySpan<byte> message, FixRange range, out long result) =>
        TryInt(message.Slice(range.Offset, range.Length), out result);

    /// <summary>A decimal number in a message; as the method without the message, faster for 0 and 4 decimals.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="range">Where the value lies in it.</param>
    /// <param name="decimals">0 to 18.</param>
    /// <param name="result">The number; 0 when false is returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool TryDecimal(ReadOnlySpan<byte> message, FixRange range, int decimals, out long result)
    {
        // The number of decimals is a constant where it is inlined: one of the two is left.
        if ((decimals is 0 or 4) && IsFast(message, range))
        {
            fixed (byte* start = message)
            {
                byte* end = start + range.Offset + range.Length;
                if (decimals == 0 && FixScan.Number(end, range.Length, out uint whole))
                {
                    result = whole;
                    return true;
                }

                if (decimals == 4 && FixScan.Price(end, range.Length, out result))
                    return true;
            }
        }

        return TryOtherDecimal(message, range, decimals, out result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryOtherDecimal(ReadOnlySpan<byte> message, FixRange range, int decimals, out long result) =>
        TryDecimal(message.Slice(range.Offset, range.Length), decimals, out result);

    // A message begins with BeginString and BodyLength: 16 bytes before a value may be read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsFast(ReadOnlySpan<byte> message, FixRange range) =>
        range.Offset >= 16 && range.Length > 0 && (uint)range.Offset + (uint)range.Length <= (uint)message.Length;

    /// <summary>A decimal number, as a whole number of 10^-<paramref name="decimals"/>; never rounded.</summary>
    /// <param name="value">The value.</param>
    /// <param name="decimals">0 to 18.</param>
    /// <param name="result">The number; 0 when false is returned.</param>
    public static bool TryDecimal(ReadOnlySpan<byte> value, int decimals, out long result)
    {
        result = 0;
        if ((uint)decimals > 18)
            return false;
        bool negative = !value.IsEmpty && value[0] == '-';
        ulong sum = 0;
        int digits = 0, fraction = -1;
        for (int i = negative ? 1 : 0; i < value.Length; i++)
        {
            uint digit = (uint)value[i] - '0';
            if (digit > 9)
            {
                if (value[i] != '.' || fraction >= 0)
                    return false;
                fraction = 0;
                continue;
            }
            digits++;
            if (fraction >= 0 && fraction++ >= decimals)
            {
                if (digit != 0)
                    return false;
                continue;
            }
            if (sum > ((ulong)long.MaxValue - digit) / 10)
                return false;
            sum = (sum * 10) + digit;
        }
        for (int i = Math.Clamp(fraction, 0, decimals); i < decimals; i++)
        {
            if (sum > long.MaxValue / 10)
                return false;
            sum *= 10;
        }
        result = negative ? -(long)sum : (long)sum;
        return digits != 0;
    }

    /// <summary>One character; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Char(ReadOnlySpan<byte> value) => value.Length == 1 ? value[0] : (byte)0;

    /// <summary>A whole number as an enum of numbers (its underlying type is int); any number is taken.</summary>
    public static bool TryEnum<T>(ReadOnlySpan<byte> value, out T result)
        where T : unmanaged, Enum
    {
        bool ok = FixValue.TryParseInt32(value, out int number);
        result = ok ? Unsafe.As<int, T>(ref number) : default;
        return ok;
    }

    /// <summary>Y or N.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> value, out bool result) => FixValue.TryParseBoolean(value, out result);

    /// <summary>UTC nanoseconds since 1970, see <see cref="FixValue.TryParseTimestamp"/>.</summary>
    public static bool TryTimestamp(ReadOnlySpan<byte> value, out long utcNs) => FixValue.TryParseTimestamp(value, out utcNs);

    /// <summary>Nanoseconds since midnight of HH:MM:SS with up to 12 decimals.</summary>
    public static bool TryTime(ReadOnlySpan<byte> value, out long ns)
    {
        Span<byte> whole = stackalloc byte[30];
        ns = 0;
        if (value.Length is < 8 or > 21)
            return false;
        "19700101-"u8.CopyTo(whole);
        value.CopyTo(whole[9..]);
        return FixValue.TryParseTimestamp(whole[..(9 + value.Length)], out ns);
    }

    /// <summary>Days since 1970-01-01 of YYYYMMDD.</summary>
    public static bool TryDate(ReadOnlySpan<byte> value, out int days)
    {
        Span<byte> whole = stackalloc byte[17];
        days = 0;
        if (value.Length != 8)
            return false;
        value.CopyTo(whole);
        "-00:00:00"u8.CopyTo(whole[8..]);
        bool ok = FixValue.TryParseTimestamp(whole, out long utcNs);
        days = (int)(utcNs / 86_400_000_000_000);
        return ok;
    }

    /// <summary>Up to eight characters in a number, the first one lowest: the form of enums with longer codes. 0 for none.</summary>
    public static ulong Code(ReadOnlySpan<byte> value)
    {
        if (value.Length > 8)
            return 0;
        ulong code = 0;
        for (int i = 0; i < value.Length; i++)
            code |= (ulong)value[i] << (8 * i);
        return code;
    }
}
