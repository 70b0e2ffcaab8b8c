namespace HftGateway.MarketData.Soup;

/// <summary>Why a SoupBinTCP connection came to nothing or to its end.</summary>
public enum SoupFailure
{
    /// <summary>None.</summary>
    None,

    /// <summary>No TCP connection could be made.</summary>
    CannotConnect,

    /// <summary>The server did not answer the login request in time.</summary>
    LoginTimeout,

    /// <summary>The server rejected user name or password (code A).</summary>
    NotAuthorized,

    /// <summary>The server does not have the session asked for (code S), or accepted another one.</summary>
    SessionNotAvailable,

    /// <summary>The peer sent nothing, not even heartbeats, for too long.</summary>
    PeerSilent,

    /// <summary>The peer closed the connection, or it broke.</summary>
    PeerClosed,

    /// <summary>A packet that contradicts the protocol: a length of 0, a field that is no number, a wrong
    /// length.</summary>
    MalformedPacket,

    /// <summary>A packet that may not come in this state.</summary>
    UnexpectedPacket,

    /// <summary>The peer reads too slowly: what it must get does not fit the buffer any more.</summary>
    PeerTooSlow,
}
