using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// e^x − 1 for x ≤ 0, two or four time constants at once: what every exponential form needs once per row.
/// <para><b>Why not Math.Exp.</b> Two calls cost twice what this costs; and the difference from 1 is what a
/// time-weighted average needs: taken from e^x rounded to a double it would have lost nine digits at Δ/τ = 10⁻⁸ (a
/// microsecond against a minute).</para>
/// <para><b>Method.</b> x = n·ln 2 + r with |r| ≤ ln 2/2; e^r − 1 by its Taylor series to r¹³ (remainder below 2·10⁻¹⁷
/// of the result) in Estrin's order, which keeps the chain of dependent operations short; then e^x − 1 = 2ⁿ(e^r − 1) +
/// (2ⁿ − 1). Fused multiply-adds throughout: the same bits on every machine.</para>
/// <para><b>Limits.</b> Below −700 the result is −1: what decays that far is gone.</para>
/// <para><b>Cost.</b> See FeatureBenchmarks. No branch.</para>
/// <para><b>Reference.</b> Features specification, 1.7.</para>
/// </summary>
public static class ExponentialDecay
{
    /// <summary>Least x of <c>ExpMinusOneNearZero</c>.</summary>
    public const double NearZero = -1.0 / 16;

    /// <summary>Least x of <c>ExpMinusOneTiny</c>.</summary>
    public const double Tiny = -1.0 / 1024;

    private const double Lowest = -700;
    private const double Log2E = 1.4426950408889634;

    // ln 2 in two parts: the first with its low bits zero, so that n times it is exact.
    private const double Ln2High = 0.69314718036912382;
    private const double Ln2Low = 1.9082149292705877e-10;

    // 1.5 · 2^52: adding it rounds a small double to an integer and leaves that integer in the lowest bits.
    private const double Rounder = 6755399441055744;

    /// <summary>e^x − 1 of both elements.</summary>
    /// <param name="x">At most 0.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> ExpMinusOne(Vector128<double> x)
    {
        Vector128<double> bounded = Vector128.Max(x, Vector128.Create(Lowest));
        Vector128<double> rounder = Vector128.Create(Rounder);
        Vector128<double> shifted = Fma(bounded, Vector128.Create(Log2E), rounder);
        Vector128<double> n = shifted - rounder;
        Vector128<double> r = Fma(n, Vector128.Create(-Ln2High), bounded);
        r = Fma(n, Vector128.Create(-Ln2Low), r);

        Vector128<double> r2 = r * r;
        Vector128<double> r4 = r2 * r2;
        Vector128<double> c2 = Fma(r, Vector128.Create(1.0 / 6), Vector128.Create(1.0 / 2));
        Vector128<double> c4 = Fma(r, Vector128.Create(1.0 / 120), Vector128.Create(1.0 / 24));
        Vector128<double> c6 = Fma(r, Vector128.Create(1.0 / 5040), Vector128.Create(1.0 / 720));
        Vector128<double> c8 = Fma(r, Vector128.Create(1.0 / 362880), Vector128.Create(1.0 / 40320));
        Vector128<double> c10 = Fma(r, Vector128.Create(1.0 / 39916800), Vector128.Create(1.0 / 3628800));
        Vector128<double> c12 = Fma(r, Vector128.Create(1.0 / 6227020800), Vector128.Create(1.0 / 479001600));
        Vector128<double> low = Fma(c4, r2, c2);
        Vector128<double> middle = Fma(c8, r2, c6);
        Vector128<double> high = Fma(c12, r2, c10);
        Vector128<double> series = Fma(Fma(high, r4, middle), r4, low);
        Vector128<double> small = Fma(series, r2, r);

        // 2ⁿ: n added to the exponent of 1.
        Vector128<long> exponent = Vector128.ShiftLeft(shifted.AsInt64(), 52);
        Vector128<double> scale = (exponent + Vector128.Create(1.0).AsInt64()).AsDouble();
        Vector128<double> result = Fma(scale, small, scale - Vector128.Create(1.0));
        return Vector128.ConditionalSelect(
            Vector128.LessThan(x, Vector128.Create(Lowest)), Vector128.Create(-1.0), result);
    }

    /// <summary>
    /// The same where no reduction is needed, as between most rows of a busy instrument: the series to x⁹, remainder
    /// below 10⁻¹⁷ of the result. A third of the instructions.
    /// </summary>
    /// <param name="x"><see cref="NearZero"/> to 0.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> ExpMinusOneNearZero(Vector128<double> x)
    {
        Vector128<double> x2 = x * x;
        Vector128<double> x4 = x2 * x2;
        Vector128<double> c2 = Fma(x, Vector128.Create(1.0 / 6), Vector128.Create(1.0 / 2));
        Vector128<double> c4 = Fma(x, Vector128.Create(1.0 / 120), Vector128.Create(1.0 / 24));
        Vector128<double> c6 = Fma(x, Vector128.Create(1.0 / 5040), Vector128.Create(1.0 / 720));
        Vector128<double> c8 = Fma(x, Vector128.Create(1.0 / 362880), Vector128.Create(1.0 / 40320));
        Vector128<double> series = Fma(Fma(c8, x2, c6), x4, Fma(c4, x2, c2));
        return Fma(series, x2, x);
    }

    /// <summary>e^x − 1 of all four elements.</summary>
    /// <param name="x">At most 0.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ExpMinusOne(Vector256<double> x)
    {
        Vector256<double> bounded = Vector256.Max(x, Vector256.Create(Lowest));
        Vector256<double> rounder = Vector256.Create(Rounder);
        Vector256<double> shifted = Fma(bounded, Vector256.Create(Log2E), rounder);
        Vector256<double> n = shifted - rounder;
        Vector256<double> r = Fma(n, Vector256.Create(-Ln2High), bounded);
        r = Fma(n, Vector256.Create(-Ln2Low), r);

        Vector256<double> r2 = r * r;
        Vector256<double> r4 = r2 * r2;
        Vector256<double> c2 = Fma(r, Vector256.Create(1.0 / 6), Vector256.Create(1.0 / 2));
        Vector256<double> c4 = Fma(r, Vector256.Create(1.0 / 120), Vector256.Create(1.0 / 24));
        Vector256<double> c6 = Fma(r, Vector256.Create(1.0 / 5040), Vector256.Create(1.0 / 720));
        Vector256<double> c8 = Fma(r, Vector256.Create(1.0 / 362880), Vector256.Create(1.0 / 40320));
        Vector256<double> c10 = Fma(r, Vector256.Create(1.0 / 39916800), Vector256.Create(1.0 / 3628800));
        Vector256<double> c12 = Fma(r, Vector256.Create(1.0 / 6227020800), Vector256.Create(1.0 / 479001600));
        Vector256<double> low = Fma(c4, r2, c2);
        Vector256<double> middle = Fma(c8, r2, c6);
        Vector256<double> high = Fma(c12, r2, c10);
        Vector256<double> series = Fma(Fma(high, r4, middle), r4, low);
        Vector256<double> small = Fma(series, r2, r);

        // 2ⁿ: n added to the exponent of 1.
        Vector256<long> exponent = Vector256.ShiftLeft(shifted.AsInt64(), 52);
        Vector256<double> scale = (exponent + Vector256.Create(1.0).AsInt64()).AsDouble();
        Vector256<double> result = Fma(scale, small, scale - Vector256.Create(1.0));
        return Vector256.ConditionalSelect(
            Vector256.LessThan(x, Vector256.Create(Lowest)), Vector256.Create(-1.0), result);
    }

    /// <summary>
    /// The same where no reduction is needed, as between most rows of a busy instrument: the series to x⁹, remainder
    /// below 10⁻¹⁷ of the result. A third of the instructions.
    /// </summary>
    /// <param name="x"><see cref="NearZero"/> to 0.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ExpMinusOneNearZero(Vector256<double> x)
    {
        Vector256<double> x2 = x * x;
        Vector256<double> x4 = x2 * x2;
        Vector256<double> c2 = Fma(x, Vector256.Create(1.0 / 6), Vector256.Create(1.0 / 2));
        Vector256<double> c4 = Fma(x, Vector256.Create(1.0 / 120), Vector256.Create(1.0 / 24));
        Vector256<double> c6 = Fma(x, Vector256.Create(1.0 / 5040), Vector256.Create(1.0 / 720));
        Vector256<double> c8 = Fma(x, Vector256.Create(1.0 / 362880), Vector256.Create(1.0 / 40320));
        Vector256<double> series = Fma(Fma(c8, x2, c6), x4, Fma(c4, x2, c2));
        return Fma(series, x2, x);
    }

    /// <summary>
    /// The same for the time between two messages of one burst: the series to x⁵, remainder below 10⁻¹⁷ of the result.
    /// </summary>
    /// <param name="x"><see cref="Tiny"/> to 0.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ExpMinusOneTiny(Vector256<double> x)
    {
        Vector256<double> x2 = x * x;
        Vector256<double> c2 = Fma(x, Vector256.Create(1.0 / 6), Vector256.Create(1.0 / 2));
        Vector256<double> c4 = Fma(x, Vector256.Create(1.0 / 120), Vector256.Create(1.0 / 24));
        return Fma(Fma(c4, x2, c2), x2, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Fma(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Vector128.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Fma(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);
}
