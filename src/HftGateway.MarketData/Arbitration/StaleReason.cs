namespace HftGateway.MarketData.Arbitration;

/// <summary>Why what was delivered cannot be trusted to be the market's present state.</summary>
[Flags]
public enum StaleReason : byte
{
    /// <summary>It can.</summary>
    None = 0,

    /// <summary>Content has been missing for longer than the reorder wait; it may still come.</summary>
    Gap = 1,

    /// <summary>No line is heard.</summary>
    Silence = 2,

    /// <summary>Content was given up. Only a snapshot helps.</summary>
    Lost = 4,

    /// <summary>Two copies of a message differ. Only a snapshot helps.</summary>
    Conflict = 8,

    /// <summary>The numbering went on somewhere else. Only a snapshot helps.</summary>
    Renumbered = 16,

    /// <summary>The reasons that only a snapshot (or a new session) ends.</summary>
    NeedsSnapshot = Lost | Conflict | Renumbered,
}
