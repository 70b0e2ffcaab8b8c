namespace HftGateway.MarketData.Recovery;

/// <summary>What an answer of a request server is worth.</summary>
public enum RerequestAnswer
{
    /// <summary>It has messages that were asked for.</summary>
    Accepted,

    /// <summary>All of it had come already.</summary>
    Duplicate,

    /// <summary>None of it was asked for.</summary>
    WrongRange,

    /// <summary>It belongs to another session.</summary>
    OtherSession,

    /// <summary>It is no packet of the protocol, or has no message.</summary>
    Garbage,
}
