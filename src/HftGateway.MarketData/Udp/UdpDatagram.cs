using System.Buffers.Binary;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// One received datagram in place: valid until its receiver is asked for the next.
/// </summary>
public readonly ref struct UdpDatagram
{
    /// <summary>The datagram's bytes; a datagram may be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>
    /// When it arrived, ns since the Unix epoch, by the kernel's or the card's clock; <see cref="MessageBlock.NoTime"/>
    /// when nobody stamped it.
    /// </summary>
    public long UtcNs { get; init; }

    /// <summary>Address and port it came from: see <see cref="SourceAddress"/> and <see cref="SourcePort"/>.</summary>
    internal ulong Source { get; init; }

    /// <summary>The line of the feed it came on: the receiver's own number.</summary>
    public int Line { get; init; }

    /// <summary>The network card stamped it, not the kernel.</summary>
    public bool IsHardwareTime { get; init; }

    /// <summary>Sender's IPv4 address, host byte order; 0 when the receiver does not ask for it.</summary>
    // The first eight bytes of a sockaddr_in: family, port, address, the latter two in network byte order.
    public uint SourceAddress => BinaryPrimitives.ReverseEndianness((uint)(Source >> 32));

    /// <summary>Sender's port; 0 when the receiver does not ask for it.</summary>
    public ushort SourcePort => BinaryPrimitives.ReverseEndianness((ushort)(Source >> 16));
}
