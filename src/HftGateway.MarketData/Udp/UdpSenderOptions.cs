using System.Net;

namespace HftGateway.MarketData.Udp;

/// <summary>Where and how a <see cref="UdpSender"/> sends.</summary>
public sealed record UdpSenderOptions
{
    /// <summary>Destination: a unicast address or a multicast group.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Destination port.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// Interface to send multicast from: its name or one of its IPv4 addresses; null leaves it to the routing table.
    /// </summary>
    public string? Interface { get; init; }

    /// <summary>Routers that multicast may pass, 1 for none but the local network.</summary>
    public int MulticastTimeToLive { get; init; } = 1;

    /// <summary>Whether listeners on this host get the multicast too.</summary>
    public bool MulticastLoopback { get; init; } = true;

    /// <summary>Kernel buffer wanted, in bytes.</summary>
    public int SendBufferBytes { get; init; } = 4 * 1024 * 1024;
}
