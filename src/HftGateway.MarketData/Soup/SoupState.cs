namespace HftGateway.MarketData.Soup;

/// <summary>Where one side of a SoupBinTCP connection stands.</summary>
public enum SoupState
{
    /// <summary>No connection.</summary>
    Disconnected,

    /// <summary>Connected; the login is not decided.</summary>
    LoggingIn,

    /// <summary>Messages may pass.</summary>
    LoggedIn,

    /// <summary>The session is over, or the client logged out.</summary>
    Ended,

    /// <summary>The connection is of no more use; the failure says why.</summary>
    Failed,
}
