using System.Net;

namespace HftGateway.MarketData.Soup;

/// <summary>Where a feed over SoupBinTCP comes from.</summary>
public sealed record SoupLineOptions
{
    /// <summary>Servers, tried in turn; at least one.</summary>
    public required IReadOnlyList<IPEndPoint> Servers { get; init; }

    /// <summary>Who logs in.</summary>
    public SoupClientOptions Client { get; init; } = new();

    /// <summary>First message wanted; 0 takes what the server sends next.</summary>
    public ulong FirstSequence { get; init; }
}
