namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// What a <see cref="Mdp3Handler"/> did. Written by its thread; readers see an approximation.
/// </summary>
public sealed class Mdp3Statistics
{
    /// <summary>Packets of all feeds of the channel.</summary>
    public long Packets { get; internal set; }

    /// <summary>Messages in them.</summary>
    public long Messages { get; internal set; }

    /// <summary>Entries of book, trade and statistics messages for wanted instruments.</summary>
    public long Entries { get; internal set; }

    /// <summary>Messages of templates that the gateway does not read: skipped by their size.</summary>
    public long UnknownTemplates { get; internal set; }

    /// <summary>The unknown template met last.</summary>
    public int LastUnknownTemplate { get; internal set; }

    /// <summary>Messages of another schema: skipped.</summary>
    public long OtherSchemas { get; internal set; }

    /// <summary>Messages of a later schema version than the compiled one: read as far as they are known.</summary>
    public long NewerVersions { get; internal set; }

    /// <summary>The latest schema version met.</summary>
    public int HighestVersion { get; internal set; }

    /// <summary>Packets that are too short or whose sizes do not add up, from there on unread.</summary>
    public long MalformedPackets { get; internal set; }

    /// <summary>Messages whose block or groups do not fit: skipped; every book is in doubt after one.</summary>
    public long MalformedMessages { get; internal set; }

    /// <summary>Entries with an action, type or level that the standard does not have: the instrument is in doubt.</summary>
    public long BadEntries { get; internal set; }

    /// <summary>Prices that are no whole number of the instrument's price unit: refused.</summary>
    public long InexactPrices { get; internal set; }

    /// <summary>Incremental packets whose number was not above the last one's: dropped.</summary>
    public long OldPackets { get; internal set; }

    /// <summary>Packets lost, as the arbitration tells or the numbers show.</summary>
    public long LostPackets { get; internal set; }

    /// <summary>Instruments found to have missed entries, by their own count (RptSeq).</summary>
    public long EntryGaps { get; internal set; }

    /// <summary>Entries that were applied before, by their own count: dropped.</summary>
    public long OldEntries { get; internal set; }

    /// <summary>Instruments that a packet loss left untouched, by their own count.</summary>
    public long IntactAfterLoss { get; internal set; }

    /// <summary>Instruments recovered from a snapshot.</summary>
    public long SnapshotRecoveries { get; internal set; }

    /// <summary>Instruments that began empty: the first entry of the week, or no snapshot in a whole cycle.</summary>
    public long EmptyStarts { get; internal set; }

    /// <summary>Books by order recovered from a snapshot.</summary>
    public long OrderRecoveries { get; internal set; }

    /// <summary>Snapshots that were too old for what had been received, or not needed.</summary>
    public long SnapshotsUnused { get; internal set; }

    /// <summary>Times that an instrument's queue was given up for want of room.</summary>
    public long QueueOverflows { get; internal set; }

    /// <summary>Snapshots by order that were given up: too many orders, or a chunk missing.</summary>
    public long OrderSnapshotsCut { get; internal set; }

    /// <summary>Instrument definitions read.</summary>
    public long Definitions { get; internal set; }

    /// <summary>Definitions that were refused: no room, or a tick finer than the price unit.</summary>
    public long RefusedDefinitions { get; internal set; }

    /// <summary>Channel resets.</summary>
    public long ChannelResets { get; internal set; }

    /// <summary>Weekly or other restarts of the packet numbers.</summary>
    public long SessionChanges { get; internal set; }
}
