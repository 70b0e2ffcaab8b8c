namespace HftGateway.Features;

/// <summary>Why an instrument is not tradeable: the first failing check, in this order.</summary>
public enum TradeabilityReason : byte
{
    /// <summary>ok: it is tradeable.</summary>
    Ok = 0,

    /// <summary>no_quote: the quote is not valid.</summary>
    NoQuote = 1,

    /// <summary>recent_halt: halted, or resumed at most halt_s ago.</summary>
    RecentHalt = 2,

    /// <summary>gap: gap_pct above max_gap, or no trade in its window.</summary>
    Gap = 3,

    /// <summary>spread: spread_bps above the limit of the mode.</summary>
    Spread = 4,

    /// <summary>depth: depth_dollars below the limit of the mode.</summary>
    Depth = 5,
}
