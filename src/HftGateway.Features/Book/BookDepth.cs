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
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One vector division.</para>
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

    /// <summary>Forms the features from the sums of both sides.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(ref readonly SideMirror bids, ref readonly SideMirror asks, bool valid)
    {
        Vector256<double> bid = bids.Sums;
        Vector256<double> ask = asks.Sums;
        BidOrders = bids.BestOrders;
        AskOrders = asks.BestOrders;
        BidShares = bid.ToScalar();
        AskShares = ask.ToScalar();
        if (!valid)
        {
            SetInvalid();
            return;
        }
        Vector256<double> perSum = Vector256<double>.One / (bid + ask);
        Unsafe.As<double, Vector256<double>>(ref DepthImbalance) = (bid - ask) * perSum;
        Vector128<double> largest = Vector128.MaxNative(
            Vector128.CreateScalarUnsafe(bids.Largest), Vector128.CreateScalarUnsafe(asks.Largest));
        WallRatio = largest.ToScalar() * perSum[2];
        DepthDollars = (bids.Value - asks.Value) * 1e-4;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetInvalid()
    {
        Unsafe.As<double, Vector256<double>>(ref DepthImbalance) = Vector256.Create(double.NaN);
        WallRatio = double.NaN;
        DepthDollars = double.NaN;
    }
}
