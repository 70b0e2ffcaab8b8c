using System.Net;

namespace HftGateway.Fix;

/// <summary>A session as an engine runs it.</summary>
public sealed class FixSessionEntry
{
    /// <summary>The session.</summary>
    public required FixSession Session { get; init; }

    /// <summary>Initiator: where to connect, tried in turn.</summary>
    public IReadOnlyList<DnsEndPoint> Connect { get; init; } = [];

    /// <summary>Initiator: wait before the first new attempt after a failed one or a lost connection, seconds.</summary>
    public double ReconnectSeconds { get; init; } = 1;

    /// <summary>Initiator: the wait doubles up to this with each attempt that fails, seconds.</summary>
    public double ReconnectMaxSeconds { get; init; } = 30;

    /// <summary>Initiator: how to encrypt; null for plain text.</summary>
    public FixTlsSettings? Tls { get; init; }

    /// <summary>Acceptor: only connections to this port may be this session; 0 for any.</summary>
    public int Port { get; init; }

    /// <summary>Log of the messages; null for none. The engine disposes of it with the session.</summary>
    public FixMessageLog? Log { get; init; }

    /// <summary>Dispose of the session's store when the session leaves the engine.</summary>
    public bool OwnsStore { get; init; } = true;

    internal int Attempt { get; set; }

    internal long NextAttemptNs { get; set; }

    internal FixConnection? Connection { get; set; }

    internal bool IsEnabled { get; set; } = true;

    internal bool IsLeaving { get; set; }
}
