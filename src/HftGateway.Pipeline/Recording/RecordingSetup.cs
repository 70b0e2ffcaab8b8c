using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;

namespace HftGateway.Pipeline.Recording;

/// <summary>What to record, from a gateway's configuration: the same feed that <c>run</c> would trade on.</summary>
public static class RecordingSetup
{
    // A burst is taken from the kernel in few calls; nothing waits for a single datagram here.
    private const int BatchSize = 64;

    /// <summary>A venue's lines and servers.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="venue">The venue's name; null takes the first.</param>
    /// <exception cref="ConfigurationException">A value is not understood, or there is no such venue.</exception>
    public static RecordingOptions From(EffectiveConfiguration c, string? venue = null)
    {
        IReadOnlyList<FeedVenue> venues = FeedSettings.Venues(c);
        FeedVenue chosen = venue == null ? venues[0] : venues.FirstOrDefault(v => v.Name == venue)
            ?? throw new ConfigurationException(
                $"--venue {venue}: the configuration has {string.Join(", ", venues.Select(static v => v.Name))}");
        return new RecordingOptions
        {
            Lines = [.. chosen.Lines.Select(ForRecording)],
            Soup = chosen.Soup,
            RerequestServers = chosen.Rerequest,
            Feed = chosen.Feed,
        };
    }

    /// <summary>A gateway's socket as a recorder wants it.</summary>
    /// <param name="line">The gateway's.</param>
    internal static UdpReceiverOptions ForRecording(UdpReceiverOptions line) => line with
    {
        BatchSize = Math.Max(line.BatchSize, BatchSize),
        // The card's stamps where there are any, else the kernel's.
        Timestamps = line.Timestamps == UdpTimestamps.None ? UdpTimestamps.Hardware : line.Timestamps,
    };
}
