using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// Reads field values: exact integers, no doubles, no culture, no allocation.
/// <para><b>Invariants.</b> Each method answers false (or an error) for anything that is not completely of its
/// type.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 1, data types.</para>
/// </summary>
public static class FixValue
{
    /// <summary>Price units in one: prices are integers in 1/10000.</summary>
    public const long PriceScale = 10_000;

    private const int PriceDecimals = 4;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int MaxSafeUnsignedDigits = 19; // 10^19 − 1 fits into 64 bits
    private const int MaxSafeSignedDigits = 18;

    /// <summary>Reads an unsigned number; leading zeros are allowed, signs are not.</summary>
    public static bool TryParseUInt64(ReadOnlySpan<byte> value, out ulong result)
    {
        result = 0;
        if ((uint)(value.Length - 1) >= MaxSafeUnsignedDigits)
            return !value.IsEmpty && TryParseLong(value, out result);
        ulong sum = 0;
        foreach (byte b in value)
        {
            uint digit = (uint)b - '0';
            if (digit > 9)
                return false;
            sum = (sum * 10) + digit;
        }
        result = sum;
        return true;
    }

    /// <summary>Reads an unsigned number below 2^32.</summary>
    public static bool TryParseUInt32(ReadOnlySpan<byte> value, out uint result)
    {
        bool ok = TryParseUInt64(value, out ulong wide) && wide <= uint.MaxValue;
        result = ok ? (uint)wide : 0;
        return ok;
    }

    /// <summary>Reads a number with an optional minus sign (FIX int has no plus sign).</summary>
    public static bool TryParseInt32(ReadOnlySpan<byte> value, out int result)
    {
        bool negative = !value.IsEmpty && value[0] == '-';
        bool ok = TryParseUInt32(negative ? value[1..] : value, out uint magnitude)
            && magnitude <= (negative ? 1u << 31 : int.MaxValue);
        result = !ok ? 0 : negative ? (int)-magnitude : (int)magnitude;
        return ok;
    }

    /// <summary>Reads <c>Y</c> or <c>N</c>.</summary>
    public static bool TryParseBoolean(ReadOnlySpan<byte> value, out bool result)
    {
        result = value.Length == 1 && value[0] == 'Y';
        return result || (value.Length == 1 && value[0] == 'N');
    }

    /// <summary>
    /// Reads a price into 1/10000: optional minus sign, digits, optional point and decimals. Zeros behind the fourth
    /// decimal are accepted; other digits there are <see cref="FixParseError.PricePrecision"/>, never rounded.
    /// </summary>
    public static FixParseError ParsePrice(ReadOnlySpan<byte> value, out long price) =>
        ParseDecimal(value, PriceDecimals, out price);

    /// <summary>Reads a price as above; digits behind the fourth decimal are cut off, whatever they are.</summary>
    internal static FixParseError ParseCutPrice(ReadOnlySpan<byte> value, out long price)
    {
        FixParseError error = ParsePrice(value, out price);
        return error == FixParseError.PricePrecision
            ? ParsePrice(value[..(value.IndexOf((byte)'.') + 1 + PriceDecimals)], out price)
            : error;
    }

    /// <summary>
    /// Reads a quantity that must be whole: <c>100</c>, also <c>100.0</c>. A fraction other than zero is
    /// <see cref="FixParseError.PricePrecision"/>.
    /// </summary>
    public static FixParseError ParseQuantity(ReadOnlySpan<byte> value, out long quantity) =>
        ParseDecimal(value, 0, out quantity);

    /// <summary>
    /// Reads <c>YYYYMMDD-HH:MM:SS</c> with nothing or a point and 1 to 12 decimals behind it. Digits finer than a
    /// nanosecond are cut. Second 60 is legal and is the following second's start.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="utcNs">Nanoseconds since 1970-01-01 UTC.</param>
    public static bool TryParseTimestamp(ReadOnlySpan<byte> value, out long utcNs)
    {
        utcNs = 0;
        if (value.Length < 17 || value[8] != '-' || value[11] != ':' || value[14] != ':')
            return false;
        int bad = 0;
        int year = (Pair(value, 0, ref bad) * 100) + Pair(value, 2, ref bad);
        int month = Pair(value, 4, ref bad), day = Pair(value, 6, ref bad), hour = Pair(value, 9, ref bad);
        int minute = Pair(value, 12, ref bad), second = Pair(value, 15, ref bad);
        // The years that a count of nanoseconds in 63 bits holds.
        if (bad != 0 || year is < 1970 or > 2261 || (uint)(month - 1) > 11 || hour > 23 || minute > 59 || second > 60
            || (uint)(day - 1) >= (uint)DaysInMonth(year, month))
            return false;
        if (!TryParseFraction(value[17..], out long fractionNs))
            return false;
        long seconds = (DaysSince1970(year, month, day) * 86_400) + (hour * 3600) + (minute * 60) + second;
        utcNs = (seconds * NanosecondsPerSecond) + fractionNs;
        return true;
    }

    /// <summary>
    /// A 64-bit fingerprint of an identifier, equal for equal bytes on every machine. For finding duplicates among
    /// identifiers of one session; not safe against an adversary.
    /// </summary>
    public static ulong Hash(ReadOnlySpan<byte> value)
    {
        const ulong multiplier = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)value.Length * multiplier;
        if (value.Length >= 8)
        {
            // The bytes behind the last whole word are the top ones of the last eight.
            ulong last = BinaryPrimitives.ReadUInt64LittleEndian(value[^8..]);
            for (; value.Length >= 8; value = value[8..])
                hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(value));
            return Mix(hash ^ (value.IsEmpty ? 0 : last >> (64 - (8 * value.Length))));
        }
        ulong rest = 0;
        for (int i = 0; i < value.Length; i++)
            rest |= (ulong)value[i] << (8 * i);
        return Mix(hash ^ rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash)
    {
        hash *= 0x9FB21C651E98DF25; // odd: a bijection, so short identifiers never collide
        return hash ^ (hash >> 32);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryParseLong(ReadOnlySpan<byte> value, out ulong result)
    {
        result = 0;
        foreach (byte b in value)
        {
            uint digit = (uint)b - '0';
            if (digit > 9 || result > (ulong.MaxValue - digit) / 10)
                return false;
            result = (result * 10) + digit;
        }
        return true;
    }

    private static FixParseError ParseDecimal(ReadOnlySpan<byte> value, int decimals, out long result)
    {
        result = 0;
        bool negative = !value.IsEmpty && value[0] == '-';
        if (negative)
            value = value[1..];
        long magnitude = 0;
        int at = 0;
        int safe = Math.Min(value.Length, MaxSafeSignedDigits);
        for (; at < safe; at++)
        {
            uint digit = (uint)value[at] - '0';
            if (digit > 9)
                break;
            magnitude = (magnitude * 10) + digit;
        }
        int digits = at, missing = decimals;
        if (at < value.Length)
        {
            FixParseError error = ParseRest(value, ref at, ref digits, ref missing, ref magnitude);
            if (error != FixParseError.None)
                return error;
        }
        if (digits == 0)
            return FixParseError.BadFormat;
        long scale = missing switch { 0 => 1, 1 => 10, 2 => 100, 3 => 1000, _ => 10_000 };
        if (magnitude > int.MaxValue && magnitude > long.MaxValue / scale)
            return FixParseError.OutOfRange;
        magnitude *= scale;
        result = negative ? -magnitude : magnitude;
        return FixParseError.None;
    }

    // From the decimal point, or from the first digit that could overflow.
    private static FixParseError ParseRest(
        ReadOnlySpan<byte> value, ref int at, ref int digits, ref int missing, ref long magnitude)
    {
        bool point = false, cut = false;
        for (; at < value.Length; at++)
        {
            uint digit = (uint)value[at] - '0';
            if (digit > 9)
            {
                if (value[at] != '.' || point)
                    return FixParseError.BadFormat;
                point = true;
                continue;
            }
            digits++;
            if (point && missing == 0)
            {
                cut |= digit != 0;
                continue;
            }
            if (magnitude > long.MaxValue / 100 && magnitude > (long.MaxValue - digit) / 10)
                return FixParseError.OutOfRange;
            magnitude = (magnitude * 10) + digit;
            if (point)
                missing--;
        }
        return cut ? FixParseError.PricePrecision : FixParseError.None;
    }

    private static bool TryParseFraction(ReadOnlySpan<byte> value, out long nanoseconds)
    {
        nanoseconds = 0;
        if (value.IsEmpty)
            return true;
        if (value[0] != '.' || value.Length is < 2 or > 13)
            return false;
        for (int i = 1; i < value.Length; i++)
        {
            uint digit = (uint)value[i] - '0';
            if (digit > 9)
                return false;
            if (i <= 9)
                nanoseconds = (nanoseconds * 10) + digit;
        }
        for (int i = value.Length; i <= 9; i++)
            nanoseconds *= 10;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pair(ReadOnlySpan<byte> value, int at, ref int bad)
    {
        int tens = value[at] - '0', ones = value[at + 1] - '0';
        // Negative (sign bit) or above 9 in either digit leaves a bit in 'bad'.
        bad |= (tens | ones | (9 - tens) | (9 - ones)) & int.MinValue;
        return (tens * 10) + ones;
    }

    private static int DaysInMonth(int year, int month) => month switch
    {
        2 => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    // Days in the proleptic Gregorian calendar, the year taken to begin in March so that the leap day is its last.
    private static long DaysSince1970(int year, int month, int day)
    {
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400, yearOfEra = y - (era * 400);
        int dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return ((long)era * 146_097) + dayOfEra - 719_468;
    }
}
