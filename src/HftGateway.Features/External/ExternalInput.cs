namespace HftGateway.Features;

/// <summary>Values from outside the feed (features specification, 13.4).</summary>
public enum ExternalInput
{
    /// <summary>iv_current: implied volatility now.</summary>
    IvCurrent = 0,

    /// <summary>iv_avg30: its average over 30 days; with iv_current it replaces vol_multiplier.</summary>
    IvAverage30 = 1,

    /// <summary>vix.</summary>
    Vix = 2,

    /// <summary>atr_baseline: the usual ATR, pu, daily; it replaces atr_ratio's own average.</summary>
    AtrBaseline = 3,

    /// <summary>adv_shares: average daily volume, shares, daily.</summary>
    AverageDailyVolume = 4,

    /// <summary>open_interest, daily; recorded only.</summary>
    OpenInterest = 5,
}
