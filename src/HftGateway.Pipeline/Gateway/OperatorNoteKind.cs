namespace HftGateway.Pipeline.Gateway;

/// <summary>What an <see cref="OperatorNote"/> says.</summary>
internal enum OperatorNoteKind
{
    /// <summary>Messages are late.</summary>
    Late,

    /// <summary>No line of a feed is heard.</summary>
    Silence,

    /// <summary>Messages are lost.</summary>
    Lost,

    /// <summary>Copies of a message differ.</summary>
    Conflict,

    /// <summary>The numbering jumped.</summary>
    Renumbered,

    /// <summary>Books are sound again.</summary>
    Sound,

    /// <summary>A new session of the feed.</summary>
    NewSession,

    /// <summary>A line is silent.</summary>
    LineDown,

    /// <summary>A line is heard again.</summary>
    LineUp,

    /// <summary>A snapshot was used.</summary>
    SnapshotUsed,

    /// <summary>A snapshot was too old.</summary>
    SnapshotTooOld,

    /// <summary>Books of the MDP 3.0 channel wait for snapshots.</summary>
    Mdp3Stale,

    /// <summary>Every book of the MDP 3.0 channel is sound.</summary>
    Mdp3Sound,

    /// <summary>The exchange does not read orders.</summary>
    PeerSlow,

    /// <summary>The exchange reads orders again.</summary>
    PeerReads,

    /// <summary>The order session's store is full.</summary>
    StoreFull,

    /// <summary>The store takes messages again.</summary>
    StoreHasRoom,

    /// <summary>A risk rule tripped the kill switch.</summary>
    KillSwitch,
}
