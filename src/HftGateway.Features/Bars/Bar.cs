namespace HftGateway.Features;

/// <summary>
/// A closed bar with the state of the book at its end. Prices in price units, quantities in shares.
/// <para><b>Reference.</b> Features specification, 10.1.</para>
/// </summary>
public struct Bar
{
    /// <summary>bar_index: ⌊start/D⌋ of a time bar; of others the number of the bar, from 0.</summary>
    public long Index;

    /// <summary>start_ns: of a time bar its boundary; of others the clock of its first trade.</summary>
    public long StartNs;

    /// <summary>The end: of a time bar its boundary; of others the clock of its last trade.</summary>
    public long EndNs;

    /// <summary>First price.</summary>
    public long Open;

    /// <summary>Greatest price.</summary>
    public long High;

    /// <summary>Least price.</summary>
    public long Low;

    /// <summary>Last price.</summary>
    public long Close;

    /// <summary>Shares traded.</summary>
    public long Volume;

    /// <summary>Number of trades.</summary>
    public long Trades;

    /// <summary>Shares bought by the aggressor.</summary>
    public long BuyVolume;

    /// <summary>Shares sold by the aggressor.</summary>
    public long SellVolume;

    /// <summary>Volume-weighted price, NaN without volume.</summary>
    public double Vwap;

    /// <summary>best_bid of the last row before the end.</summary>
    public double BestBid;

    /// <summary>best_ask of that row.</summary>
    public double BestAsk;

    /// <summary>bid_size_1 of that row.</summary>
    public double BidSize1;

    /// <summary>ask_size_1 of that row.</summary>
    public double AskSize1;

    /// <summary>bid_depth_5 of that row.</summary>
    public double BidDepth5;

    /// <summary>ask_depth_5 of that row.</summary>
    public double AskDepth5;

    /// <summary>depth_imbalance of that row.</summary>
    public double DepthImbalance;

    /// <summary>spread_bps of that row.</summary>
    public double SpreadBps;
}
