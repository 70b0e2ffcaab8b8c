namespace HftGateway.MarketData.Glimpse;

/// <summary>Why a snapshot came to nothing.</summary>
public enum GlimpseFailure
{
    /// <summary>None.</summary>
    None,

    /// <summary>No connection could be made.</summary>
    CannotConnect,

    /// <summary>The server rejected the login, or did not answer it.</summary>
    Refused,

    /// <summary>The connection or the session ended before the End of Snapshot message.</summary>
    CutShort,

    /// <summary>The server fell silent.</summary>
    Silent,

    /// <summary>The server sent what is no snapshot: bytes against the protocol, unknown messages, wrong
    /// lengths.</summary>
    Garbage,

    /// <summary>The snapshot is older than what is already known: its splice is before the first message
    /// missing.</summary>
    TooOld,

    /// <summary>It did not come to its end in the time allowed.</summary>
    TooSlow,

    /// <summary>It has more messages than allowed.</summary>
    TooLarge,
}
