using System.Net;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Udp;

namespace HftGateway.Pipeline.Recording;

/// <summary>What a <see cref="RecordingSession"/> listens to.</summary>
public sealed record RecordingOptions
{
    /// <summary>The lines that carry the feed, in order; their <see cref="UdpReceiverOptions.Line"/> is set
    /// here.</summary>
    public required IReadOnlyList<UdpReceiverOptions> Lines { get; init; }

    /// <summary>The feed over SoupBinTCP, which then is its only line; null if it comes over UDP.</summary>
    public SoupLineOptions? Soup { get; init; }

    /// <summary>Servers that missing messages are asked of, in order; none is needed.</summary>
    public IReadOnlyList<IPEndPoint> RerequestServers { get; init; } = [];

    /// <summary>Arbitration and re-requests; the numbers of lines and servers are set here.</summary>
    public MoldFeedOptions Feed { get; init; } = new();

    /// <summary>Give the core away when nothing comes; if not, the feed's thread spins.</summary>
    public bool IsGentle { get; init; } = true;
}
