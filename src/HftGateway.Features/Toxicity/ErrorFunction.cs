namespace HftGateway.Features;

/// <summary>
/// erf(x) = 2/√π·∫₀ˣ e^{−t²}dt, to a few units in the last place; 2Φ(x) − 1 = erf(x/√2).
/// <para><b>Method.</b> Cody's three rational approximations: of erf to |x| = 0.46875, of erfc to 4 and beyond; e^{−x²}
/// is formed in two factors so that rounding x² does not cost digits.</para>
/// <para><b>Threading.</b> Pure function.</para>
/// <para><b>Reference.</b> W. J. Cody, Rational Chebyshev approximation for the error function, Math. Comp. 23
/// (1969).</para>
/// </summary>
public static class ErrorFunction
{
    private const double Small = 0.46875;
    private const double InverseRootPi = 0.56418958354775628695;

    private static ReadOnlySpan<double> A =>
    [
        1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2,
        3.20937758913846947e3,
    ];

    private static ReadOnlySpan<double> B =>
        [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];

    private static ReadOnlySpan<double> C =>
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
        2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
        1.23033935479799725e3,
    ];

    private static ReadOnlySpan<double> D =>
    [
        1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
        3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
    ];

    private static ReadOnlySpan<double> P =>
    [
        1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
        1.60837851487422766e-2, 6.58749161529837803e-4,
    ];

    private static ReadOnlySpan<double> Q =>
    [
        1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
        2.33520497626869185e-3,
    ];

    /// <summary>erf(x), odd, in [−1, 1].</summary>
    public static double Erf(double x)
    {
        double y = Math.Abs(x);
        if (y <= Small)
            return x * Polynomial(A, y * y) / Polynomial(B, y * y);
        double tail = y > 6 ? 0 : y <= 4 ? Polynomial(C, y) / Polynomial(D, y) : FarTail(y);
        double value = 1 - Gaussian(y) * tail;
        return x < 0 ? -value : value;
    }

    private static double FarTail(double y)
    {
        double z = 1 / (y * y);
        return (InverseRootPi - z * Polynomial(P, z) / Polynomial(Q, z)) / y;
    }

    private static double Gaussian(double y)
    {
        double head = Math.Truncate(y * 16) / 16;
        return Math.Exp(-head * head) * Math.Exp(-(y - head) * (y + head));
    }

    /// <summary>Highest power first.</summary>
    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = coefficients[0];
        for (int i = 1; i < coefficients.Length; i++)
            sum = sum * x + coefficients[i];
        return sum;
    }
}
