using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Mold;

namespace HftGateway.MarketData.Tests.Mold;

public sealed class MoldUdp64Tests
{
    [Fact]
    public void ShouldMatchSpecificationWhenPacketIsBuilt()
    {
        MoldUdp64PacketBuilder builder = new("000000001A", 7, 60);
        Assert.True(builder.TryAppend([0x41, 0x42]));
        Assert.True(builder.TryAppend([0x43]));
        Assert.Equal(
            "30303030303030303141" + "0000000000000007" + "0002" + "0002" + "4142" + "0001" + "43",
            Convert.ToHexString(builder.Packet));
        Assert.Equal("303030303030303031410000000000000009" + "0000", Convert.ToHexString(builder.Heartbeat()));
        Assert.Equal("303030303030303031410000000000000009" + "FFFF", Convert.ToHexString(builder.EndOfSession()));
        Assert.False(builder.TryAppend(new byte[32]));
        Assert.True(builder.TryAppend(new byte[31]));
        Assert.Equal(60, builder.Packet.Length);
        builder.Clear();
        Assert.Equal((10UL, 0), (builder.FirstSequence, builder.MessageCount));
    }

    [Fact]
    public void ShouldDeliverInOrderWhenPacketsFollowEachOther()
    {
        MoldUdp64Receiver receiver = new();
        Assert.Equal((MoldPacketStatus.Messages, 5L, "ABC", 0L), Take(receiver, Packet(5, "ABC")));
        Assert.Equal((MoldPacketStatus.Messages, 8L, "D", 0L), Take(receiver, Packet(8, "D")));
        Assert.Equal((9UL, 4L), (receiver.NextSequence, receiver.Messages));
        Assert.Equal("S", receiver.Session.ToString());
    }

    [Fact]
    public void ShouldSkipExactlyTheKnownMessagesWhenPacketsOverlap()
    {
        MoldUdp64Receiver receiver = new();
        _ = Take(receiver, Packet(5, "ABC"));
        Assert.Equal((MoldPacketStatus.Duplicate, 0L, "", 0L), Take(receiver, Packet(5, "ABC")));
        Assert.Equal((MoldPacketStatus.Messages, 8L, "DE", 0L), Take(receiver, Packet(6, "BCDE")));
        Assert.Equal((MoldPacketStatus.Duplicate, 0L, "", 0L), Take(receiver, Packet(1, "AA")));
        Assert.Equal((7L, 10UL), (receiver.DuplicateMessages, receiver.NextSequence));
    }

    [Fact]
    public void ShouldReportGapWhenMessagesAreMissing()
    {
        MoldUdp64Receiver receiver = new(null, 1);
        _ = receiver.OnPacket(Packet(4, "A"), out MessageBlock block);
        Assert.Equal((1L, 3L, 4L), (block.GapFirst, block.GapCount, block.FirstSequence));
        Assert.Equal(MoldPacketStatus.Heartbeat, receiver.OnPacket(Packet(7, ""), out block));
        Assert.Equal((5L, 2L, 0, 7L), (block.GapFirst, block.GapCount, block.Count, block.FirstSequence));
        Assert.Equal(MoldPacketStatus.Heartbeat, receiver.OnPacket(Packet(7, ""), out block));
        Assert.Equal(0, block.GapCount);
        MoldUdp64PacketBuilder end = new("S", 9);
        Assert.Equal(MoldPacketStatus.EndOfSession, receiver.OnPacket(end.EndOfSession(), out block));
        Assert.Equal((7L, 2L, true), (block.GapFirst, block.GapCount, block.EndOfSession));
        Assert.True(receiver.IsEnded);
        Assert.Equal((3L, 7UL), (receiver.Gaps, receiver.MissingMessages));
    }

    [Fact]
    public void ShouldLeavePacketAloneWhenSessionDiffers()
    {
        MoldUdp64Receiver receiver = new("S");
        Assert.Equal(MoldPacketStatus.Messages, Take(receiver, Packet(1, "A")).Status);
        Assert.Equal(MoldPacketStatus.OtherSession, Take(receiver, Packet(1, "A", "T")).Status);
        Assert.Equal(2UL, receiver.NextSequence);
        receiver.Reset();
        Assert.Equal((MoldPacketStatus.Messages, 1L, "A", 0L), Take(receiver, Packet(1, "A", "T")));
        Assert.Equal(1, receiver.OtherSessionPackets);
    }

    [Fact]
    public void ShouldCountByKindWhenPacketsAreMalformed()
    {
        MoldUdp64Receiver receiver = new();
        byte[] packet = Packet(1, "ABC");
        Assert.Equal(MoldPacketStatus.Malformed, Take(receiver, packet[..19]).Status);
        Assert.Equal(1, receiver.TruncatedHeaders);
        // The third message's length reaches beyond the packet: the two before are delivered.
        Assert.Equal((MoldPacketStatus.Messages, 1L, "AB", 0L), Take(receiver, packet[..^1]));
        Assert.Equal(1, receiver.MessagesBeyondPacket);
        byte[] tooMany = Packet(3, "C");
        tooMany[19] = 3;
        Assert.Equal((MoldPacketStatus.Messages, 3L, "C", 0L), Take(receiver, tooMany));
        Assert.Equal(1, receiver.MissingContents);
        Assert.Equal((MoldPacketStatus.Messages, 4L, "D", 0L), Take(receiver, [.. Packet(4, "D"), 9]));
        Assert.Equal(1, receiver.TrailingBytes);
        Assert.Equal(MoldPacketStatus.Malformed, Take(receiver, Packet(0, "A")).Status);
        Assert.Equal(MoldPacketStatus.Malformed, Take(receiver, Packet(ulong.MaxValue, "AB")).Status);
        Assert.Equal(2, receiver.BadSequences);
        Assert.Equal(6, receiver.MalformedPackets);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData((1UL << 63) - 2)]
    [InlineData((1UL << 63) - 1)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue - 10)]
    public void ShouldCompareUnsignedWhenSequenceIsNearTwoToThe63(ulong first)
    {
        MoldUdp64Receiver receiver = new();
        Assert.Equal((MoldPacketStatus.Messages, (long)first, "AB", 0L), Take(receiver, Packet(first, "AB")));
        Assert.Equal(MoldPacketStatus.Duplicate, Take(receiver, Packet(first, "AB")).Status);
        byte[] overlap = Packet(first + 1, "BCD");
        Assert.Equal((MoldPacketStatus.Messages, (long)(first + 2), "CD", 0L), Take(receiver, overlap));
        byte[] later = Packet(first + 6, "E");
        Assert.Equal((MoldPacketStatus.Messages, (long)(first + 6), "E", 2L), Take(receiver, later));
        Assert.Equal(first + 7, receiver.NextSequence);
    }

    [Fact]
    public void ShouldNotAllocateWhenMillionsOfMessagesPass()
    {
        MoldUdp64PacketBuilder builder = new("S");
        MoldUdp64Receiver receiver = new();
        byte[] add = Itch.ItchSamples.Add("AAPL", 1, 1, 'B', 100, 10_000);
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("AAPL"));
        long accepted = Pump(builder, receiver, normalizer, add, 10);
        Assert.Equal(
            0, SteadyState.AllocatedBytes(() => accepted += Pump(builder, receiver, normalizer, add, 60_000)));
        Assert.Equal(receiver.Messages, accepted);
        Assert.True(accepted > 2_000_000);
    }

    private static long Pump(
        MoldUdp64PacketBuilder builder, MoldUdp64Receiver receiver, ItchNormalizer normalizer, byte[] add, int packets)
    {
        long accepted = 0;
        Events.InputEvent e = default;
        for (int i = 0; i < packets; i++)
        {
            while (builder.TryAppend(add))
            {
            }

            _ = receiver.OnPacket(builder.Packet, out MessageBlock block);
            MessageBlock.Enumerator messages = block.GetEnumerator();
            long sequence = block.FirstSequence;
            while (messages.MoveNext())
                accepted += normalizer.TryNormalize(ref messages.First, messages.Length, sequence++, ref e) ? 1 : 0;
            builder.Clear();
        }

        return accepted;
    }

    private static byte[] Packet(ulong sequence, string oneByteMessages, string session = "S")
    {
        MoldUdp64PacketBuilder builder = new(session, sequence);
        foreach (char message in oneByteMessages)
            Assert.True(builder.TryAppend([(byte)message]));
        return builder.Packet.ToArray();
    }

    private static (MoldPacketStatus Status, long First, string Messages, long Gap) Take(
        MoldUdp64Receiver receiver, byte[] packet)
    {
        MoldPacketStatus status = receiver.OnPacket(packet, out MessageBlock block);
        string messages = string.Empty;
        foreach (ReadOnlySpan<byte> message in block)
            messages += (char)message[0];
        Assert.Equal(block.Count, messages.Length);
        return (status, block.FirstSequence, messages, block.GapCount);
    }
}
