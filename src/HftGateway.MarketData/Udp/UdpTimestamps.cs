namespace HftGateway.MarketData.Udp;

/// <summary>Who stamps arriving datagrams.</summary>
public enum UdpTimestamps
{
    /// <summary>Nobody: the user takes the time when it gets the datagram.</summary>
    None,

    /// <summary>The kernel, when the network card's driver hands it the datagram.</summary>
    Software,

    /// <summary>
    /// The network card, where it does (enable it with hwstamp_ctl or ptp4l); the kernel for every datagram that comes
    /// without a stamp of the card.
    /// </summary>
    Hardware,
}
