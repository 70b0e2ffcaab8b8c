using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The sums over the levels of one side that section 3 needs, formed anew from the mirror by vector instructions.
/// <para><b>Numbers.</b> Sums of whole numbers, exact below 2⁵³; only <see cref="Value"/> can round, beyond it.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> About 45 instructions, no branch.</para>
/// <para><b>Reference.</b> Features specification, section 3.</para>
/// </summary>
public struct SideSums
{
    // The first four are written and read as one vector: their order matters.

    /// <summary>Shares of depth_levels levels: bid_depth_5 and the like.</summary>
    public double Shares;

    /// <summary>Orders of those levels.</summary>
    public double Orders;

    /// <summary>Shares of imbalance_levels levels.</summary>
    public double FarShares;

    /// <summary>Σ Q_i/i over those, times <see cref="LevelWeights.RankScale"/>.</summary>
    public double Weighted;

    /// <summary>Σ key·Q of depth_levels levels: their value in pu·shares, negative on the ask side.</summary>
    public double Value;

    /// <summary>The largest of imbalance_levels levels, shares.</summary>
    public double Largest;

    /// <summary>Forms the sums.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(ref readonly SideMirror side, ref readonly LevelWeights w)
    {
        Vector256<double> s0 = side.SharesOf(0);
        Vector256<double> s1 = side.SharesOf(1);
        Vector256<double> s2 = side.SharesOf(2);
        Vector256<double> f0 = s0 * w.Far0;
        Vector256<double> f1 = s1 * w.Far1;
        Vector256<double> f2 = s2 * w.Far2;
        Vector256<double> n0 = s0 * w.Near0;
        Vector256<double> n1 = s1 * w.Near1;
        Vector256<double> n2 = s2 * w.Near2;
        Vector256<double> orders = side.OrdersOf(0) * w.Near0 + side.OrdersOf(1) * w.Near1 + side.OrdersOf(2) * w.Near2;
        Vector256<double> weighted = s0 * w.Rank0 + s1 * w.Rank1 + s2 * w.Rank2;
        Vector256<double> value = side.Keys(0) * n0 + side.Keys(1) * n1 + side.Keys(2) * n2;
        Vector256<double> largest = Vector256.Max(Vector256.Max(f0, f1), f2);
        Unsafe.As<double, Vector256<double>>(ref Shares) = SumEach(n0 + n1 + n2, orders, f0 + f1 + f2, weighted);
        Value = Vector256.Sum(value);
        Vector128<double> pair = Vector128.Max(largest.GetLower(), largest.GetUpper());
        Largest = Math.Max(pair[0], pair[1]);
    }

    /// <summary>The sum of each vector, as the elements of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> SumEach(
        Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        if (!Avx.IsSupported)
            return Vector256.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
        Vector256<double> ab = Avx.HorizontalAdd(a, b);
        Vector256<double> cd = Avx.HorizontalAdd(c, d);
        return Vector256.Create(ab.GetLower(), cd.GetLower()) + Vector256.Create(ab.GetUpper(), cd.GetUpper());
    }
}
