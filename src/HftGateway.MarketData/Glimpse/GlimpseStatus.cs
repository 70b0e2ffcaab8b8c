namespace HftGateway.MarketData.Glimpse;

/// <summary>Where a snapshot stands.</summary>
public enum GlimpseStatus
{
    /// <summary>None was asked for.</summary>
    Idle,

    /// <summary>Connecting or logging in.</summary>
    Connecting,

    /// <summary>Messages come; the block has those of this call, if any.</summary>
    Receiving,

    /// <summary>The snapshot is complete: go on in the feed at <c>SpliceSequence</c>.</summary>
    Complete,

    /// <summary>The snapshot is of no use: see the failure.</summary>
    Failed,
}
