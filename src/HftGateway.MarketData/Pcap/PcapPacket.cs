namespace HftGateway.MarketData.Pcap;

/// <summary>One captured packet, in place: valid until its reader is asked for the next.</summary>
public readonly ref struct PcapPacket
{
    /// <summary>The bytes captured, from the link layer on.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Bytes the packet had on the wire; more than captured when the capture cut it.</summary>
    public long WireLength { get; init; }

    /// <summary>Capture time in ns since the Unix epoch, or <see cref="MessageBlock.NoTime"/>.</summary>
    public long UtcNs { get; init; }

    /// <summary>Link type (LINKTYPE_…), 1 for Ethernet.</summary>
    public int LinkType { get; init; }

    /// <summary>Byte offset of <see cref="Data"/> in the capture.</summary>
    public long Offset { get; init; }
}
