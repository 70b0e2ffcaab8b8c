namespace HftGateway.MarketData.Recovery;

/// <summary>
/// What an output of a <see cref="MoldFeed"/> is. Outputs come in the order in which they must take effect.
/// </summary>
public enum FeedOutputKind : byte
{
    /// <summary>Not an output.</summary>
    None,

    /// <summary>Messages, the next in order.</summary>
    Messages,

    /// <summary>
    /// The books are stale from here on, for Reason. First and Count are the messages concerned, if any: with
    /// <see cref="Arbitration.StaleReason.Gap"/> they are late, with Lost they will not come.
    /// </summary>
    Stale,

    /// <summary>Empty the books: a snapshot follows.</summary>
    SnapshotBegin,

    /// <summary>The books are sound from here on.</summary>
    Sound,

    /// <summary>Another session begins at First: empty the books and forget what the old session defined.</summary>
    SessionChanged,

    /// <summary>The session is over.</summary>
    Ended,

    /// <summary>A line is silent.</summary>
    LineDown,

    /// <summary>A line is heard again.</summary>
    LineUp,
}
