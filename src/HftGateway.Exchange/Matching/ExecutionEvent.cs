using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Matching;

/// <summary>What happened to an order, told to its owner.</summary>
public enum ExecutionKind : byte
{
    /// <summary>Not an event.</summary>
    None = 0,

    /// <summary>Accepted; always the first event of an order.</summary>
    Accepted = 1,

    /// <summary>Traded: Price and Quantity of this trade, Leaves after it.</summary>
    Traded = 2,

    /// <summary>Cancelled at the owner's request: Quantity is what was removed.</summary>
    Cancelled = 3,

    /// <summary>Replaced: Reference is the live number, PreviousReference the old one (equal when priority was
    /// kept).</summary>
    Replaced = 4,

    /// <summary>What an IOC or market order could not trade: Quantity.</summary>
    Expired = 5,
}

/// <summary>
/// One thing that happened to one order, for its owner. Passed by reference to
/// <see cref="IExecutionSink.OnExecution"/>; valid only during the call.
/// </summary>
public struct ExecutionEvent
{
    /// <summary>What happened.</summary>
    public ExecutionKind Kind;

    /// <summary>Side of the order.</summary>
    public EventSide Side;

    /// <summary>On a trade: this order took, the other one rested.</summary>
    public bool Aggressor;

    /// <summary>Symbol index.</summary>
    public ushort Symbol;

    /// <summary>Owner of the order.</summary>
    public int Owner;

    /// <summary>The owner's handle of the order.</summary>
    public ulong Tag;

    /// <summary>Reference number of the order, the one in the feed if it rests.</summary>
    public ulong Reference;

    /// <summary>On Replaced: the number it had before; else 0.</summary>
    public ulong PreviousReference;

    /// <summary>On Traded the trade's number; else 0.</summary>
    public ulong MatchNumber;

    /// <summary>Trade price on Traded, else the order's limit (0 for a market order).</summary>
    public long Price;

    /// <summary>Shares that traded, were removed or expired; on Accepted and Replaced the shares now working.</summary>
    public int Quantity;

    /// <summary>Shares of the order still working after this event.</summary>
    public int Leaves;
}
