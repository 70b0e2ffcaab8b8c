namespace HftGateway.MarketData.Lobster;

/// <summary>One line of a LOBSTER message file.</summary>
public readonly record struct LobsterEvent
{
    /// <summary>ns since midnight of the exchange's day, below 2^48.</summary>
    public required long TimeNs { get; init; }

    /// <summary>What happened.</summary>
    public required LobsterEventType Type { get; init; }

    /// <summary>Order reference number; 0 where the order is hidden.</summary>
    public required ulong OrderId { get; init; }

    /// <summary>Shares, 0 to 2^31 - 1.</summary>
    public required int Size { get; init; }

    /// <summary>Price in 1/10000 dollar as the file states it; in a trading state line -1, 0 or 1.</summary>
    public required long Price { get; init; }

    /// <summary>1 for a buy order, -1 for a sell order: the resting one where an order was executed.</summary>
    public required int Direction { get; init; }
}
