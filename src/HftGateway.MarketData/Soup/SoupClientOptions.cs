namespace HftGateway.MarketData.Soup;

/// <summary>Who logs in to a SoupBinTCP server, and how patient it is.</summary>
public sealed record SoupClientOptions
{
    /// <summary>Version spoken.</summary>
    public SoupVersion Version { get; init; } = SoupVersion.V3;

    /// <summary>User name, at most 6 printable ASCII characters.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Password, at most 10 printable ASCII characters. Never logged.</summary>
    public string Password { get; init; } = "";

    /// <summary>Session wanted, at most 10 characters; empty takes the server's current one.</summary>
    public string Session { get; init; } = "";

    /// <summary>Silence of our own after which a heartbeat is sent, in ns. The protocol asks for 1 s.</summary>
    public long HeartbeatNs { get; init; } = 1_000_000_000;

    /// <summary>Silence of the peer after which it is taken for dead, in ns. The protocol suggests 15 s.</summary>
    public long PeerTimeoutNs { get; init; } = 15_000_000_000;

    /// <summary>Longest wait for the answer to the login request, in ns.</summary>
    public long LoginTimeoutNs { get; init; } = 5_000_000_000;

    /// <summary>Longest attempt to connect, in ns.</summary>
    public long ConnectTimeoutNs { get; init; } = 2_000_000_000;

    /// <summary>Connect again when a connection is lost, and go on at the next message.</summary>
    public bool Reconnects { get; init; } = true;

    /// <summary>First wait before a reconnect in ns; doubles with every failure.</summary>
    public long BackoffMinNs { get; init; } = 100_000_000;

    /// <summary>Longest wait before a reconnect in ns.</summary>
    public long BackoffMaxNs { get; init; } = 5_000_000_000;

    /// <summary>Bytes of outgoing packets that may wait.</summary>
    public int OutboundBytes { get; init; } = 64 * 1024;

    internal void Check()
    {
        CheckText(UserName, SoupText.UserNameBytes, nameof(UserName));
        CheckText(Password, SoupText.PasswordBytes, nameof(Password));
        CheckText(Session, SoupText.SessionBytes, nameof(Session));
        ArgumentOutOfRangeException.ThrowIfLessThan(HeartbeatNs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PeerTimeoutNs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BackoffMinNs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BackoffMaxNs, BackoffMinNs);
    }

    private static void CheckText(string value, int longest, string name)
    {
        if (value.Length > longest || value.Any(static c => c is < ' ' or > '~'))
        {
            // The value is not repeated: it may be the password.
            throw new FeedException(
                FeedErrorCode.BadAddress, $"{name} is longer than {longest} characters or not printable ASCII", name,
                "Give what the exchange assigned.");
        }
    }
}
