namespace HftGateway.MarketData.Recovery;

/// <summary>What recovery did beyond arbitration. Written by the feed's thread; readers see an approximation.</summary>
public sealed class RecoveryStatistics
{
    /// <summary>Snapshots begun.</summary>
    public long SnapshotsBegun { get; internal set; }

    /// <summary>Snapshots that made the books sound.</summary>
    public long SnapshotsUsed { get; internal set; }

    /// <summary>Snapshots that failed or were cut short.</summary>
    public long SnapshotsFailed { get; internal set; }

    /// <summary>Snapshots that end before what is held begins.</summary>
    public long SnapshotsTooOld { get; internal set; }

    /// <summary>Messages held while a snapshot was fetched, and delivered behind it.</summary>
    public long SplicedMessages { get; internal set; }

    /// <summary>Messages held that a snapshot contained.</summary>
    public long CoveredMessages { get; internal set; }

    /// <summary>Messages that found no room while a snapshot was fetched.</summary>
    public long HoldOverflow { get; internal set; }
}
