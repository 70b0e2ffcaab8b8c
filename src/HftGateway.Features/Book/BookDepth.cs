using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The features of several levels: bid_orders_1, ask_orders_1; bid_depth_5, ask_depth_5 (Σ Q over depth_levels = 5);
/// depth_imbalance = order_imbalance = their difference by their sum; order_count_imbalance, the same of numbers of
/// orders; depth_dollars = Σ price·Q/10000 of both sides; book_imbalance, the same as depth_imbalance over
/// imbalance_levels = 10; book_pressure, that with each level divided by its rank; wall_ratio, the share of the largest
/// level among them.
/// <para><b>Units.</b> Shares, orders, dollars; imbalances in [−1, 1], wall_ratio in (0, 1]. <b>Warm-up.</b> None; all
/// but the first four are NaN while the quote is not valid.</para>
/// <para><b>Numbers.</b> Whole numbers until the reciprocal, the pressure too (<see cref="SideMirror.RankScale"/>).</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> At most one vector division and one more.</para>
/// <para><b>Reference.</b> Features specification, section 3 (sources 0 and 1).</para>
/// </summary>
public struct BookDepth
{
    // Written as one vector: their order matters.

    /// <summary>depth_imbalance and order_imbalance.</summary>
    public double DepthImbalance;

    /// <summary>order_count_imbalance.</summary>
    public double OrderCountImbalance;

    /// <summary>book_imbalance.</summary>
    public double BookImbalance;

    /// <summary>book_pressure; meaningless unless the sides keep their shape.</summary>
    public double BookPressure;

    /// <summary>wall_ratio.</summary>
    public double WallRatio;

    /// <summary>depth_dollars.</summary>
    public double DepthDollars;

    /// <summary>bid_orders_1.</summary>
    public double BidOrders;

    /// <summary>ask_orders_1.</summary>
    public double AskOrders;

    /// <summary>bid_depth_5.</summary>
    public double BidShares;

    /// <summary>ask_depth_5.</summary>
    public double AskShares;

    /// <summary>Back to the initial state: an empty book.</summary>
    public void Reset()
    {
        this = default;
        SetInvalid();
    }

    /// <summary>Forms the features anew after a change of one side.</summary>
    /// <param name="own">That side.</param>
    /// <param name="ownSums">Its <see cref="SideMirror.Sums"/>.</param>
    /// <param name="other">The other side.</param>
    /// <param name="side">0 if the bid side has changed, 1 if the ask side.</param>
    /// <param name="valid">The quote is valid.</param>
    /// <param name="parts">What to form beside the first four; the rest keeps what it was.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Finish(
        ref readonly SideMirror own, Vector256<double> ownSums, ref readonly SideMirror other, int side, bool valid,
        FeatureUnits parts)
    {
        Unsafe.Add(ref BidOrders, side) = own.BestOrders;
        Unsafe.Add(ref BidShares, side) = ownSums.ToScalar();
        if (!valid)
        {
            SetInvalid();
            return;
        }
        Vector256<double> otherSums = other.Sums;
        Vector256<double> sum = ownSums + otherSums;
        if ((parts & FeatureUnits.DepthRatios) != 0)
        {
            // Bids less asks, and 0 where they are equal: −0 would be another number in a file.
            Vector256<double> difference = Vector256.FusedMultiplyAdd(
                otherSums, Vector256.Create(other.Sign), ownSums * Vector256.Create(own.Sign));
            Unsafe.As<double, Vector256<double>>(ref DepthImbalance) = difference * (Vector256<double>.One / sum);
        }
        if ((parts & FeatureUnits.LargestLevel) != 0)
        {
            WallRatio = Vector128.MaxNative(
                Vector128.CreateScalarUnsafe(own.Largest), Vector128.CreateScalarUnsafe(other.Largest)).ToScalar()
                / sum[2];
        }
        if ((parts & FeatureUnits.DepthValue) != 0)
            DepthDollars = (Math.Abs(own.Value) + Math.Abs(other.Value)) * 1e-4;
    }

    /// <summary>Forms all features anew from both sides.</summary>
    [HotPath]
    internal void Finish(ref readonly LevelMirror levels, bool valid, FeatureUnits parts)
    {
        AskOrders = levels.Asks.BestOrders;
        AskShares = levels.Asks.NearShares;
        Finish(in levels.Bids, levels.Bids.Sums, in levels.Asks, 0, valid, parts);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetInvalid()
    {
        Unsafe.As<double, Vector256<double>>(ref DepthImbalance) = Vector256.Create(double.NaN);
        WallRatio = double.NaN;
        DepthDollars = double.NaN;
    }
}
