using System.Net;
using HftGateway.MarketData.Glimpse;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Udp;

namespace HftGateway.Pipeline.Gateway;

/// <summary>A venue's feed: where it comes from and how it is kept whole.</summary>
public sealed record FeedVenue
{
    /// <summary>Name in reports.</summary>
    public required string Name { get; init; }

    /// <summary>Dense index; instruments of venue v have the indices from v times the number of symbols on.</summary>
    public required ushort Index { get; init; }

    /// <summary>Market code of an operational halt (ITCH h) that concerns it: Q, B or X.</summary>
    public char Market { get; init; } = 'Q';

    /// <summary>The lines: A, B and so on; none if the feed comes over <see cref="Soup"/>.</summary>
    public required IReadOnlyList<UdpReceiverOptions> Lines { get; init; }

    /// <summary>The feed over SoupBinTCP, which then is its only line; null if it comes over UDP.</summary>
    public SoupLineOptions? Soup { get; init; }

    /// <summary>Re-request servers.</summary>
    public IReadOnlyList<IPEndPoint> Rerequest { get; init; } = [];

    /// <summary>Snapshot servers, or null.</summary>
    public GlimpseClientOptions? Snapshot { get; init; }

    /// <summary>Arbitration and recovery.</summary>
    public required MoldFeedOptions Feed { get; init; }
}
