using System.Runtime.CompilerServices;

namespace HftGateway.Sbe;

/// <summary>
/// Mantissa and exponent as a double or a decimal. The mantissa is the exact value; these are for display and for
/// features.
/// </summary>
public static class SbeDecimal
{
    // The powers of ten that a double holds exactly: a division by one rounds once.
    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
            1e20,
        1e21, 1e22,
    ];

    /// <summary>
    /// <paramref name="mantissa"/> × 10^<paramref name="exponent"/>, rounded once where the mantissa has at most 53
    /// bits and the exponent lies between -22 and 22.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(double mantissa, int exponent)
    {
        if ((uint)-exponent < 23)
            return mantissa / Powers[-exponent];
        return (uint)exponent < 23 ? mantissa * Powers[exponent] : Far(mantissa, exponent);
    }

    /// <summary><paramref name="mantissa"/> × 10^<paramref name="exponent"/>, exactly.</summary>
    /// <exception cref="OverflowException">A <see cref="decimal"/> does not hold it: an exponent below -28, or too
    /// large.</exception>
    public static decimal ToDecimal(decimal mantissa, int exponent)
    {
        if (mantissa == 0)
            return 0;
        for (; exponent > 0; exponent--)
            mantissa *= 10;
        if (exponent < -28)
            throw new OverflowException($"10^{exponent} is smaller than a decimal can be");
        int[] bits = decimal.GetBits(mantissa);
        return new decimal(bits[0], bits[1], bits[2], mantissa < 0, (byte)-exponent);
    }

    private static double Far(double mantissa, int exponent) => mantissa * Math.Pow(10, exponent);
}
