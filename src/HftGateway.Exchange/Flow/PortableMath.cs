namespace HftGateway.Exchange.Flow;

/// <summary>
/// Logarithm and exponential from IEEE additions, multiplications and divisions only, so that a seed gives the same
/// order flow on every operating system and CPU (the C libraries behind <see cref="Math"/> differ in the last bit).
/// <para><b>Cost.</b> About 10 ns each; not on the gateway's hot path.</para>
/// </summary>
internal static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double SquareRootOf2 = 1.4142135623730951;
    private const int ExponentBias = 1023;
    private const int MantissaBits = 52;

    /// <summary>Natural logarithm of a positive, normal number; relative error below 1e-14.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> MantissaBits) - ExponentBias;
        long mantissa = bits & ((1L << MantissaBits) - 1);
        double m = BitConverter.Int64BitsToDouble(mantissa | ((long)ExponentBias << MantissaBits));
        if (m > SquareRootOf2)
        {
            m *= 0.5;
            exponent++;
        }

        // log m = 2 artanh((m - 1) / (m + 1)); the argument is at most 0.172, nine terms reach double precision.
        double s = (m - 1) / (m + 1);
        double z = s * s;
        double sum = 1.0 / 17;
        for (int k = 15; k >= 1; k -= 2)
            sum = 1.0 / k + z * sum;
        return exponent * Ln2High + (2 * s * sum + exponent * Ln2Low);
    }

    /// <summary>e to the power x; x is cut to ±700. Relative error below 1e-14.</summary>
    public static double Exp(double x)
    {
        x = Math.Min(Math.Max(x, -700), 700);
        double k = Math.Floor(x / (Ln2High + Ln2Low) + 0.5);
        double r = x - k * Ln2High - k * Ln2Low;
        double sum = 1;
        for (int n = 13; n >= 1; n--)
            sum = 1 + r / n * sum;
        return sum * BitConverter.Int64BitsToDouble(((long)k + ExponentBias) << MantissaBits);
    }
}
