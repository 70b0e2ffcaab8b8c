using System.Numerics;
using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// Writes numbers as digits, eight at a time in a register, without branches on their size class below 10^8.
/// <para><b>Limits.</b> Little-endian machines. Each method may store up to 8 bytes beyond what it returns: callers
/// keep
/// slack behind the message.</para>
/// </summary>
internal static unsafe class FixDigits
{
    internal const int MaxUInt64Digits = 20;

    /// <summary>Eight ASCII digits of a number below 10^8, first digit in the lowest byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Eight(uint value) => EightRaw(value) | 0x3030303030303030;

    /// <summary>Writes a number without leading zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* Write(byte* p, ulong value) =>
        value < 100_000_000 ? WriteShort(p, (uint)value) : WriteLong(p, value);

    /// <summary>
    /// Writes 1/10000 units as decimal text with at least <paramref name="minDecimals"/> (0 to 4) decimals.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* WritePrice(byte* p, long price, int minDecimals)
    {
        *p = (byte)'-';
        p += price < 0 ? 1 : 0;
        ulong magnitude = price < 0 ? 0UL - (ulong)price : (ulong)price;
        ulong whole = magnitude / (ulong)FixValue.PriceScale;
        uint fraction = (uint)(magnitude - (whole * (ulong)FixValue.PriceScale));
        p = Write(p, whole);
        uint digits = FourRaw(fraction);
        int used = 4 - (BitOperations.LeadingZeroCount(digits) >> 3); // decimals up to the last one that is not zero
        int decimals = Math.Max(used, minDecimals);
        *p = (byte)'.';
        *(uint*)(p + 1) = digits | 0x30303030;
        return p + decimals + (decimals != 0 ? 1 : 0);
    }

    /// <summary>Writes a number as above and adds its characters to a message's sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* Write(byte* p, ulong value, ref uint sum)
    {
        if (value < 100_000_000)
            return WriteShort(p, (uint)value, ref sum);
        ulong high = value / 100_000_000;
        if (high >= 100_000_000)
        {
            // Not by reference into the call: the sum shall stay in a register.
            byte* end = WriteLong(p, value);
            sum += Sum(p, (int)(end - p));
            return end;
        }
        p = WriteShort(p, (uint)high, ref sum);
        ulong low = EightRaw((uint)(value - (high * 100_000_000)));
        sum += RawSum(low) + (8 * '0');
        *(ulong*)p = low | 0x3030303030303030;
        return p + 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteShort(byte* p, uint value, ref uint sum)
    {
        ulong digits = EightRaw(value);
        int leading = BitOperations.TrailingZeroCount(digits | (1UL << 56)) >> 3;
        sum += RawSum(digits) + ('0' * (uint)(8 - leading));
        *(ulong*)p = (digits | 0x3030303030303030) >> (8 * leading);
        return p + 8 - leading;
    }

    /// <summary>Writes a price as above and adds its characters to a message's sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* WritePrice(byte* p, long price, int minDecimals, ref uint sum)
    {
        *p = (byte)'-';
        p += price < 0 ? 1 : 0;
        sum += price < 0 ? '-' : 0u;
        ulong magnitude = price < 0 ? 0UL - (ulong)price : (ulong)price;
        ulong whole = magnitude / (ulong)FixValue.PriceScale;
        uint fraction = (uint)(magnitude - (whole * (ulong)FixValue.PriceScale));
        p = Write(p, whole, ref sum);
        uint digits = FourRaw(fraction);
        int used = 4 - (BitOperations.LeadingZeroCount(digits) >> 3);
        int decimals = Math.Max(used, minDecimals);
        *p = (byte)'.';
        *(uint*)(p + 1) = digits | 0x30303030;
        uint point = decimals != 0 ? 1u : 0;
        sum += ((digits * 0x01010101) >> 24) + ('0' * (uint)decimals) + (point * '.');
        return p + decimals + point;
    }

    /// <summary>Sum of eight digits 0 to 9, one in each byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint RawSum(ulong digits) => (uint)((digits * 0x0101010101010101) >> 56);

    /// <summary>Sum of the bytes modulo 2^32.</summary>
    internal static uint Sum(byte* text, int length)
    {
        uint sum = 0;
        for (int i = 0; i < length; i++)
            sum += text[i];
        return sum;
    }

    /// <summary>Sum of the four bytes; a constant where the argument is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Sum(uint text) => (text & 0xFF) + ((text >> 8) & 0xFF) + ((text >> 16) & 0xFF) + (text >> 24);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteShort(byte* p, uint value)
    {
        ulong digits = EightRaw(value);
        // The last digit always counts, so zero is written as "0".
        int leading = BitOperations.TrailingZeroCount(digits | (1UL << 56)) >> 3;
        *(ulong*)p = (digits | 0x3030303030303030) >> (8 * leading);
        return p + 8 - leading;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* WriteLong(byte* p, ulong value)
    {
        ulong high = value / 100_000_000;
        p = high < 100_000_000 ? WriteShort(p, (uint)high) : WriteLong(p, high);
        *(ulong*)p = Eight((uint)(value - (high * 100_000_000)));
        return p + 8;
    }

    /// <summary>Four digits of a number below 10^4 as numbers 0 to 9, first digit in the lowest byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint FourRaw(uint value)
    {
        uint hundreds = (value * 5243) >> 19; // exact below 10^4
        uint pairs = hundreds | ((value - (hundreds * 100)) << 16);
        uint tens = ((pairs * 103) >> 10) & 0x000F_000F;
        return tens | ((pairs - (10 * tens)) << 8);
    }

    /// <summary>Eight digits of a number below 10^8 as numbers 0 to 9, first digit in the lowest byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong EightRaw(uint value)
    {
        // Split into halves, quarters, single digits; each step handles all parts at once. The multipliers are
        // reciprocals that are exact for the range of their step (below 10^4, below 10^2).
        ulong high = value / 10_000, low = value - (uint)(high * 10_000);
        ulong halves = high | (low << 32);
        ulong hundreds = ((halves * 10_486) >> 20) & 0x0000_007F_0000_007F;
        ulong pairs = hundreds | ((halves - (100 * hundreds)) << 16);
        ulong tens = ((pairs * 103) >> 10) & 0x000F_000F_000F_000F;
        return tens | ((pairs - (10 * tens)) << 8);
    }
}
