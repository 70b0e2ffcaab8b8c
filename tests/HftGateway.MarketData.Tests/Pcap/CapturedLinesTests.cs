using System.Buffers.Binary;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Pcap;
using static HftGateway.MarketData.Tests.Pcap.CaptureBytes;

namespace HftGateway.MarketData.Tests.Pcap;

/// <summary>Captures of several lines of a feed: arbitrated as live ones are.</summary>
public sealed class CapturedLinesTests
{
    private const ushort LineA = 26_477;
    private const ushort LineB = 26_478;

    [Fact]
    public void ShouldDeliverEachMessageOnceAndInOrderWhenPacketsAreRepeatedAndLate()
    {
        byte[] file = Capture(
            Frame(Packet(1, 2)), Frame(Packet(1, 2)), Frame(Packet(5, 1)), Frame(Packet(1, 1, "OTHER")),
            Frame(Packet(3, 4)));
        using PcapMessageSource source = Open(file);
        List<(long Index, long Sequence, int Count, long Gap)> blocks = [];
        while (source.TryReadBlock(out MessageBlock block))
            blocks.Add((block.FirstIndex, block.FirstSequence, block.Count, block.GapCount));
        Assert.Equal([(0, 1, 2, 0), (2, 1, 1, 0), (3, 3, 4, 0)], blocks);
        Assert.Equal(2, source.Sessions.Count);
        Assert.Equal(
            ["session 'S' repeated packets: 1", "session 'S' gaps filled by another line or late: 1"], source.Remarks);
    }

    [Fact]
    public void ShouldNameTheGapAtItsPlaceWhenNoLineFillsIt()
    {
        byte[] file = Capture(
            Frame(Packet(1, 2)), Frame(Packet(1, 2), port: LineB), Frame(Packet(6, 1)),
            Frame(Packet(7, 2), port: LineB));
        using PcapMessageSource source = Open(file);
        Assert.True(source.TryReadBlock(out MessageBlock block));
        Assert.Equal((1L, 2, 0L), (block.FirstSequence, block.Count, block.GapCount));
        Assert.True(source.TryReadBlock(out block));
        Assert.Equal((6L, 1, 3L, 3L), (block.FirstSequence, block.Count, block.GapFirst, block.GapCount));
        // The packet that waited still has its place in the file: the third frame's payload, behind its header.
        byte[] first = file[(int)block.FirstOffset..];
        Assert.Equal(19, BinaryPrimitives.ReadUInt16BigEndian(first));
        Assert.Equal(6ul, BinaryPrimitives.ReadUInt64BigEndian(first.AsSpan(2 + 11)));
        Assert.True(source.TryReadBlock(out block));
        Assert.Equal((7L, 2, 0L), (block.FirstSequence, block.Count, block.GapCount));
        Assert.False(source.TryReadBlock(out _));
        Assert.Equal((5L, 1L, 3ul), (source.MessageCount, source.Sessions[0].Statistics.GapsLost,
            source.Sessions[0].Statistics.LostMessages));
        Assert.Equal(2, source.Sessions[0].LineCount);
        Assert.Equal("233.54.12.111:26478", source.Sessions[0].LineAddress(1).ToString());
        Assert.Contains("session 'S' line 233.54.12.111:26477 packets first: 2", source.Remarks);
        Assert.Contains("session 'S' line 233.54.12.111:26478 packets second: 1", source.Remarks);
    }

    [Fact]
    public void ShouldTellAGapAtTheEndWhenOnlyAHeartbeatIsBehindIt()
    {
        byte[] heartbeat = new MoldUdp64PacketBuilder("S", 9).Heartbeat().ToArray();
        using PcapMessageSource source = Open(Capture(Frame(Packet(1, 2)), Frame(heartbeat)));
        Assert.True(source.TryReadBlock(out _));
        Assert.True(source.TryReadBlock(out MessageBlock block));
        Assert.Equal((0, 3L, 6L), (block.Count, block.GapFirst, block.GapCount));
        Assert.False(source.TryReadBlock(out _));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 40)]
    [InlineData(3, 200)]
    public void ShouldEqualTheOriginalWhenNoPacketIsLostOnBothLines(int seed, int lag)
    {
        (byte[] file, _) = TwoLines(seed, lag, bothLose: false);
        using PcapMessageSource source = Open(file);
        long next = 1;
        while (source.TryReadBlock(out MessageBlock block))
            next = Check(in block, next);
        Assert.Equal(1 + Packets * PacketMessages, next);
        Assert.Equal(0, source.Sessions[0].Statistics.GapsLost);
    }

    [Fact]
    public void ShouldReportExactlyWhatIsLostOnBothLines()
    {
        for (int seed = 10; seed < 30; seed++)
        {
            (byte[] file, SortedSet<long> lost) = TwoLines(seed, lag: 20, bothLose: true);
            using PcapMessageSource source = Open(file);
            long next = 1;
            SortedSet<long> missing = [];
            while (source.TryReadBlock(out MessageBlock block))
            {
                if (block.GapCount != 0)
                {
                    Assert.Equal(next, block.GapFirst);
                    for (long i = 0; i < block.GapCount; i++)
                        Assert.True(missing.Add(next + i));
                    next += block.GapCount;
                }

                next = Check(in block, next);
            }

            // What is missing at the very end has nothing behind it that would tell.
            lost.RemoveWhere(number => number >= next);
            Assert.Equal(lost, missing);
        }
    }

    private const int Packets = 2_000;
    private const int PacketMessages = 3;

    private static long Check(in MessageBlock block, long next)
    {
        if (block.Count != 0)
            Assert.Equal(next, block.FirstSequence);
        foreach (ReadOnlySpan<byte> message in block)
            Assert.Equal((ulong)next++, BinaryPrimitives.ReadUInt64BigEndian(message[11..]));
        return next;
    }

    // Line B is behind by so many frames; each line loses a fifth of its packets.
    private static (byte[] File, SortedSet<long> Lost) TwoLines(int seed, int lag, bool bothLose)
    {
        Random random = new(seed);
        List<(int At, byte[] Frame)> frames = [];
        SortedSet<long> lost = [];
        for (int i = 0; i < Packets; i++)
        {
            long first = 1 + ((long)i * PacketMessages);
            byte[] packet = Packet((ulong)first, PacketMessages);
            // The first packet is on both: what is before it nobody knows of.
            bool losesA = i > 0 && random.Next(5) == 0;
            bool losesB = i > 0 && random.Next(5) == 0 && (bothLose || !losesA);
            if (!losesA)
                frames.Add((i, Frame(packet, port: LineA)));
            if (!losesB)
                frames.Add((i + lag, Frame(packet, port: LineB)));
            for (int m = 0; losesA && losesB && m < PacketMessages; m++)
                lost.Add(first + m);
        }

        return (Capture([.. frames.OrderBy(static f => f.At).Select(static f => f.Frame)]), lost);
    }

    private static PcapMessageSource Open(byte[] file) =>
        (PcapMessageSource)MessageInput.Open(new MemoryStream(file), "capture");
}
