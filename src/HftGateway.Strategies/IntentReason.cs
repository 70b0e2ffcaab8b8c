namespace HftGateway.Strategies;

/// <summary>Why an intent was made (<see cref="OrderIntent.Reason"/>). Journal numbers: they never change
/// meaning.</summary>
public enum IntentReason
{
    /// <summary>None given.</summary>
    None = 0,

    /// <summary>Entry on a signal.</summary>
    Entry = 1,

    /// <summary>Resting profit target, or an exit because the target was reached before it rested.</summary>
    Target = 2,

    /// <summary>Exit because the signal faded.</summary>
    Signal = 3,

    /// <summary>Exit because the holding time is over.</summary>
    HoldingTime = 4,

    /// <summary>Exit at the stop.</summary>
    Stop = 5,

    /// <summary>Exit or cancel because the session ends.</summary>
    SessionEnd = 6,

    /// <summary>Exit or cancel by operator command or kill switch.</summary>
    Command = 7,

    /// <summary>Exit of a position that no entry explains: a late fill, a broken trade, a position found when
    /// off.</summary>
    Unexpected = 8,

    /// <summary>Cancel because the feed is stale or silent, or the instrument halted.</summary>
    Unsafe = 9,

    /// <summary>Cancel of an order that stands in the way of an exit.</summary>
    ClearTheWay = 10,

    /// <summary>Cancel of an order that the exchange has not answered in time.</summary>
    Timeout = 11,
}
