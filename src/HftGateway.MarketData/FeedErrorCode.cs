namespace HftGateway.MarketData;

/// <summary>
/// What is wrong with a feed, a recording or a socket. Stable codes: logs and documentation refer to them.
/// </summary>
public enum FeedErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The file or device cannot be opened.</summary>
    CannotOpen = 1,

    /// <summary>The content is of no kind that is understood.</summary>
    NotRecognised = 2,

    /// <summary>The input ends inside a record.</summary>
    Truncated = 3,

    /// <summary>The content contradicts its format.</summary>
    Corrupt = 4,

    /// <summary>Reading failed.</summary>
    ReadFailed = 5,

    /// <summary>A capture of a link layer that is not understood.</summary>
    WrongLinkType = 6,

    /// <summary>The port is taken by another socket.</summary>
    PortInUse = 10,

    /// <summary>The local address or interface does not exist on this host.</summary>
    NoSuchInterface = 11,

    /// <summary>The multicast group cannot be joined.</summary>
    CannotJoin = 12,

    /// <summary>The operating system refused the socket or one of its options.</summary>
    SocketRefused = 13,

    /// <summary>An address or a port is not valid.</summary>
    BadAddress = 14,
}
