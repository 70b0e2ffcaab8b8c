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

    /// <summary>Messages of them that never came.</summary>
    public long MissingMessages { get; set; }

    /// <summary>Packets that came again, on the same line or another.</summary>
    public long DuplicatePackets { get; set; }

    /// <summary>Packets that were no MoldUDP64.</summary>
    public long MalformedPackets { get; set; }

    /// <summary>Messages of an unknown type or a wrong length.</summary>
    public long MalformedMessages { get; set; }

    /// <summary>Each venue's feed in detail; empty in a replay.</summary>
    public IReadOnlyList<FeedReport> Feeds { get; set; } = [];

    /// <summary>The channel of MDP 3.0 in detail; null without one.</summary>
    public Mdp3FeedReport? Mdp3 { get; set; }
}
