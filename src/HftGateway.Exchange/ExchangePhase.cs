namespace HftGateway.Exchange;

/// <summary>Where the exchange's day stands.</summary>
public enum ExchangePhase
{
    /// <summary>Not started.</summary>
    Created,

    /// <summary>Directory and trading states are published; waits for the first order session when told to.</summary>
    Opening,

    /// <summary>Orders flow.</summary>
    Open,

    /// <summary>Market hours are over; end-of-session packets are sent.</summary>
    Closing,

    /// <summary>The thread has ended in good order.</summary>
    Ended,

    /// <summary>The thread ended by an exception, see <see cref="ExchangeServer.Failure"/>.</summary>
    Faulted,
}
