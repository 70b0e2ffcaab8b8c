namespace HftGateway.MarketData.Pcap;

/// <summary>What a captured frame turned out to be.</summary>
public enum UdpFrameStatus
{
    /// <summary>A whole UDP datagram over IPv4.</summary>
    Datagram,

    /// <summary>A link layer that is not understood.</summary>
    UnknownLink,

    /// <summary>Not IPv4 (ARP, IPv6, …).</summary>
    NotIpv4,

    /// <summary>IPv4, but not UDP.</summary>
    NotUdp,

    /// <summary>A fragment of a larger packet; fragments are not put together.</summary>
    Fragment,

    /// <summary>The capture cut the packet.</summary>
    Truncated,

    /// <summary>Lengths that contradict each other.</summary>
    Malformed,
}
