namespace HftGateway.MarketData.Events;

/// <summary>
/// What an <see cref="InputEvent"/> carries. The numbers are written to journals: they never change meaning.
/// For each kind the fields of <see cref="InputEvent"/> that have a meaning are listed; the others are 0.
/// </summary>
public enum EventKind : byte
{
    /// <summary>An empty slot. Never published.</summary>
    None = 0,

    // ---- market data: book (Sequence = feed sequence number, Code = the feed's own message type) ----

    /// <summary>Order added (ITCH A, F): OrderId, Side, Price, Quantity.</summary>
    Add = 1,

    /// <summary>Order executed at its own price (ITCH E): OrderId, Quantity, OrderId2 = match number.</summary>
    Execute = 2,

    /// <summary>
    /// Order executed at another price (ITCH C): OrderId, Quantity, Price, OrderId2 = match number, flag Printable.
    /// </summary>
    ExecuteWithPrice = 3,

    /// <summary>Order partly cancelled (ITCH X): OrderId, Quantity = shares removed.</summary>
    Reduce = 4,

    /// <summary>Order deleted (ITCH D): OrderId.</summary>
    Delete = 5,

    /// <summary>
    /// Order replaced (ITCH U): OrderId = old, OrderId2 = new, Price, Quantity; the side is the old order's.
    /// </summary>
    Replace = 6,

    // ---- market data: books by price level (CME MDP 3.0; Code = price level from 1 where a level is named,
    // OrderId = size, Quantity = size saturated to 32 bits, Quantity2 = orders or 0 if unknown,
    // OrderId2 = the instrument's own count of entries (RptSeq), flag Implied = the implied book's level,
    // flag EndOfEvent = last event of the instrument in the exchange's matching event) ----

    /// <summary>
    /// New level: Side, Code, Price, size and orders; worse levels move one down, the last falls off a full book.
    /// </summary>
    LevelInsert = 7,

    /// <summary>Size or orders of the level at Code changed: Side, Code, Price, size and orders.</summary>
    LevelUpdate = 8,

    /// <summary>
    /// The level at Code is gone, worse ones move up: Side, Code. Quantity2 = 1 if it is one of several that an entry
    /// removes (DeleteThru, DeleteFrom): then a level that is not there is no error.
    /// </summary>
    LevelDelete = 9,

    /// <summary>The level at Code is replaced, price and all: Side, Code, Price, size and orders.</summary>
    LevelOverlay = 10,

    /// <summary>
    /// The instrument's books by level and by order are empty from here: Quantity = levels a side of the real book and
    /// Quantity2 of the implied one, 0 if they stay as they were. Code = <see cref="BookScope"/>.
    /// </summary>
    BookReset = 11,

    /// <summary>
    /// One order of a book by order: Code = <see cref="OrderEntryAction"/>, OrderId = the exchange's order id,
    /// OrderId2 = priority (lower first), Side, Price, Quantity = displayed size.
    /// </summary>
    OrderEntry = 12,

    /// <summary>
    /// The instrument's book may be wrong from here: Sequence = packet, OrderId = entry count expected (0 unknown),
    /// OrderId2 = received. Code = <see cref="BookScope"/>.
    /// </summary>
    BookStale = 13,

    /// <summary>The instrument's book is sound again. Code = <see cref="BookScope"/>.</summary>
    BookRecovered = 14,

    /// <summary>
    /// The matching event is over for an instrument whose last change came in an earlier message: nothing changes, the
    /// book is consistent.
    /// </summary>
    EventEnd = 15,

    // ---- market data: trades and status ----

    /// <summary>
    /// Trade against a non-displayed order (ITCH P): OrderId, Price, Quantity, Side as sent, OrderId2 = match number.
    /// </summary>
    Trade = 16,

    /// <summary>
    /// Cross (ITCH Q): Price, Quantity (saturated to 32 bits), OrderId2 = match number, Quantity2 = cross type.
    /// </summary>
    Cross = 17,

    /// <summary>Broken trade (ITCH B): OrderId2 = match number.</summary>
    BrokenTrade = 18,

    /// <summary>Trading state (ITCH H): Quantity = state letter H, P, Q or T.</summary>
    TradingAction = 19,

    /// <summary>Operational halt (ITCH h): Quantity = market code letter, Quantity2 = action letter H or T.</summary>
    OperationalHalt = 20,

    /// <summary>Instrument directory (ITCH R): Quantity = round lot size.</summary>
    Directory = 21,

    /// <summary>System event (ITCH S): Quantity = event code letter. Instrument = none.</summary>
    SystemEvent = 22,

    /// <summary>Short-sale price test (ITCH Y): Quantity = action digit letter.</summary>
    ShortSaleRestriction = 23,

    /// <summary>
    /// Limit-up/limit-down auction collar (ITCH J): Price = reference, OrderId = upper, OrderId2 = lower.
    /// </summary>
    PriceCollar = 24,

    /// <summary>Market-wide circuit breaker status (ITCH W): Quantity = level letter. Instrument = none.</summary>
    CircuitBreaker = 25,

    /// <summary>Any other message of the feed (ITCH L, V, K, I, N, O): no decision depends on it.</summary>
    Information = 26,

    /// <summary>
    /// A statistic (CME MDP 3.0): Code = the exchange's entry type letter, Price, OrderId = size (all bits set: none),
    /// Quantity2 = open, close, settlement or date bits as sent. Limits (letter g): OrderId = high, OrderId2 = low,
    /// Price = largest variation, each as a 64-bit integer, <see cref="long.MaxValue"/> where there is none.
    /// </summary>
    Statistic = 27,

    /// <summary>
    /// Trading state (CME MDP 3.0): Quantity = the exchange's status number, Quantity2 = halt reason * 256 + event.
    /// </summary>
    SecurityState = 28,

    /// <summary>
    /// Trade (CME MDP 3.0): Price, OrderId = size, Quantity = size saturated, Side = resting side, Code = aggressor side
    /// as sent (0 none, 1 buy, 2 sell), OrderId2 = trade id, Quantity2 = orders that took part. Never changes a book.
    /// </summary>
    TradeSummary = 29,

    /// <summary>
    /// Every book of the venue is stale from here. Code = the reason, a bit of <c>StaleReason</c>: 1 messages are late
    /// and may still come, 2 silence of all lines, 4 messages are lost, 8 copies differ, 16 the numbering changed; 0 =
    /// lost. After reasons 1 and 2 the books may be sound again as they are, after the others only behind a
    /// <see cref="FeedSnapshot"/>. Sequence = first message concerned, OrderId = how many (0 unknown).
    /// </summary>
    FeedGap = 30,

    /// <summary>
    /// Books of the venue are sound again from here. Code 1: as they were, nothing had been lost; code 2: rebuilt, each
    /// book's next update says so; code 0: unknown.
    /// </summary>
    FeedRecovered = 31,

    /// <summary>The feed's end-of-session packet. Sequence = next sequence number.</summary>
    FeedEnd = 32,

    /// <summary>
    /// Every book of the venue is emptied: the messages that follow rebuild them. Code 0: from a snapshot, stale until
    /// <see cref="FeedRecovered"/>; code 1: a new session begins.
    /// </summary>
    FeedSnapshot = 33,

    // ---- the order session ----

    /// <summary>
    /// Something happened to an own order; Code = <see cref="OrderEventType"/>. OrderId = own id of the request,
    /// OrderId2 = own id of the order it named (cancel, replace) or 0, Price = last price, Quantity = last quantity,
    /// Quantity2 = leaves quantity, Side, Sequence = inbound message sequence number.
    /// </summary>
    Order = 48,

    /// <summary>
    /// Something happened to the order session; Code = <see cref="SessionEventType"/>. OrderId and OrderId2 as that
    /// enum says; text in the ingress part of the slot.
    /// </summary>
    Session = 49,

    // ---- everything else that may change a decision ----

    /// <summary>Time passed. Carries nothing but its times.</summary>
    Timer = 64,

    /// <summary>Operator command; Code = <see cref="OperatorCommand"/>. Instrument = none means all.</summary>
    Command = 65,

    /// <summary>
    /// A model's signal: OrderId = the sequence it saw, Price = the signal's bits as a double, Code = model number.
    /// </summary>
    Signal = 66,
}
