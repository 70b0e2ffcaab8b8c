using System.Net;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Pcap;
using HftGateway.MarketData.Tests.Itch;
using static HftGateway.MarketData.Tests.Pcap.CaptureBytes;

namespace HftGateway.MarketData.Tests.Pcap;

public sealed class PcapTests
{
    [Theory]
    [InlineData(0xA1B2C3D4, false, 1_000_000_005_000_006_000)]
    [InlineData(0xA1B2C3D4, true, 1_000_000_005_000_006_000)]
    [InlineData(0xA1B23C4D, false, 1_000_000_005_000_000_006)]
    [InlineData(0xA1B23C4D, true, 1_000_000_005_000_000_006)]
    public void ShouldReadTimesAndMessagesWhenByteOrderAndResolutionVary(uint magic, bool isBigEndian, long utcNs)
    {
        MemoryStream file = new();
        Write32(file, isBigEndian, magic, 0x0004_0002, 0, 0, 65_535, 1);
        byte[] frame = Frame(Packet(1, 2), vlanTags: 1);
        Write32(file, isBigEndian, 1_000_000_005, fraction: 6, (uint)frame.Length, (uint)frame.Length);
        file.Write(frame);
        using MessageSource source = Open(file.ToArray());
        Assert.Equal(InputKind.Pcap, source.Kind);
        Assert.True(source.TryReadBlock(out MessageBlock block));
        Assert.Equal((2, 0L, 1L, utcNs), (block.Count, block.FirstIndex, block.FirstSequence, block.PacketUtcNs));
        MessageBlock.Enumerator messages = block.GetEnumerator();
        Assert.True(messages.MoveNext());
        // File header, packet header, Ethernet with one tag, IPv4, UDP, MoldUDP64 header, length.
        Assert.Equal(24 + 16 + 18 + 20 + 8 + 20 + 2, messages.Offset);
        Assert.Equal(ItchSamples.Delete(1, 1), messages.Current.ToArray());
        Assert.False(source.TryReadBlock(out _));
        Assert.Null(source.Problem);
    }

    [Theory]
    [InlineData(false, null, 1_500_000, 1_500_000_000L)]
    [InlineData(true, null, 1_500_000, 1_500_000_000L)]
    [InlineData(false, 9, 1_500_000, 1_500_000L)]
    [InlineData(true, 9, 1_500_000, 1_500_000L)]
    [InlineData(false, 0x80 | 10, 1536, 1_500_000_000L)]
    [InlineData(false, 3, 1500, 1_500_000_000L)]
    public void ShouldScaleTimesWhenPcapNgStatesResolution(bool isBigEndian, int? resolution, int ticks, long utcNs)
    {
        byte[] frame = Frame(Packet(1, 1));
        byte[] options = resolution is { } value
            ? [.. Bytes16(isBigEndian, 9, 1), (byte)value, 0, 0, 0, 0, 0, 0, 0]
            : [];
        byte[] file =
        [
            .. Block(isBigEndian, 0x0A0D0D0A, [.. Bytes32(isBigEndian, 0x1A2B3C4D, 1), .. new byte[8]]),
            .. Block(isBigEndian, 1, [.. Bytes16(isBigEndian, 1, 0), .. Bytes32(isBigEndian, 0), .. options]),
            .. Block(isBigEndian, 5, new byte[12]),
            .. Block(
                isBigEndian,
                6,
                [
                    .. Bytes32(isBigEndian, 0, 0, (uint)ticks, (uint)frame.Length, (uint)frame.Length), .. frame,
                    .. new byte[-frame.Length & 3],
                ]),
        ];
        using MessageSource source = Open(file);
        Assert.Equal(InputKind.PcapNg, source.Kind);
        Assert.True(source.TryReadBlock(out MessageBlock block), source.Problem?.ToString());
        Assert.Equal((1, utcNs), (block.Count, block.PacketUtcNs));
        Assert.False(source.TryReadBlock(out _));
        Assert.Null(source.Problem);
        Assert.Equal(["capture blocks without packet: 1"], source.Remarks);
        for (int length = 5; length < file.Length; length++)
            CheckCut(file, length);
    }

    [Fact]
    public void ShouldCountWhatIsNotUnderstoodWhenCaptureIsMixed()
    {
        byte[] arp = new byte[60];
        arp[12] = 8;
        arp[13] = 6;
        byte[] tcp = Frame(Packet(1, 1));
        tcp[14 + 9] = 6;
        byte[] fragment = Frame(Packet(1, 1));
        fragment[14 + 6] = 0x20;
        byte[] file = Capture(
            arp, tcp, fragment, Frame(Packet(1, 1))[..50], Frame(Packet(1, 1), port: 9), Frame([1, 2, 3]),
            Frame(Packet(1, 1)));
        using MessageSource source = Open(file, new PcapFilter(new IPEndPoint(IPAddress.Any, 26_477)));
        Assert.True(source.TryReadBlock(out MessageBlock block));
        Assert.Equal(1, block.Count);
        Assert.False(source.TryReadBlock(out _));
        Assert.Equal(
            [
                "frames NotIpv4: 1", "frames NotUdp: 1", "frames Fragment: 1", "frames Truncated: 1",
                "datagrams to other addresses or ports: 1", "datagrams of no session: 1",
            ],
            source.Remarks);
    }

    [Fact]
    public void ShouldDeliverWhatPrecedesWhenCaptureIsCutAtAnyByte()
    {
        byte[] file = Capture(Frame(Packet(1, 2)), Frame(Packet(3, 1)));
        for (int length = 5; length < file.Length; length++)
            CheckCut(file, length);
    }

    private static void CheckCut(byte[] file, int length)
    {
        using MessageSource source = Open(file[..length]);
        while (source.TryReadBlock(out MessageBlock block))
            Assert.True(block.Bytes.Length > 0);
        if (source.Problem is { } problem)
            Assert.True(problem.Code == FeedErrorCode.Truncated && problem.ByteOffset <= length, $"cut at {length}");
    }

    private static MessageSource Open(byte[] file, PcapFilter? filter = null) =>
        MessageInput.Open(new MemoryStream(file), "capture", filter);
}
