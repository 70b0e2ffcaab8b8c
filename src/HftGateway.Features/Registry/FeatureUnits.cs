namespace HftGateway.Features;

/// <summary>
/// The units of work of the engine: a plan is a set of them. A unit that is not in the plan takes no time and no
/// memory. What rows are asked for comes first: the lowest 31 bits fit into an instruction.
/// </summary>
[Flags]
internal enum FeatureUnits : ulong
{
    None = 0,

    /// <summary>Best prices and sizes, mid, spread.</summary>
    Quote = 1UL << 0,

    /// <summary>The mirror of the ten best levels a side.</summary>
    Levels = 1UL << 1,

    /// <summary>Orders at the touch, shares over levels.</summary>
    Depth = 1UL << 2,

    /// <summary>Message and trade rates over the short window.</summary>
    Rates = 1UL << 3,

    /// <summary>Order flow imbalance at the touch.</summary>
    TouchFlow = 1UL << 4,

    /// <summary>Order flow imbalance of levels 2 to 5.</summary>
    LevelFlow = 1UL << 5,

    /// <summary>ofi_volume_weighted and ofi_trade_informed.</summary>
    FlowDetail = 1UL << 6,

    /// <summary>avg_touch_depth.</summary>
    TouchDepth = 1UL << 7,

    /// <summary>ofi_decay.</summary>
    OfiDecay = 1UL << 8,

    /// <summary>The last trade, its aggressor, the tick rule.</summary>
    Tape = 1UL << 9,

    /// <summary>Trades and volume of the long window.</summary>
    LongWindow = 1UL << 10,

    /// <summary>trade_velocity.</summary>
    TradeVelocity = 1UL << 11,

    /// <summary>Arrival rates.</summary>
    Arrivals = 1UL << 12,

    /// <summary>mpd and mpd_z.</summary>
    Divergence = 1UL << 13,

    /// <summary>lpi.</summary>
    Pressure = 1UL << 14,

    /// <summary>mid_move_5s.</summary>
    MidMove = 1UL << 15,

    /// <summary>avg_spread.</summary>
    AverageSpread = 1UL << 16,

    /// <summary>spread_tightness.</summary>
    Tightness = 1UL << 17,

    /// <summary>volume_velocity.</summary>
    VolumeVelocity = 1UL << 18,

    /// <summary>Signal strength, both sides.</summary>
    SignalStrength = 1UL << 19,

    /// <summary>The tradeability gates.</summary>
    Tradeability = 1UL << 20,

    /// <summary>time_to_close and day_of_week.</summary>
    Calendar = 1UL << 21,

    /// <summary>Robust z-scores of any column.</summary>
    Scores = 1UL << 22,

    /// <summary>depth_dollars.</summary>
    DepthValue = 1UL << 23,

    /// <summary>wall_ratio.</summary>
    LargestLevel = 1UL << 24,

    /// <summary>What is divided by the mid.</summary>
    SpreadRatios = 1UL << 25,

    /// <summary>What is divided by the tick or the sizes at the touch.</summary>
    TouchRatios = 1UL << 26,

    /// <summary>What is divided by a sum over levels.</summary>
    DepthRatios = 1UL << 27,

    /// <summary>book_pressure.</summary>
    BookPressure = 1UL << 28,

    /// <summary>Gates, evaluated on every row.</summary>
    Gates = 1UL << 29,

    /// <summary>Volumes of the last trades.</summary>
    TradeFlow = 1UL << 30,

    /// <summary>Effective spreads.</summary>
    EffectiveSpread = 1UL << 31,

    /// <summary>fill_decay_k.</summary>
    FillDecay = 1UL << 32,

    /// <summary>The kyle features.</summary>
    Kyle = 1UL << 33,

    /// <summary>Volume buckets.</summary>
    Vpin = 1UL << 34,

    /// <summary>Bulk classification on those buckets.</summary>
    VpinBulk = 1UL << 35,

    /// <summary>Buckets sized by the ATR.</summary>
    VpinFast = 1UL << 36,

    /// <summary>The quantile of vpin_fast.</summary>
    VpinQuantile = 1UL << 37,

    /// <summary>toxicity_score.</summary>
    ToxicityScore = 1UL << 38,

    /// <summary>ofi_adaptive and ofi_z.</summary>
    MicroFlow = 1UL << 39,

    /// <summary>mid_ema and dislocation.</summary>
    MidAverage = 1UL << 40,

    /// <summary>trade_size_percentile.</summary>
    SizeRank = 1UL << 41,

    /// <summary>sigma_1s.</summary>
    Volatility = 1UL << 42,

    /// <summary>vwap and its deviation.</summary>
    SessionVwap = 1UL << 43,

    /// <summary>Halts.</summary>
    Status = 1UL << 44,

    /// <summary>gap_pct.</summary>
    PriceRange = 1UL << 45,

    /// <summary>Bars of trades.</summary>
    Bars = 1UL << 46,

    /// <summary>The state of the book at the end of a bar.</summary>
    BarDepth = 1UL << 47,

    /// <summary>Returns over bars.</summary>
    BarReturns = 1UL << 48,

    /// <summary>realized_vol and vol_multiplier.</summary>
    RealizedVol = 1UL << 49,

    /// <summary>atr and atr_ratio.</summary>
    Atr = 1UL << 50,

    /// <summary>Directional movement.</summary>
    Adx = 1UL << 51,

    /// <summary>rsi.</summary>
    Rsi = 1UL << 52,

    /// <summary>Bollinger bands.</summary>
    Bollinger = 1UL << 53,

    /// <summary>Donchian channels.</summary>
    Donchian = 1UL << 54,

    /// <summary>Moving averages of closes.</summary>
    MovingAverages = 1UL << 55,

    /// <summary>volume_ratio.</summary>
    VolumeRatio = 1UL << 56,

    /// <summary>regime.</summary>
    Regime = 1UL << 57,
}
