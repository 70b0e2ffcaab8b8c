using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The features of the best two prices: best_bid, best_ask, bid_size_1, ask_size_1, mid = (A + B)/2, spread = A − B,
/// spread_ticks, spread_relative = 2(A − B)/(A + B), spread_bps, microprice = (A·QB + B·QA)/(QB + QA),
/// execution_edge = (A − B)(QB − QA)/(2(QB + QA)), tobi = QB/(QB + QA).
/// <para><b>Units.</b> Prices pu, sizes shares, spread_relative a fraction of the mid, tobi in (0, 1).
/// <b>Warm-up.</b> None; all but the first four are NaN while the quote is not valid, best_bid and best_ask while their
/// side is empty. <b>Parameter.</b> tick_pu.</para>
/// <para><b>Numbers.</b> Prices and sizes are whole numbers, and so are their sums, differences and products: exact in
/// a double below 2⁵³. The reciprocal is the first to round.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One division of a vector.</para>
/// <para><b>Reference.</b> Features specification, section 3.</para>
/// </summary>
public struct TouchQuote
{
    /// <summary>spread_ticks.</summary>
    public double SpreadTicks;

    /// <summary>spread_relative.</summary>
    public double SpreadRelative;

    /// <summary>microprice, pu.</summary>
    public double Microprice;

    /// <summary>execution_edge, pu.</summary>
    public double ExecutionEdge;

    /// <summary>best_bid, pu.</summary>
    public double BestBid;

    /// <summary>best_ask, pu.</summary>
    public double BestAsk;

    /// <summary>bid_size_1, shares.</summary>
    public double BidSize;

    /// <summary>ask_size_1, shares.</summary>
    public double AskSize;

    /// <summary>mid, pu.</summary>
    public double Mid;

    /// <summary>spread, pu.</summary>
    public double Spread;

    /// <summary>spread_bps.</summary>
    public double SpreadBps;

    /// <summary>tobi.</summary>
    public double Tobi;

    /// <summary>A + B, twice the mid, pu; NaN while the quote is not valid.</summary>
    public double TwiceMid;

    /// <summary>The tick, pu.</summary>
    public double TickPu;

    /// <summary>Back to the initial state: an empty book.</summary>
    public void Reset() => Set(0, 0, 0, 0, false);

    /// <summary>Takes the touch after a row; a side of size 0 is empty.</summary>
    /// <param name="bid">Best bid, pu.</param>
    /// <param name="ask">Best ask, pu.</param>
    /// <param name="bidSize">Shares at the best bid.</param>
    /// <param name="askSize">Shares at the best ask.</param>
    /// <param name="valid">The quote is valid.</param>
    /// <param name="spreadRatios">Form what is divided by the mid, too; otherwise it keeps what it was.</param>
    /// <param name="touchRatios">Likewise what is divided by the tick and the sizes.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(
        double bid, double ask, double bidSize, double askSize, bool valid, bool spreadRatios = true,
        bool touchRatios = true)
    {
        BidSize = bidSize;
        AskSize = askSize;
        if (!valid)
        {
            SetInvalid(bid, ask);
            return;
        }
        BestBid = bid;
        BestAsk = ask;
        double spread = ask - bid;
        double twice = ask + bid;
        Mid = twice * 0.5;
        TwiceMid = twice;
        Spread = spread;
        if (!touchRatios)
        {
            if (spreadRatios)
                SetSpreadRatios(spread, 1 / twice);
            return;
        }
        double touch = bidSize + askSize;
        // One division for all: dividing is what takes longest here, and a product with a reciprocal is as exact as
        // its two roundings.
        Vector256<double> quotients = Vector256.Create(1.0, 1.0, spread, 0.0)
            / Vector256.Create(twice, touch, TickPu, 1.0);
        double perTouch = quotients[1];
        SetSpreadRatios(spread, quotients.ToScalar());
        Microprice = Math.FusedMultiplyAdd(ask, bidSize, bid * askSize) * perTouch;
        ExecutionEdge = spread * (bidSize - askSize) * 0.5 * perTouch;
        Tobi = bidSize * perTouch;
        SpreadTicks = quotients[2];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetSpreadRatios(double spread, double perTwice)
    {
        double relative = 2 * spread * perTwice;
        SpreadRelative = relative;
        SpreadBps = 10_000 * relative;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetInvalid(double bid, double ask)
    {
        BestBid = BidSize == 0 ? double.NaN : bid;
        BestAsk = AskSize == 0 ? double.NaN : ask;
        SpreadTicks = double.NaN;
        SpreadRelative = double.NaN;
        Microprice = double.NaN;
        ExecutionEdge = double.NaN;
        Mid = double.NaN;
        TwiceMid = double.NaN;
        Spread = double.NaN;
        SpreadBps = double.NaN;
        Tobi = double.NaN;
    }
}
