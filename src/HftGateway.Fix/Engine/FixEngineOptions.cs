namespace HftGateway.Fix;

/// <summary>How an engine works.</summary>
public sealed class FixEngineOptions
{
    /// <summary>
    /// Never sleep: poll all sockets in a loop, for the lowest latency at the price of a core. Otherwise the thread
    /// sleeps until something arrives.
    /// </summary>
    public bool Spin { get; init; }

    /// <summary>Longest sleep, milliseconds: how late a deadline may be noticed.</summary>
    public int MaxSleepMs { get; init; } = 10;

    /// <summary>Seconds that a connection may stay without saying who it is.</summary>
    public int LogonTimeoutSeconds { get; init; } = 10;

    /// <summary>Connections that have not said who they are, at most; further ones are closed at once.</summary>
    public int MaxUnknownConnections { get; init; } = 256;

    /// <summary>Milliseconds that a closed connection is kept to let the peer read what was sent.</summary>
    public int LingerMs { get; init; } = 1000;

    /// <summary>Receives lines for the operator; null for none.</summary>
    public Action<string>? Note { get; init; }
}
