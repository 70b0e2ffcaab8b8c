using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HftGateway.Fix;

/// <summary>
/// The steps of the fast parsers: each reads one thing from raw bytes and answers false for anything unusual, whereupon the
/// caller starts again with the checked parser. Unusual is everything that is rare in well-formed messages, not only what
/// is wrong.
/// <para><b>Invariants.</b> Callers guarantee 8 readable bytes before the end of every value and 8 behind the start of
/// every field: a frame's BeginString and BodyLength stand before, its checksum behind.</para>
/// <para><b>Limits.</b> Little-endian machines.</para>
/// </summary>
internal static unsafe class FixScan
{
    private const ulong Zeros = 0x3030303030303030;
    private const ulong HighBits = 0x8080808080808080;

    // Days from 1970-01-01 to the first of each month; one month more than the last year has, for its length.
    private static readonly ushort[] MonthStarts = MakeMonthStarts();

    private const int FirstYear = 1970;
    private const int Years = 130;

    /// <summary>
    /// SOH positions of the 64 bytes at <paramref name="at"/>, bit 0 first; those at or behind <paramref name="limit"/> are
    /// left out. Nothing behind <paramref name="readable"/> is read, which must be 64 bytes or more behind the message's
    /// start.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong SohBits(byte* at, byte* limit, byte* readable)
    {
        long over = at + 64 - readable;
        ulong bits = over <= 0 ? Mask(at) : over >= 64 ? 0 : Mask(readable - 64) >> (int)over;
        long usable = limit - at;
        return usable >= 64 ? bits : usable <= 0 ? 0 : bits & ((1UL << (int)usable) - 1);
    }

    /// <summary>The tag of a field, with 1 to 4 digits; 0 for anything else. <paramref name="digits"/> is its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Tag(byte* field, out int digits)
    {
        ulong word = *(ulong*)field;
        if ((byte)(word >> 16) == '=')
        {
            digits = 2;
            uint low = (uint)word ^ 0x3030;
            return IsDigits(low & 0xFFFF) && (low & 0xFF) != 0 ? ((low & 0xFF) * 10) + ((low >> 8) & 0xFF) : 0;
        }
        if ((byte)(word >> 24) == '=')
        {
            digits = 3;
            uint low = ((uint)word ^ 0x303030) & 0xFF_FFFF;
            return IsDigits(low) && (low & 0xFF) != 0
                ? ((low & 0xFF) * 100) + (((low >> 8) & 0xFF) * 10) + ((low >> 16) & 0xFF)
                : 0;
        }
        if ((byte)(word >> 8) == '=')
        {
            digits = 1;
            uint one = (uint)(byte)word - '0';
            return one <= 9 ? one : 0;
        }
        if ((byte)(word >> 32) == '=')
        {
            digits = 4;
            uint low = (uint)word ^ 0x30303030;
            return IsDigits(low) && (low & 0xFF) != 0
                ? ((low & 0xFF) * 1000) + (((low >> 8) & 0xFF) * 100) + (((low >> 16) & 0xFF) * 10) + (low >> 24)
                : 0;
        }
        digits = 0;
        return 0;
    }

    /// <summary>A number of 1 to 8 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Number(byte* end, long length, out uint value)
    {
        ulong digits = Tail(end, length);
        value = Eight(digits);
        return IsDigits(digits) && (ulong)(length - 1) < 8;
    }

    /// <summary>A number of 1 to 16 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool LongNumber(byte* end, long length, out ulong value)
    {
        if (length <= 8)
        {
            bool ok = Number(end, length, out uint small);
            value = small;
            return ok;
        }
        if (length > 16)
        {
            value = 0;
            return false;
        }
        ulong low = Tail(end, 8), high = Tail(end - 8, length - 8);
        value = ((ulong)Eight(high) * 100_000_000) + Eight(low);
        return IsDigits(low) && IsDigits(high);
    }

    /// <summary>A price of up to 14 characters without a sign, in 1/10000; at most four decimals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Price(byte* end, long length, out long price)
    {
        price = 0;
        if ((ulong)(length - 1) >= 8)
            return LongPrice(end, length, out price);
        ulong digits = Tail(end, length);
        // '.' is 0x1E after the zeros are taken off.
        ulong point = digits ^ 0x1E1E1E1E1E1E1E1E;
        ulong found = (point - 0x0101010101010101) & ~point & HighBits;
        int decimals = 0;
        if (found != 0)
        {
            int at = BitOperations.TrailingZeroCount(found) & 56; // bit of the point's byte
            decimals = 7 - (at >> 3);
            ulong before = digits & ((1UL << at) - 1);
            digits = (at == 56 ? 0 : digits >> (at + 8) << (at + 8)) | (before << 8);
            if (length == 1 || decimals > 4)
                return false;
        }
        price = Eight(digits) * (long)Scale(decimals);
        return IsDigits(digits);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool LongPrice(byte* end, long length, out long price)
    {
        price = 0;
        if (length is < 9 or > 14)
            return false;
        ulong low = Tail(end, 8), high = Tail(end - 8, length - 8);
        ulong point = low ^ 0x1E1E1E1E1E1E1E1E;
        ulong found = (point - 0x0101010101010101) & ~point & HighBits;
        int decimals = 0;
        if (found != 0)
        {
            int at = BitOperations.TrailingZeroCount(found) & 56;
            decimals = 7 - (at >> 3);
            if (decimals > 4)
                return false;
            ulong before = low & ((1UL << at) - 1);
            low = (at == 56 ? 0 : low >> (at + 8) << (at + 8)) | (before << 8) | (high >> 56);
            high <<= 8;
        }
        price = (Eight(high) * 100_000_000L + Eight(low)) * Scale(decimals);
        return IsDigits(low) && IsDigits(high);
    }

    /// <summary>A UTCTimestamp with no or up to 9 decimals, as nanoseconds since 1970.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Timestamp(byte* start, long length, out long utcNs)
    {
        utcNs = 0;
        if (length < 17)
            return false;
        ulong date = *(ulong*)start ^ Zeros;
        ulong clock = *(ulong*)(start + 9);  // HH:MM:SS
        // Colons out, digits together: HHMMSS in the top six bytes.
        ulong time = ((clock & 0xFFFF) << 16) | ((clock >> 24 & 0xFFFF) << 32) | (clock >> 48 << 48);
        time = (time ^ 0x3030303030300000) & 0xFFFFFFFFFFFF0000;
        bool shape = start[8] == '-' && (clock & 0x0000_FF00_00FF_0000) == 0x0000_3A00_003A_0000;
        if (!shape || !IsDigits(date) || !IsDigits(time))
            return false;
        ulong datePairs = (date * 10) + (date >> 8), timePairs = (time * 10) + (time >> 8);
        uint year = ((uint)(datePairs & 0xFF) * 100) + (uint)((datePairs >> 16) & 0xFF) - FirstYear;
        uint month = (uint)((datePairs >> 32) & 0xFF) - 1, day = (uint)((datePairs >> 48) & 0xFF) - 1;
        uint hour = (uint)((timePairs >> 16) & 0xFF), minute = (uint)((timePairs >> 32) & 0xFF);
        uint second = (uint)((timePairs >> 48) & 0xFF);
        if (year >= Years || month > 11 || hour > 23 || minute > 59 || second > 60)
            return false;
        ref ushort starts = ref MonthStarts[(year * 12) + month];
        uint first = starts, next = Unsafe.Add(ref starts, 1);
        if (day >= next - first)
            return false;
        long seconds = ((first + day) * 86_400L) + (hour * 3600) + (minute * 60) + second;
        uint fraction = 0;
        if (length != 17 && !Fraction(start + length, length - 17, start[17], out fraction))
            return false;
        utcNs = (seconds * 1_000_000_000) + fraction;
        return true;
    }

    /// <summary>The eight bytes, digits less '0', say digits only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsDigits(ulong digits) => (((digits + 0x7676767676767676) | digits) & HighBits) == 0;

    /// <summary>The value of eight digits, the first one in the lowest byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Eight(ulong digits)
    {
        digits = (digits * 10) + (digits >> 8);
        return (uint)((((digits & 0x000000FF000000FF) * 0x000F424000000064)
            + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32);
    }

    // The last length (1 to 8) bytes before the end, less '0', in the top bytes; zeros below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Tail(byte* end, long length)
    {
        ulong word = *(ulong*)(end - 8) ^ Zeros;
        int unused = (int)(64 - (8 * length)) & 63;
        return word >> unused << unused;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Fraction(byte* end, long length, byte point, out uint nanoseconds)
    {
        // A point and 1 to 8 decimals, or 9.
        long decimals = length - 1;
        nanoseconds = 0;
        if (point != '.' || (ulong)(decimals - 1) >= 9)
            return false;
        uint last = 0;
        if (decimals == 9)
        {
            last = (uint)end[-1] - '0';
            if (last > 9)
                return false;
            end--;
            decimals = 8;
        }
        ulong digits = Tail(end, decimals);
        if (!IsDigits(digits))
            return false;
        // To the bottom: missing decimals are zeros behind.
        digits >>= (int)(64 - (8 * decimals)) & 63;
        nanoseconds = (Eight(digits) * 10) + last;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Scale(int decimals) =>
        Unsafe.Add(ref MemoryMarshal.GetReference((ReadOnlySpan<uint>)[10_000, 1000, 100, 10, 1, 1, 1, 1]), decimals);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDigits(uint digits) => (((digits + 0x76767676) | digits) & 0x80808080) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(byte* at)
    {
        Vector256<byte> soh = Vector256.Create(FixFields.Soh);
        ulong low = Vector256.Equals(Vector256.Load(at), soh).ExtractMostSignificantBits();
        ulong high = Vector256.Equals(Vector256.Load(at + 32), soh).ExtractMostSignificantBits();
        return low | (high << 32);
    }

    private static ushort[] MakeMonthStarts()
    {
        var starts = new ushort[(Years * 12) + 1];
        for (int i = 0; i < starts.Length; i++)
            starts[i] = (ushort)(new DateTime(FirstYear, 1, 1).AddMonths(i) - new DateTime(FirstYear, 1, 1)).TotalDays;
        return starts;
    }
}
