namespace HftGateway.Books;

/// <summary>Kinds of integrity breach that a book counts. Numbers are stable: they name metrics.</summary>
public enum BookAnomaly
{
    /// <summary>An event named an instrument that is not configured. Refused.</summary>
    UnknownInstrument = 0,

    /// <summary>Execution, reduction, deletion or replacement of an order that is not live. Refused.</summary>
    UnknownOrder = 1,

    /// <summary>
    /// Execution that states its price, of an order that is not live: a recording that begins in mid-day (LOBSTER). It
    /// is a trade, without effect on the book.
    /// </summary>
    TradeOfUnknownOrder = 2,

    /// <summary>The order named by the event belongs to another instrument. Refused.</summary>
    WrongInstrument = 3,

    /// <summary>A new order's reference is already live. Refused.</summary>
    RepeatedReference = 4,

    /// <summary>Zero (or negative) shares. Refused; a replace acts as a delete.</summary>
    ZeroShares = 5,

    /// <summary>
    /// Price 0 or above <see cref="BookSet.MaxPrice"/>. Refused; an execution with such a price is no trade.
    /// </summary>
    BadPrice = 6,

    /// <summary>Neither bid nor ask. Refused.</summary>
    BadSide = 7,

    /// <summary>A reduction larger than what was left. Repaired: it took what was left.</summary>
    OverReduction = 8,

    /// <summary>An order made best bid equal to best ask while the instrument was trading. Applied.</summary>
    Locked = 9,

    /// <summary>An order made best bid higher than best ask while the instrument was trading. Applied.</summary>
    Crossed = 10,

    /// <summary>
    /// <see cref="BookSetOptions.MaxOrders"/> orders are live. Refused; the book is stale until it is cleared.
    /// </summary>
    OrderPoolFull = 11,

    /// <summary>
    /// A level-based book: an entry named a level that the side has not, or would leave a hole. Refused; a change or an
    /// insertion leaves the book stale until it is reset, a deletion does not.
    /// </summary>
    MissingLevel = 12,

    /// <summary>A level-based book: a level number of 0 or beyond the instrument's depth. Refused; stale.</summary>
    BadLevel = 13,

    /// <summary>A level-based book: a level is not strictly between its neighbours' prices. Applied.</summary>
    LevelOutOfOrder = 14,

    /// <summary>A level-based book: a change named another price than the level's. Applied as an overlay.</summary>
    LevelPriceDiffers = 15,

    /// <summary>A book by order: a side has no room for another price level. Refused; stale until it is reset.</summary>
    LevelPoolFull = 16,
}
