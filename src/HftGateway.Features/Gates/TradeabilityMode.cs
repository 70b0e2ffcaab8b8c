namespace HftGateway.Features;

/// <summary>How strict tradeability is.</summary>
public enum TradeabilityMode : byte
{
    /// <summary>OFF: not asked.</summary>
    Off = 0,

    /// <summary>SAFE: safe_spread_bps = 50, safe_depth = $100,000.</summary>
    Safe = 1,

    /// <summary>AGGRESSIVE: aggr_spread_bps = 100, aggr_depth = $50,000.</summary>
    Aggressive = 2,
}
