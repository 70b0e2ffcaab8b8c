namespace HftGateway.Fix;

/// <summary>What became of a message.</summary>
public enum FixSendResult : byte
{
    /// <summary>It is on its way.</summary>
    Sent = 0,

    /// <summary>
    /// It has its number and is stored: it goes out when the peer has read what is before it, or asks for it.
    /// </summary>
    Stored,

    /// <summary>Refused: the session is not logged on. Nothing happened.</summary>
    NotLoggedOn,

    /// <summary>Refused: a new order, and the session is not ready for it. Nothing happened.</summary>
    NotReady,

    /// <summary>Refused: the peer does not read, and this is a new order. Nothing happened.</summary>
    BackPressure,

    /// <summary>Refused: longer than a message may be. Nothing happened.</summary>
    TooLong,

    /// <summary>Refused: the store cannot keep it (the disk is full). The connection is closed.</summary>
    StoreFull,
}

/// <summary>What a message is, where that decides whether it may go out.</summary>
public enum FixSendKind : byte
{
    /// <summary>Anything that must go out as long as there is room.</summary>
    Normal = 0,

    /// <summary>A new order (or a replace): refused when the peer does not read.</summary>
    NewOrder,
}
