namespace HftGateway.MarketData.Soup;

/// <summary>Where a <see cref="SoupClient"/> stands.</summary>
public enum SoupClientStatus
{
    /// <summary>Not started, or stopped.</summary>
    Idle,

    /// <summary>The connection is on its way.</summary>
    Connecting,

    /// <summary>Connected; the login is not decided.</summary>
    LoggingIn,

    /// <summary>Messages may come.</summary>
    Running,

    /// <summary>The connection was lost; the next attempt waits for its time.</summary>
    Waiting,

    /// <summary>The session is over.</summary>
    Ended,

    /// <summary>Given up: see the failure.</summary>
    Failed,
}
