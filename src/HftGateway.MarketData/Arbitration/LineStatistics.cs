namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// What one line brought. Written by the arbiter's thread; readers see an approximation.
/// <para><b>Invariants.</b> Every packet of the line is in exactly one of First, Second, Repeated, TooLate,
/// Heartbeats, Ends, Malformed, OtherSession, Implausible, Dropped.</para>
/// </summary>
public sealed class LineStatistics
{
    /// <summary>Packets of any kind.</summary>
    public long Packets { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Packets with something that no line had brought before: the line led.</summary>
    public long First { get; internal set; }

    /// <summary>Messages (numbers) that this line brought first.</summary>
    public long FirstMessages { get; internal set; }

    /// <summary>Packets that another line had brought before.</summary>
    public long Second { get; internal set; }

    /// <summary>Packets that this very line had brought before.</summary>
    public long Repeated { get; internal set; }

    /// <summary>Packets of numbers that were given up, or too old to be remembered.</summary>
    public long TooLate { get; internal set; }

    /// <summary>Packets that came after one with higher numbers on the same line.</summary>
    public long Reordered { get; internal set; }

    /// <summary>Messages (numbers) that the line has not brought although it brought higher ones.</summary>
    public long Missing { get; internal set; }

    /// <summary>Times that the line skipped numbers.</summary>
    public long Gaps { get; internal set; }

    /// <summary>Heartbeats.</summary>
    public long Heartbeats { get; internal set; }

    /// <summary>End-of-session packets.</summary>
    public long Ends { get; internal set; }

    /// <summary>Packets that are not sound: too short, too long, or not filled by their messages.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Packets of another session.</summary>
    public long OtherSession { get; internal set; }

    /// <summary>Packets whose numbers are too far away to be believed at once.</summary>
    public long Implausible { get; internal set; }

    /// <summary>Packets that found the buffer full.</summary>
    public long Dropped { get; internal set; }

    /// <summary>Messages that differ from another copy.</summary>
    public long Conflicts { get; internal set; }

    /// <summary>Times that the line was silent for too long.</summary>
    public long Downs { get; internal set; }

    /// <summary>The line is silent now.</summary>
    public bool IsDown { get; internal set; }

    /// <summary>How far behind the first copy this line's copies were.</summary>
    public LagHistogram Lag { get; } = new();
}
