using System.Net;
using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Recording;

/// <summary>What to record, from a gateway's configuration: the same feed that <c>run</c> would trade on.</summary>
public static class RecordingSetup
{
    // A burst is taken from the kernel in few calls; nothing waits for a single datagram here.
    private const int BatchSize = 64;

    /// <summary>The feed's lines and servers.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <exception cref="ConfigurationException">An address is none.</exception>
    public static RecordingOptions From(EffectiveConfiguration c) => new()
    {
        Lines =
        [
            new UdpReceiverOptions
            {
                Address = Address(c, "feed.address"),
                Port = c.Int("feed.port"),
                Interface = c.Text("feed.interface"),
                ReceiveBufferBytes = c.Int("feed.receive_buffer_bytes"),
                BatchSize = BatchSize,
                Timestamps = UdpTimestamps.Hardware,
            },
        ],
    };

    private static IPAddress Address(EffectiveConfiguration c, string key) =>
        IPAddress.TryParse(c.Text(key), out IPAddress? address) ? address
            : throw new ConfigurationException($"{c.Source(key)}: {key}: '{c.Text(key)}' is no IP address");
}
