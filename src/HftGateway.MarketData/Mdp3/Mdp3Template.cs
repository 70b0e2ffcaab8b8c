namespace HftGateway.MarketData.Mdp3;

/// <summary>Template ids of CME MDP 3.0 that the gateway reads (schema version 9 and later).</summary>
public enum Mdp3Template : ushort
{
    /// <summary>Every book of the channel is empty.</summary>
    ChannelReset = 4,

    /// <summary>Keeps an idle feed numbered.</summary>
    AdminHeartbeat = 12,

    /// <summary>Trading state.</summary>
    SecurityStatus = 30,

    /// <summary>Electronic volume.</summary>
    Volume = 37,

    /// <summary>Market by price.</summary>
    Book = 46,

    /// <summary>Market by order.</summary>
    OrderBook = 47,

    /// <summary>Trades.</summary>
    TradeSummary = 48,

    /// <summary>Settlement, cleared volume, open interest.</summary>
    DailyStatistics = 49,

    /// <summary>Price limits.</summary>
    LimitsBanding = 50,

    /// <summary>Open, high, low.</summary>
    SessionStatistics = 51,

    /// <summary>Snapshot by price.</summary>
    Snapshot = 52,

    /// <summary>Snapshot by order.</summary>
    OrderSnapshot = 53,

    /// <summary>Definition of a future.</summary>
    DefinitionFuture = 54,

    /// <summary>Definition of an option.</summary>
    DefinitionOption = 55,

    /// <summary>Definition of a spread.</summary>
    DefinitionSpread = 56,

    /// <summary>Definition of a fixed-income instrument.</summary>
    DefinitionFixedIncome = 57,

    /// <summary>Definition of a repo.</summary>
    DefinitionRepo = 58,

    /// <summary>Trading state in a workup.</summary>
    SecurityStatusWorkup = 60,

    /// <summary>Snapshot over TCP.</summary>
    SnapshotTcp = 61,

    /// <summary>Definition of a currency instrument.</summary>
    DefinitionFx = 63,

    /// <summary>Market by price with 64-bit sizes.</summary>
    BookLongQty = 64,

    /// <summary>Trades with 64-bit sizes.</summary>
    TradeSummaryLongQty = 65,

    /// <summary>Electronic volume with 64-bit sizes.</summary>
    VolumeLongQty = 66,

    /// <summary>Session statistics with 64-bit sizes.</summary>
    SessionStatisticsLongQty = 67,

    /// <summary>Snapshot over TCP with 64-bit sizes.</summary>
    SnapshotTcpLongQty = 68,
}
