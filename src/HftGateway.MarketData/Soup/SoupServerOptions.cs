namespace HftGateway.MarketData.Soup;

/// <summary>How patient a SoupBinTCP server is with a client.</summary>
public sealed record SoupServerOptions
{
    /// <summary>Silence of our own after which a heartbeat is sent, in ns. The protocol asks for 1 s.</summary>
    public long HeartbeatNs { get; init; } = 1_000_000_000;

    /// <summary>
    /// Silence of the client after which it is taken for dead, in ns; a client of version 4.1 states its own.
    /// </summary>
    public long PeerTimeoutNs { get; init; } = 15_000_000_000;

    /// <summary>Longest wait for the login request, in ns. The protocol suggests 30 s.</summary>
    public long LoginTimeoutNs { get; init; } = 30_000_000_000;

    /// <summary>Bytes of outgoing packets that may wait for a slow client.</summary>
    public int OutboundBytes { get; init; } = 1 << 20;
}
