using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Pcap;
using HftGateway.MarketData.Tests.Itch;
using static HftGateway.MarketData.Tests.Pcap.CaptureBytes;

namespace HftGateway.MarketData.Tests.Pcap;

/// <summary>Link layers, tags, fragments, cuts, sections and filters of captures; and captures of our own.</summary>
public sealed class PcapLinkTests
{
    [Theory]
    [InlineData(0, "02000000")]
    [InlineData(12, "")]
    [InlineData(14, "")]
    [InlineData(101, "")]
    [InlineData(108, "00000002")]
    [InlineData(228, "")]
    // Packet type, ARPHRD, address length, address, protocol.
    [InlineData(113, "0000 0001 0006 000000000000 0000 0800")]
    // Protocol, reserved, interface, ARPHRD, packet type, address length, address.
    [InlineData(276, "0800 0000 00000001 0001 00 06 0000000000000000")]
    [InlineData(1, "FFFFFFFFFFFF 000000000001 0800")]
    [InlineData(1, "FFFFFFFFFFFF 000000000001 8100 0005 0800")]
    // QinQ, as 802.1ad and as older switches write it.
    [InlineData(1, "FFFFFFFFFFFF 000000000001 88A8 0064 8100 0005 0800")]
    [InlineData(1, "FFFFFFFFFFFF 000000000001 9100 0064 8100 0005 0800")]
    [InlineData(1, "FFFFFFFFFFFF 000000000001 8100 0001 8100 0002 8100 0003 8100 0004 0800")]
    public void ShouldFindMessagesWhenLinkLayerVaries(int linkType, string header)
    {
        byte[] link = Convert.FromHexString(header.Replace(" ", "", StringComparison.Ordinal));
        byte[] ip = Frame(Packet(7, 2))[14..];
        using MessageSource source = Open(Classic(linkType, [.. link, .. ip, 0, 0, 0, 0]));
        Assert.True(source.TryReadBlock(out MessageBlock block), source.Problem?.ToString());
        Assert.Equal((2, 7L), (block.Count, block.FirstSequence));
        MessageBlock.Enumerator messages = block.GetEnumerator();
        Assert.True(messages.MoveNext());
        Assert.Equal(24 + 16 + link.Length + 28 + 20 + 2, messages.Offset);
        Assert.False(source.TryReadBlock(out _));
        Assert.Null(source.Problem);
    }

    [Fact]
    public void ShouldFailClearlyWhenLinkTypeIsNotUnderstood()
    {
        using MessageSource source = Open(Classic(105, Frame(Packet(1, 1))));
        Assert.False(source.TryReadBlock(out _));
        Assert.Equal((FeedErrorCode.WrongLinkType, 40L), (source.Problem!.Code, source.Problem.ByteOffset));
        Assert.Contains("105 (IEEE 802.11)", source.Problem.Message, StringComparison.Ordinal);
        Assert.False(source.TryReadBlock(out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ShouldGoOnWhenOnlyOneInterfaceIsNotUnderstood(bool hasEthernet)
    {
        byte[] frame = Frame(Packet(1, 1));
        byte[] file =
        [
            .. Section(false), .. Interface(false, 105), .. Interface(false, 1), .. Enhanced(false, 0, frame),
            .. hasEthernet ? Enhanced(false, 1, frame) : [],
        ];
        using MessageSource source = Open(file);
        Assert.Equal(hasEthernet, source.TryReadBlock(out MessageBlock block));
        Assert.Equal(hasEthernet ? 1 : 0, block.Count);
        Assert.False(source.TryReadBlock(out _));
        if (hasEthernet)
            Assert.Equal(["frames UnknownLink: 1"], source.Remarks);
        Assert.Equal(hasEthernet ? null : FeedErrorCode.WrongLinkType, source.Problem?.Code);
    }

    [Fact]
    public void ShouldReportFragmentsAndCutPacketsAndGoOn()
    {
        byte[] first = Frame(Packet(1, 1));
        first[14 + 6] = 0x20;
        byte[] last = Frame(Packet(1, 1));
        last[14 + 7] = 9;
        byte[] cut = Frame(Packet(2, 3))[..60];
        using MessageSource source = Open(Classic(1, first, last, cut, Frame(Packet(1, 1))));
        Assert.True(source.TryReadBlock(out MessageBlock block));
        Assert.Equal(1, block.Count);
        Assert.False(source.TryReadBlock(out _));
        Assert.Equal(["frames Fragment: 2", "frames Truncated: 1"], source.Remarks);
    }

    [Fact]
    public void ShouldReadEachSectionByItsOwnRulesWhenThereAreSeveral()
    {
        byte[] file =
        [
            // Microseconds, the default; then nanoseconds, an hour later by if_tsoffset, in the other byte order.
            .. Section(false), .. Interface(false, 1), .. Enhanced(false, 0, Frame(Packet(1, 1)), 5_000_000),
            .. Section(true), .. Interface(true, 113), .. Interface(true, 1, resolution: 9, offsetSeconds: 3_600),
            .. Enhanced(true, 1, Frame(Packet(2, 1)), 6_000_000_000),
            // A negative offset, and 2^-1 s.
            .. Section(false), .. Interface(false, 1, resolution: 0x81, offsetSeconds: -2),
            .. Enhanced(false, 0, Frame(Packet(3, 1)), 9),
        ];
        using MessageSource source = Open(file);
        List<(long, long)> seen = [];
        while (source.TryReadBlock(out MessageBlock block))
            seen.Add((block.FirstSequence, block.PacketUtcNs));
        Assert.Null(source.Problem);
        Assert.Equal([(1, 5_000_000_000), (2, 3_606_000_000_000), (3, 2_500_000_000)], seen);
    }

    [Theory]
    [InlineData("233.54.12.111:26477", 1)]
    [InlineData("233.54.12.111", 2)]
    [InlineData(":26478", 1)]
    [InlineData("233.54.12.112", 0)]
    [InlineData("233.54.12.111:26477 233.54.12.111:26478", 2)]
    [InlineData("", 2)]
    public void ShouldKeepOnlyWantedDestinationsWhenFiltered(string filter, int messages)
    {
        byte[] file = Classic(1, Frame(Packet(1, 1)), Frame(Packet(2, 1), port: 26_478));
        PcapFilter wanted = new([.. filter.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(PcapFilter.ParseDestination)]);
        using MessageSource source = MessageInput.Open(new MemoryStream(file), "capture", wanted);
        while (source.TryReadBlock(out _))
        {
        }

        Assert.Equal(messages, source.MessageCount);
        Assert.Equal(messages == 2 ? 0 : 1, source.Remarks.Count(static r => r.StartsWith("datagrams to other")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("host:5")]
    [InlineData("1.2.3.4:0")]
    [InlineData("1.2.3.4:65536")]
    [InlineData("1.2.3.4:-1")]
    [InlineData("1.2.3:5")]
    [InlineData("1")]
    [InlineData("1.2.3.400")]
    [InlineData(":")]
    public void ShouldExplainWhenDestinationIsNone(string text) =>
        Assert.Equal(FeedErrorCode.BadAddress, Assert.Throws<FeedException>(
            () => PcapFilter.ParseDestination(text)).Code);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShouldReadBackWhatWasWritten(bool isCompressed)
    {
        Random random = new(1);
        MemoryStream file = new();
        List<(byte[] Payload, long UtcNs)> packets = [];
        using (Stream stream = isCompressed ? new GZipStream(file, CompressionLevel.Fastest, true) : new Kept(file))
        using (PcapWriter writer = new(stream))
        {
            for (int i = 0; i < 300; i++)
            {
                byte[] payload = new byte[i == 0 ? PcapWriter.MaxPayloadBytes : random.Next(3_000)];
                random.NextBytes(payload);
                packets.Add((payload, 1_700_000_000_000_000_000 + random.NextInt64(1L << 40)));
                writer.Write(
                    new UdpFrame
                    {
                        SourceAddress = 0x0A000001, SourcePort = 40_000, DestinationAddress = Group,
                        DestinationPort = 26_477, Payload = payload,
                    },
                    packets[i].UtcNs);
            }

            Assert.Equal(300, writer.PacketCount);
        }

        file.Position = 0;
        using PcapReader reader = new(isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file);
        foreach ((byte[] payload, long utcNs) in packets)
        {
            Assert.True(reader.TryRead(out PcapPacket packet));
            Assert.Equal((utcNs, 101), (packet.UtcNs, packet.LinkType));
            Assert.Equal(UdpFrameStatus.Datagram, UdpFrame.Parse(packet.Data, packet.LinkType, out UdpFrame datagram));
            Assert.True(datagram.Payload.SequenceEqual(payload));
            Assert.Equal((0x0A000001u, (ushort)40_000, Group, (ushort)26_477), (
                datagram.SourceAddress, datagram.SourcePort, datagram.DestinationAddress, datagram.DestinationPort));
            // The checksum over the header with its checksum is 0 (RFC 1071).
            uint sum = 0;
            for (int i = 0; i < 20; i += 2)
                sum += BinaryPrimitives.ReadUInt16BigEndian(packet.Data[i..]);
            Assert.Equal(0xFFFFu, (sum & 0xFFFF) + (sum >> 16));
        }

        Assert.False(reader.TryRead(out _));
        Assert.Null(reader.Problem);
    }

    private static MessageSource Open(byte[] file) => MessageInput.Open(new MemoryStream(file), "capture");

    private static byte[] Classic(int linkType, params byte[][] frames)
    {
        MemoryStream file = new();
        Write32(file, false, 0xA1B23C4D, 0x0004_0002, 0, 0, 65_535, (uint)linkType);
        foreach (byte[] frame in frames)
        {
            Write32(file, false, 1, 2, (uint)frame.Length, (uint)frame.Length);
            file.Write(frame);
        }

        return file.ToArray();
    }

    private static byte[] Section(bool isBigEndian) =>
        Block(isBigEndian, 0x0A0D0D0A, [.. Bytes32(isBigEndian, 0x1A2B3C4D, 1), .. new byte[8]]);

    private static byte[] Interface(
        bool isBigEndian, ushort linkType, byte? resolution = null, long? offsetSeconds = null)
    {
        List<byte> options = [];
        if (resolution is { } value)
            options.AddRange([.. Bytes16(isBigEndian, 9, 1), value, 0, 0, 0]);
        if (offsetSeconds is { } seconds)
        {
            byte[] bytes = BitConverter.GetBytes(seconds);
            if (isBigEndian)
                Array.Reverse(bytes);
            options.AddRange([.. Bytes16(isBigEndian, 14, 8), .. bytes]);
        }

        return Block(isBigEndian, 1, [
            .. Bytes16(isBigEndian, linkType, 0), .. Bytes32(isBigEndian, 0), .. options, 0, 0, 0, 0,
        ]);
    }

    private static byte[] Enhanced(bool isBigEndian, uint number, byte[] frame, long ticks = 0) => Block(isBigEndian, 6, [
        .. Bytes32(
            isBigEndian, number, (uint)(ticks >> 32), (uint)ticks, (uint)frame.Length, (uint)frame.Length),
        .. frame, .. new byte[-frame.Length & 3],
    ]);

    private sealed class Kept(MemoryStream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
