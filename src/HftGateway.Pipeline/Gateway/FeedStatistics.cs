namespace HftGateway.Pipeline.Gateway;

/// <summary>What ingress saw of the feed. Written by the ingress thread; read by others when it has stopped.</summary>
public sealed class FeedStatistics
{
    /// <summary>Packets received.</summary>
    public long Packets { get; set; }

    /// <summary>Messages of the feed, of all symbols.</summary>
    public long Messages { get; set; }

    /// <summary>Messages that became an event.</summary>
    public long Events { get; set; }

    /// <summary>Timer events.</summary>
    public long Timers { get; set; }

    /// <summary>Gaps found in the sequence.</summary>
    public long Gaps { get; set; }

    /// <summary>Messages missing in those gaps.</summary>
    public long MissingMessages { get; set; }

    /// <summary>Messages that came again.</summary>
    public long DuplicateMessages { get; set; }

    /// <summary>Packets that were no MoldUDP64.</summary>
    public long MalformedPackets { get; set; }

    /// <summary>Messages of an unknown type or a wrong length.</summary>
    public long MalformedMessages { get; set; }

    /// <summary>The feed said that its session is over.</summary>
    public bool Ended { get; set; }
}
