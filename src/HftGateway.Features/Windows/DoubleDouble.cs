namespace HftGateway.Features;

/// <summary>
/// A number as the unevaluated sum of two doubles, about 32 digits: for the few places where large terms cancel and
/// what is left counts.
/// <para><b>Invariants.</b> |Low| is at most half a unit in the last place of High.</para>
/// <para><b>Threading.</b> Immutable. <b>Cost.</b> An addition about 10 operations, a multiplication 6, an exponential
/// some 200: not for every row.</para>
/// <para><b>Reference.</b> Dekker, "A floating-point technique for extending the available precision" (1971), with
/// fused multiply-adds.</para>
/// </summary>
/// <param name="High">The nearest double.</param>
/// <param name="Low">What it lacks.</param>
public readonly record struct DoubleDouble(double High, double Low)
{
    private const double Lowest = -700;
    private const double Log2E = 1.4426950408889634;

    // ln 2 in three parts: the first with its low bits zero, so that a whole number times it is exact.
    private const double Ln2High = 0.69314718036912382;
    private const double Ln2Middle = 1.9082149292705877e-10;
    private const double Ln2Low = 1.1612227229362532e-26;
    private const int Halvings = 8;
    private const int Terms = 9;

    // 1/k! to 32 digits.
    private static readonly DoubleDouble[] InverseFactorials = MakeInverseFactorials();

    /// <summary>a + b of two doubles, exactly.</summary>
    public static DoubleDouble Sum(double a, double b)
    {
        double sum = a + b;
        double part = sum - a;
        return new DoubleDouble(sum, (a - (sum - part)) + (b - part));
    }

    /// <summary>a·b of two doubles, exactly.</summary>
    public static DoubleDouble Product(double a, double b)
    {
        double product = a * b;
        return new DoubleDouble(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>a/b of two doubles.</summary>
    public static DoubleDouble Quotient(double a, double b)
    {
        double quotient = a / b;
        return new DoubleDouble(quotient, Math.FusedMultiplyAdd(-quotient, b, a) / b);
    }

    /// <summary>The sum.</summary>
    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble high = Sum(a.High, b.High);
        DoubleDouble low = Sum(a.Low, b.Low);
        DoubleDouble sum = Sum(high.High, high.Low + low.High);
        return Sum(sum.High, sum.Low + low.Low);
    }

    /// <summary>The product.</summary>
    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble product = Product(a.High, b.High);
        return Sum(product.High, product.Low + (a.High * b.Low + a.Low * b.High));
    }

    /// <summary>e^x of x ≤ 0; 0 below −700.</summary>
    public static DoubleDouble Exp(DoubleDouble x)
    {
        if (!(x.High >= Lowest))
            return default;
        double n = Math.Round(x.High * Log2E);
        DoubleDouble r = new DoubleDouble(x.High - n * Ln2High, 0) + new DoubleDouble(x.Low, 0);
        DoubleDouble middle = Product(n, Ln2Middle);
        r = r + new DoubleDouble(-middle.High, -middle.Low) + new DoubleDouble(-n * Ln2Low, 0);
        r = Scaled(r, 1.0 / (1 << Halvings));
        // e^r − 1 by its series: r is below 0.0014, the first term left out below 10⁻³⁵.
        DoubleDouble series = InverseFactorials[Terms];
        for (int k = Terms - 1; k >= 1; k--)
            series = series * r + InverseFactorials[k];
        series *= r;
        // (1 + y)² − 1 = y² + 2y.
        for (int i = 0; i < Halvings; i++)
            series = series * series + Scaled(series, 2);
        return Scaled(series + new DoubleDouble(1, 0), Math.ScaleB(1, (int)n));
    }

    private static DoubleDouble Scaled(DoubleDouble x, double powerOfTwo) =>
        new(x.High * powerOfTwo, x.Low * powerOfTwo);

    private static DoubleDouble[] MakeInverseFactorials()
    {
        DoubleDouble[] inverse = new DoubleDouble[Terms + 1];
        long factorial = 1;
        for (int k = 1; k <= Terms; k++)
        {
            factorial *= k;
            inverse[k] = Quotient(1, factorial);
        }
        return inverse;
    }
}
