namespace HftGateway.MarketData.Faults;

/// <summary>What an injector did. Written by its thread.</summary>
public sealed class FaultStatistics
{
    /// <summary>Packets put in.</summary>
    public long Packets { get; internal set; }

    /// <summary>Packets taken out.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Packets lost, bursts included.</summary>
    public long Lost { get; internal set; }

    /// <summary>Packets lost because too many were on the way, or because they were too long.</summary>
    public long Overflowed { get; internal set; }

    /// <summary>Packets doubled.</summary>
    public long Duplicated { get; internal set; }

    /// <summary>Packets held back for others to overtake.</summary>
    public long Reordered { get; internal set; }

    /// <summary>Packets cut short.</summary>
    public long Truncated { get; internal set; }

    /// <summary>Packets changed and discarded by a checksum.</summary>
    public long Discarded { get; internal set; }

    /// <summary>Packets changed without anybody noticing.</summary>
    public long Changed { get; internal set; }
}
