namespace HftGateway.MarketData.Lobster;

/// <summary>What a line of a LOBSTER message file reports; the numbers are the file's own.</summary>
public enum LobsterEventType : byte
{
    /// <summary>A new limit order.</summary>
    Submission = 1,

    /// <summary>A part of an order is cancelled.</summary>
    PartialCancel = 2,

    /// <summary>The rest of an order is cancelled.</summary>
    Deletion = 3,

    /// <summary>Execution of a displayed order.</summary>
    Execution = 4,

    /// <summary>Execution of a hidden order.</summary>
    HiddenExecution = 5,

    /// <summary>Auction trade.</summary>
    Cross = 6,

    /// <summary>Trading state: the price says which (1 trading, 0 quoting, -1 halted).</summary>
    TradingState = 7,
}
