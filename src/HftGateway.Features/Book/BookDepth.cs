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
/// <para><b>Numbers.</b> Whole numbers until the division, the pressure too (<see cref="LevelWeights.RankScale"/>).
/// </para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> <see cref="SideSums"/> of the side that changed and two
/// divisions.</para>
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

    /// <summary>book_pressure.</summary>
    public double BookPressure;

    /// <summary>wall_ratio.</summary>
    public double WallRatio;

    /// <summary>depth_dollars.</summary>
    public double DepthDollars;

    /// <summary>bid_orders_1.</summary>
    public double BidOrders;

    /// <summary>ask_orders_1.</summary>
    public double AskOrders;

    /// <summary>Sums of the bid side; its first field is bid_depth_5. <see cref="Asks"/> must follow.</summary>
    public SideSums Bids;

    /// <summary>Sums of the ask side; its first field is ask_depth_5.</summary>
    public SideSums Asks;

    /// <summary>Back to the initial state: an empty book.</summary>
    public void Reset()
    {
        this = default;
        SetInvalid();
    }

    /// <summary>Forms the sums of one side anew; <see cref="Finish"/> must follow.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetSide(int side, ref readonly SideMirror mirror, ref readonly LevelWeights weights) =>
        Unsafe.Add(ref Bids, side).Set(in mirror, in weights);

    /// <summary>Forms the features from the sums.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(double bidOrders, double askOrders, bool valid)
    {
        BidOrders = bidOrders;
        AskOrders = askOrders;
        if (!valid)
        {
            SetInvalid();
            return;
        }
        Vector256<double> bids = Unsafe.As<double, Vector256<double>>(ref Bids.Shares);
        Vector256<double> asks = Unsafe.As<double, Vector256<double>>(ref Asks.Shares);
        Unsafe.As<double, Vector256<double>>(ref DepthImbalance) = (bids - asks) / (bids + asks);
        WallRatio = Math.Max(Bids.Largest, Asks.Largest) / (Bids.FarShares + Asks.FarShares);
        DepthDollars = (Bids.Value - Asks.Value) / 10_000;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetInvalid()
    {
        Unsafe.As<double, Vector256<double>>(ref DepthImbalance) = Vector256.Create(double.NaN);
        WallRatio = double.NaN;
        DepthDollars = double.NaN;
    }
}
