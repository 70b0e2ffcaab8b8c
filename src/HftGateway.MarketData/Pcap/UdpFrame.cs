using System.Buffers.Binary;

namespace HftGateway.MarketData.Pcap;

/// <summary>
/// The UDP datagram inside a captured frame, in place.
/// <para><b>Limits.</b> Ethernet with up to four VLAN tags, Linux cooked capture, raw IP and BSD loopback; IPv4 without
/// fragments. Anything else is told apart by <see cref="UdpFrameStatus"/>, never guessed. Checksums are not verified:
/// captures of a sending host have none.</para>
/// <para><b>Reference.</b> IEEE 802.3 and 802.1Q, RFC 791, RFC 768.</para>
/// </summary>
public readonly ref struct UdpFrame
{
    private const int EtherIpv4 = 0x0800;
    private const int ProtocolUdp = 17;

    /// <summary>Source address, host byte order.</summary>
    public uint SourceAddress { get; init; }

    /// <summary>Destination address, host byte order.</summary>
    public uint DestinationAddress { get; init; }

    /// <summary>Source port.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Destination port.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>The datagram's payload.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Offset of the payload in the frame.</summary>
    public int PayloadOffset { get; init; }

    /// <summary>Finds the datagram in a frame.</summary>
    /// <param name="frame">The captured bytes from the link layer on.</param>
    /// <param name="linkType">The capture's link type.</param>
    /// <param name="datagram">The datagram when the status is Datagram.</param>
    public static UdpFrameStatus Parse(ReadOnlySpan<byte> frame, int linkType, out UdpFrame datagram)
    {
        datagram = default;
        UdpFrameStatus status = FindNetworkLayer(frame, linkType, out int ip);
        if (status != UdpFrameStatus.Datagram)
            return status;
        ReadOnlySpan<byte> packet = frame[ip..];
        if (packet.Length < 20)
            return UdpFrameStatus.Truncated;
        int headerLength = (packet[0] & 0xF) * 4;
        if (packet[0] >> 4 != 4)
            return UdpFrameStatus.NotIpv4;
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (headerLength < 20 || totalLength < headerLength)
            return UdpFrameStatus.Malformed;
        if (packet[9] != ProtocolUdp)
            return UdpFrameStatus.NotUdp;
        // More fragments to come, or not the first one.
        if ((BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x3FFF) != 0)
            return UdpFrameStatus.Fragment;
        if (totalLength > packet.Length)
            return UdpFrameStatus.Truncated;
        // Short frames are padded behind the packet; the packet's own length counts.
        ReadOnlySpan<byte> udp = packet[headerLength..totalLength];
        if (udp.Length < 8)
            return UdpFrameStatus.Malformed;
        int udpLength = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        if (udpLength < 8 || udpLength > udp.Length)
            return UdpFrameStatus.Malformed;
        datagram = new UdpFrame
        {
            SourceAddress = BinaryPrimitives.ReadUInt32BigEndian(packet[12..]),
            DestinationAddress = BinaryPrimitives.ReadUInt32BigEndian(packet[16..]),
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(udp),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(udp[2..]),
            Payload = udp[8..udpLength],
            PayloadOffset = ip + headerLength + 8,
        };
        return UdpFrameStatus.Datagram;
    }

    private static UdpFrameStatus FindNetworkLayer(ReadOnlySpan<byte> frame, int linkType, out int offset)
    {
        offset = 0;
        switch (linkType)
        {
            case PcapLinkType.Raw or PcapLinkType.Ipv4 or 12 or 14:
                return UdpFrameStatus.Datagram;
            case PcapLinkType.Loopback or PcapLinkType.OpenBsdLoopback:
                offset = 4;
                return frame.Length < 4 ? UdpFrameStatus.Truncated : UdpFrameStatus.Datagram;
            case PcapLinkType.Cooked:
                offset = 16;
                return CheckType(frame, 14, offset);
            case PcapLinkType.Cooked2:
                offset = 20;
                return CheckType(frame, 0, offset);
            case PcapLinkType.Ethernet:
                return FindBehindEthernet(frame, out offset);
            default:
                return UdpFrameStatus.UnknownLink;
        }
    }

    private static UdpFrameStatus FindBehindEthernet(ReadOnlySpan<byte> frame, out int offset)
    {
        int typeOffset = 12;
        for (int tags = 0; tags < 4 && typeOffset + 2 <= frame.Length; tags++)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(frame[typeOffset..]) is not (0x8100 or 0x88A8 or 0x9100))
                break;
            typeOffset += 4;
        }

        offset = typeOffset + 2;
        return CheckType(frame, typeOffset, offset);
    }

    private static UdpFrameStatus CheckType(ReadOnlySpan<byte> frame, int typeOffset, int end)
    {
        if (frame.Length < end)
            return UdpFrameStatus.Truncated;
        return BinaryPrimitives.ReadUInt16BigEndian(frame[typeOffset..]) == EtherIpv4
            ? UdpFrameStatus.Datagram
            : UdpFrameStatus.NotIpv4;
    }
}
