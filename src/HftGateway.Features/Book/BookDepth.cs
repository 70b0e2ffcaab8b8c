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
public unsafe struct BookDepth
{
    // Written as one vector: their order matters.

    /// <summary>depth_imbalance and order_imbalance.</summary>
    public double DepthImbalance;

    /// <summary>order_count_imbalance.</summary>
    public double OrderCountImbalance;

    /// <summary>book_imbalance.</summary>
    public double BookImbalance;

    /// <summary>book_pressure; meaningless unless <see cref="SetShape"/> is called.</summary>
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

    // Of the sides, bid and ask.
    private fixed double _value[2];
    private fixed double _weighted[2];
    private fixed double _largest[2];

    /// <summary>Back to the initial state: an empty book.</summary>
    public void Reset()
    {
        this = default;
        SetInvalid();
    }

    /// <summary>Forms the value of a side for depth_dollars anew.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetValue(int side, ref readonly SideMirror mirror) => _value[side & 1] = mirror.Value();

    /// <summary>Forms what book_pressure and wall_ratio need of a side anew.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetShape(int side, ref readonly SideMirror mirror) =>
        _weighted[side & 1] = mirror.Weighted(out _largest[side & 1]);

    /// <summary>Forms the features from the sums.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(ref readonly SideMirror bids, ref readonly SideMirror asks, bool valid)
    {
        BidOrders = bids.BestOrders;
        AskOrders = asks.BestOrders;
        BidShares = bids.NearShares;
        AskShares = asks.NearShares;
        if (!valid)
        {
            SetInvalid();
            return;
        }
        Vector256<double> bid = Vector256.Create(bids.NearShares, bids.NearOrders, bids.FarShares, _weighted[0]);
        Vector256<double> ask = Vector256.Create(asks.NearShares, asks.NearOrders, asks.FarShares, _weighted[1]);
        Vector256<double> perSum = Vector256<double>.One / (bid + ask);
        Unsafe.As<double, Vector256<double>>(ref DepthImbalance) = (bid - ask) * perSum;
        double largest = _largest[0] > _largest[1] ? _largest[0] : _largest[1];
        WallRatio = largest * perSum[2];
        DepthDollars = (_value[0] - _value[1]) * 1e-4;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetInvalid()
    {
        Unsafe.As<double, Vector256<double>>(ref DepthImbalance) = Vector256.Create(double.NaN);
        WallRatio = double.NaN;
        DepthDollars = double.NaN;
    }
}
