using HftGateway.MarketData.Arbitration;

namespace HftGateway.MarketData.Recovery;

/// <summary>Settings of a <see cref="MoldFeed"/>.</summary>
public sealed record MoldFeedOptions
{
    /// <summary>Arbitration.</summary>
    public ArbiterOptions Arbiter { get; init; } = new();

    /// <summary>Re-requests.</summary>
    public RerequestOptions Rerequest { get; init; } = new();

    /// <summary>Snapshots can be had: what a loss spoils is rebuilt from one.</summary>
    public bool HasSnapshots { get; init; }

    /// <summary>Memory for the content that comes while a snapshot is fetched, 4 KiB to 4 GiB.</summary>
    public long HoldBytes { get; init; } = 16L << 20;

    /// <summary>Wait before another snapshot is tried after one failed, ns.</summary>
    public long SnapshotRetryNs { get; init; } = 1_000_000_000;
}
