namespace HftGateway.MarketData.Soup;

/// <summary>
/// What a client states in its login request, in place: valid while the request's payload is.
/// <para><b>Reference.</b> SoupBinTCP 3.00 and 4.1, section 2.3.1.</para>
/// </summary>
public readonly ref struct SoupLogin
{
    /// <summary>User name without padding.</summary>
    public ReadOnlySpan<byte> UserName { get; init; }

    /// <summary>Password without padding.</summary>
    public ReadOnlySpan<byte> Password { get; init; }

    /// <summary>Session wanted without padding; empty for the current one.</summary>
    public ReadOnlySpan<byte> Session { get; init; }

    /// <summary>First message wanted; 0 for the one that comes next.</summary>
    public ulong NextSequence { get; init; }

    /// <summary>The client's own heartbeat timeout in ms (version 4.1), or 0.</summary>
    public int HeartbeatTimeoutMs { get; init; }
}
