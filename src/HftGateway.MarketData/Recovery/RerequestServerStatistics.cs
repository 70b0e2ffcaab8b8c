namespace HftGateway.MarketData.Recovery;

/// <summary>What one request server did. Written by the feed's thread; readers see an approximation.</summary>
public sealed class RerequestServerStatistics
{
    /// <summary>Requests sent to it.</summary>
    public long Requests { get; internal set; }

    /// <summary>Requests that it did not answer in time, or with nothing of use.</summary>
    public long Timeouts { get; internal set; }

    /// <summary>Answers with messages that were asked for.</summary>
    public long Answers { get; internal set; }

    /// <summary>Of them, those with fewer messages than asked for.</summary>
    public long PartialAnswers { get; internal set; }

    /// <summary>Answers with messages that had come already.</summary>
    public long DuplicateAnswers { get; internal set; }

    /// <summary>Answers with messages that nobody asked for.</summary>
    public long WrongRanges { get; internal set; }

    /// <summary>Answers of another session.</summary>
    public long OtherSessions { get; internal set; }

    /// <summary>Answers that are no packets of the protocol, or have no message.</summary>
    public long Garbage { get; internal set; }
}
