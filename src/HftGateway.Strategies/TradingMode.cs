namespace HftGateway.Strategies;

/// <summary>What the operator and the kill switch allow, from the least to the most restrictive.</summary>
public enum TradingMode : byte
{
    /// <summary>Everything.</summary>
    Normal = 0,

    /// <summary>No entries; positions are closed: only orders that reduce a position.</summary>
    Flatten = 1,

    /// <summary>No orders at all, only cancels.</summary>
    Hold = 2,

    /// <summary>As <see cref="Hold"/>, and for good: the gateway is shutting down.</summary>
    Stopped = 3,
}
