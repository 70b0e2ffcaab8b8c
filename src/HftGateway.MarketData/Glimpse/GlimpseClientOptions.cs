using System.Net;
using HftGateway.MarketData.Soup;

namespace HftGateway.MarketData.Glimpse;

/// <summary>Where snapshots come from, and what they may cost.</summary>
public sealed record GlimpseClientOptions
{
    /// <summary>Snapshot servers; each failed snapshot makes the next one first.</summary>
    public required IReadOnlyList<IPEndPoint> Servers { get; init; }

    /// <summary>User name, at most 6 characters.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Password, at most 10 characters. Never logged.</summary>
    public string Password { get; init; } = "";

    /// <summary>Version of SoupBinTCP.</summary>
    public SoupVersion Version { get; init; } = SoupVersion.V3;

    /// <summary>Longest snapshot from <c>Start</c> to the end, in ns.</summary>
    public long TotalTimeoutNs { get; init; } = 60_000_000_000;

    /// <summary>Silence after which the server is taken for dead, in ns.</summary>
    public long SilenceTimeoutNs { get; init; } = 5_000_000_000;

    /// <summary>Longest attempt to connect and to log in, each, in ns.</summary>
    public long ConnectTimeoutNs { get; init; } = 2_000_000_000;

    /// <summary>Most messages of a snapshot.</summary>
    public long MaxMessages { get; init; } = 100_000_000;

    /// <summary>
    /// The number in the End of Snapshot message is that of the last message contained, not of the next one to process.
    /// NASDAQ's is the next one.
    /// </summary>
    public bool SequenceIsLastContained { get; init; }
}
