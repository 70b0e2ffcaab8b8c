namespace HftGateway.MarketData.Events;

/// <summary>
/// What happened to an own order (<see cref="EventKind.Order"/>). Journal numbers: they never change meaning.
/// </summary>
public enum OrderEventType : byte
{
    /// <summary>Not an order event.</summary>
    None = 0,

    /// <summary>The exchange accepted the order (FIX 150=0).</summary>
    Accepted = 1,

    /// <summary>Filled in part or in full (FIX 150=F); Quantity2 = what is left.</summary>
    Filled = 2,

    /// <summary>Cancelled, on request or not (FIX 150=4).</summary>
    Cancelled = 3,

    /// <summary>
    /// Replaced (FIX 150=5): OrderId is the live order now, OrderId2 the one it replaced,
    /// Quantity2 = leaves, Price = new price.
    /// </summary>
    Replaced = 4,

    /// <summary>Refused by the exchange (FIX 150=8).</summary>
    Rejected = 5,

    /// <summary>Expired, e.g. what an IOC order left (FIX 150=C).</summary>
    Expired = 6,

    /// <summary>
    /// A cancel or replace request was refused (FIX 35=9); the order named by OrderId2 stands as it was.
    /// </summary>
    CancelRejected = 7,

    /// <summary>Refused by the own pre-trade risk stage; Quantity = the reason's number. It never left.</summary>
    RiskRejected = 8,

    /// <summary>
    /// Certainly never received by the exchange: the connection died first and it was not sent again.
    /// </summary>
    NotDelivered = 9,

    /// <summary>A trade was broken (FIX 150=H): Price and Quantity are those of the broken fill.</summary>
    Busted = 10,

    /// <summary>Pending state reported (FIX 150=A, 6, E). Nothing changes.</summary>
    Pending = 11,

    /// <summary>
    /// What the exchange says an order is now (FIX 150=I), in answer to a request: Venue = OrdStatus [39], Quantity = CumQty,
    /// Quantity2 = LeavesQty, Price = AvgPx, OrderId2 = OrdRejReason. For the encoder stage; what it adds to what is known
    /// comes as events of the other kinds.
    /// </summary>
    Status = 12,
}
