using System.Net;

namespace HftGateway.MarketData.Udp;

/// <summary>Where and how a <see cref="UdpReceiver"/> listens.</summary>
public sealed record UdpReceiverOptions
{
    /// <summary>Largest <see cref="BatchSize"/>.</summary>
    public const int MaxBatchSize = 256;

    /// <summary>The multicast group, or the local unicast address; 0.0.0.0 listens on every interface.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>UDP port; 0 lets the system choose one (unicast only), see <see cref="UdpReceiver.Port"/>.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// Interface on which to join the group: its name (<c>eth1</c>) or one of its IPv4 addresses; null leaves it to the
    /// routing table.
    /// </summary>
    public string? Interface { get; init; }

    /// <summary>
    /// The only sender whose datagrams are taken. For a group it is a source-specific join, which keeps others off the
    /// wire too; in any case datagrams of others are counted and dropped. Null takes every sender.
    /// </summary>
    public IPAddress? Source { get; init; }

    /// <summary>Number of the feed's line, handed on with every datagram.</summary>
    public int Line { get; init; }

    /// <summary>Kernel buffer wanted, in bytes; it bridges pauses of the receiving thread.</summary>
    public int ReceiveBufferBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Largest datagram; longer ones are counted and dropped.</summary>
    public int MaxDatagramBytes { get; init; } = 65_507;

    /// <summary>
    /// Datagrams taken from the kernel by one system call, 1 to <see cref="MaxBatchSize"/>. More than 1 pays when they
    /// come in bursts.
    /// </summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Who stamps datagrams.</summary>
    public UdpTimestamps Timestamps { get; init; }

    /// <summary>
    /// Added to the stamps of the network card, in ns: -37 s where its clock runs on TAI instead of UTC.
    /// </summary>
    public long HardwareOffsetNs { get; init; }

    /// <summary>
    /// Let the kernel poll the network card for this many µs in a receive call (SO_BUSY_POLL); 0 leaves it off.
    /// </summary>
    public int BusyPollMicroseconds { get; init; }
}
