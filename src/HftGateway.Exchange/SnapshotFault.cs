namespace HftGateway.Exchange;

/// <summary>Ways in which the exchange's snapshots can be bad, to test what the other side makes of it.</summary>
public enum SnapshotFault
{
    /// <summary>None: snapshots are whole.</summary>
    None,

    /// <summary>Logins are rejected.</summary>
    Refused,

    /// <summary>The connection ends half way.</summary>
    CutShort,

    /// <summary>Half way bytes come that are no messages.</summary>
    Garbage,

    /// <summary>Half way nothing comes any more, not even heartbeats.</summary>
    Silent,
}
