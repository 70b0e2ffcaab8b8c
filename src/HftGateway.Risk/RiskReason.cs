namespace HftGateway.Risk;

/// <summary>Why an intent was refused. Journal and report numbers: they never change meaning.</summary>
public enum RiskReason : byte
{
    /// <summary>Passed.</summary>
    None = 0,

    /// <summary>The kill switch is on.</summary>
    Kill = 1,

    /// <summary>The order session is not logged on.</summary>
    Session = 2,

    /// <summary>The book is stale, a gap is open, or there is no valid quote.</summary>
    StaleBook = 3,

    /// <summary>The instrument is halted.</summary>
    Halted = 4,

    /// <summary>The instrument is unknown or on the restricted list.</summary>
    Restricted = 5,

    /// <summary>The price is not positive or not a multiple of the tick.</summary>
    PriceInvalid = 6,

    /// <summary>The price is too far from the mid in the aggressive direction.</summary>
    Collar = 7,

    /// <summary>The quantity is not positive or exceeds the maximum order quantity.</summary>
    OrderQuantity = 8,

    /// <summary>The notional exceeds the maximum order notional.</summary>
    OrderNotional = 9,

    /// <summary>Position plus all open orders of the side would exceed the position limit in shares.</summary>
    PositionQuantity = 10,

    /// <summary>Position plus all open orders of the side would exceed the position limit in dollars.</summary>
    PositionNotional = 11,

    /// <summary>Too many orders a second for the instrument.</summary>
    RateInstrument = 12,

    /// <summary>Too many orders a second in all.</summary>
    RateTotal = 13,

    /// <summary>The order to cancel or replace is unknown or not working.</summary>
    UnknownOrder = 14,

    /// <summary>The order table is full for this session day, or an id was used twice.</summary>
    OrderTable = 15,

    /// <summary>
    /// A configured gate is closed (tradeability, quote stuffing, toxicity): no order that adds to a position.
    /// </summary>
    GateClosed = 16,
}
