namespace HftGateway.Strategies;

/// <summary>What a strategy counts besides its refused entries. Those marked <i>alarm</i> want a person's
/// attention.</summary>
public enum StrategyCounter
{
    /// <summary>Entry orders sent.</summary>
    Entries = 0,

    /// <summary>Trades opened: entries with at least one fill.</summary>
    Trades = 1,

    /// <summary>Resting profit targets sent.</summary>
    Targets = 2,

    /// <summary>Exit orders at the far touch sent.</summary>
    TakeExits = 3,

    /// <summary>Forced exit orders sent.</summary>
    Sweeps = 4,

    /// <summary>Cancels sent.</summary>
    Cancels = 5,

    /// <summary>Fills booked.</summary>
    Fills = 6,

    /// <summary>Exits begun at the stop.</summary>
    Stops = 7,

    /// <summary>Exits begun because the holding time was over.</summary>
    HoldingTimes = 8,

    /// <summary>Exits begun because the signal faded.</summary>
    SignalExits = 9,

    /// <summary>Trades that ended at the target.</summary>
    TargetExits = 10,

    /// <summary>Exits begun by command, kill switch or the session's end.</summary>
    ForcedExits = 11,

    /// <summary>Exits of positions that no entry explains (alarm).</summary>
    UnexpectedExits = 12,

    /// <summary>Requests refused by the pre-trade risk stage.</summary>
    RiskRejects = 13,

    /// <summary>Orders refused by the exchange.</summary>
    ExchangeRejects = 14,

    /// <summary>Cancels refused by the exchange.</summary>
    CancelRejects = 15,

    /// <summary>Requests that never reached the exchange.</summary>
    NotDelivered = 16,

    /// <summary>Fills after the order's end was reported; booked all the same.</summary>
    LateFills = 17,

    /// <summary>Fills beyond the order's quantity; booked all the same (alarm).</summary>
    Overfills = 18,

    /// <summary>Order events that name no own order, or make no sense.</summary>
    UnknownOrderEvents = 19,

    /// <summary>Broken trades (alarm).</summary>
    Busts = 20,

    /// <summary>Orders and cancels that were not answered in time.</summary>
    Timeouts = 21,

    /// <summary>Orders given up: neither the order nor its cancels had an effect; entries are off until Resume
    /// (alarm).</summary>
    LostOrders = 22,

    /// <summary>Exits whose price reached the largest slip allowed (alarm).</summary>
    SlipLimits = 23,

    /// <summary>Silences of a feed beyond <c>feed_stale_ms</c> + <c>stale_alarm_s</c> (alarm).</summary>
    SilenceAlarms = 24,

    /// <summary>Exits or cancels that found no order id (alarm).</summary>
    IdsExhausted = 25,

    /// <summary>Intents that found no room in their event; they were made at a later one.</summary>
    Postponed = 26,

    /// <summary>How many there are.</summary>
    Count = 27,
}
