using System.Runtime.CompilerServices;

namespace HftGateway.Features;

/// <summary>
/// 128-bit sums on their way to a double: exact until the one rounding here.
/// <para><b>Threading.</b> Pure functions.</para>
/// </summary>
internal static class WideMath
{
    /// <summary>The nearest double; a number of 64 bits, the usual case, takes one instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(Int128 value)
    {
        long low = (long)value;
        return low == value ? low : Wide(value);
    }

    /// <summary>a·b exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Multiply(long a, long b)
    {
        long high = Math.BigMul(a, b, out long low);
        return new Int128((ulong)high, (ulong)low);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Wide(Int128 value) => (double)value;
}
