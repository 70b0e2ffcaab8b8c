namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// What an arbiter did. Written by its thread; readers see an approximation. Counts of messages count numbers, so with
/// a protocol that numbers packets they count packets.
/// </summary>
public sealed class ArbiterStatistics
{
    /// <summary>Messages delivered.</summary>
    public long Messages { get; internal set; }

    /// <summary>Packets delivered, in whole or in part.</summary>
    public long Packets { get; internal set; }

    /// <summary>Holes that became visible, whether they were filled or not.</summary>
    public long Gaps { get; internal set; }

    /// <summary>Messages missing in them when they became visible.</summary>
    public long GapMessages { get; internal set; }

    /// <summary>Holes filled by a line within the reorder wait.</summary>
    public long GapsFilledInTime { get; internal set; }

    /// <summary>Holes filled later, by lines alone.</summary>
    public long GapsFilledLate { get; internal set; }

    /// <summary>Holes filled with the help of re-requests.</summary>
    public long GapsFilledByRequest { get; internal set; }

    /// <summary>Holes given up.</summary>
    public long GapsLost { get; internal set; }

    /// <summary>Messages delivered out of answers to re-requests.</summary>
    public long RequestedMessages { get; internal set; }

    /// <summary>Messages given up.</summary>
    public ulong LostMessages { get; internal set; }

    /// <summary>Messages whose copies differ.</summary>
    public long Conflicts { get; internal set; }

    /// <summary>
    /// Messages that left the memory without a second copy, so that nothing vouches for their content; counted only
    /// where copies are compared.
    /// </summary>
    public long Unverified { get; internal set; }

    /// <summary>Session changes.</summary>
    public long SessionChanges { get; internal set; }

    /// <summary>Times that the numbering went on somewhere else.</summary>
    public long Renumberings { get; internal set; }

    /// <summary>Packets with content after the end of the session.</summary>
    public long PacketsAfterEnd { get; internal set; }

    /// <summary>Times that the feed became stale.</summary>
    public long Stales { get; internal set; }

    /// <summary>Time spent stale, ns; an open spell is added when it ends.</summary>
    public long StaleNs { get; internal set; }

    /// <summary>Longest time that a hole took to be filled, ns.</summary>
    public long LongestFillNs { get; internal set; }

    /// <summary>Most packets kept at a time.</summary>
    public int BufferHigh { get; internal set; }
}
