namespace HftGateway.Strategies;

/// <summary>
/// Why a wanted entry was not made (strategies specification 1.4 and each strategy's filters), in the order in which
/// they are tested: only the first that holds is counted.
/// </summary>
public enum EntryBlock : byte
{
    /// <summary>Nothing in the way.</summary>
    None = 0,

    /// <summary>A needed feature is NaN.</summary>
    FeatureMissing = 1,

    /// <summary>Entries are disabled: configuration, operator, kill switch, a lost order.</summary>
    Off = 2,

    /// <summary>The cooldown after a trade is not over.</summary>
    Cooldown = 3,

    /// <summary>The order session is not logged on, or its missing messages are not yet there.</summary>
    Session = 4,

    /// <summary>The book is stale or a feed gap is open.</summary>
    StaleBook = 5,

    /// <summary>The feed has been silent for too long.</summary>
    FeedSilent = 6,

    /// <summary>The quote is not valid.</summary>
    QuoteInvalid = 7,

    /// <summary>Halted, or resumed not long ago.</summary>
    RecentHalt = 8,

    /// <summary>Outside the part of the session in which entries are allowed.</summary>
    SessionWindow = 9,

    /// <summary>The day's number of trades is used up.</summary>
    MaxTrades = 10,

    /// <summary>The spread is too wide.</summary>
    Spread = 11,

    /// <summary>The book leans against the entry.</summary>
    Edge = 12,

    /// <summary>Sizing gave no quantity.</summary>
    Size = 13,

    /// <summary>No order id is left for entries.</summary>
    OrderIds = 14,

    /// <summary>No room for another intent in this event.</summary>
    NoRoom = 15,

    /// <summary>The pre-trade risk stage refused the order.</summary>
    Risk = 16,

    /// <summary>The exchange refused the order, or never received it.</summary>
    Refused = 17,

    /// <summary>The gate of price gaps is closed (features specification 9.3).</summary>
    GateGap = 18,

    /// <summary>The gate of the spread is closed.</summary>
    GateSpread = 19,

    /// <summary>The gate of the book's depth is closed.</summary>
    GateDepth = 20,

    /// <summary>The gate of quote stuffing is closed.</summary>
    GateQuoteStuffing = 21,

    /// <summary>A gate of toxicity is closed.</summary>
    GateToxicity = 22,
}
