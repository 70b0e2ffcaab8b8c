using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Pcap;

namespace HftGateway.MarketData.Tests.Itch;

/// <summary>Random and mutated bytes, laid against the end of a buffer with a guard behind it.</summary>
public sealed class ItchFuzzTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void ShouldCountAndNeverThrowWhenMessagesAreMutated(int seed)
    {
        Random random = new(seed);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(100));
        byte[] line = new byte[ItchMessageFormatter.MaxLineBytes];
        ItchDecoder decoder = new();
        Counter counter = default;
        long sound = 0;
        long defective = 0;
        for (int i = 0; i < 50_000; i++)
        {
            byte[] message = ItchSamples.Random(random);
            int length = random.Next(4) == 0 ? random.Next(message.Length + 1) : message.Length;
            if (random.Next(3) == 0)
                message[random.Next(message.Length)] = (byte)random.Next(256);
            Span<byte> cut = message.AsSpan(0, length);
            bool isSound = length > 0 && ItchLength.Of(cut[0]) == length;
            sound += isSound ? 1 : 0;
            defective += isSound ? 0 : 1;
            Assert.True(decoder.Decode(cut, i, i, ref counter) == isSound, $"seed {seed}, message {i}");
            InputEvent e = default;
            _ = normalizer.TryNormalize(ref message[0], length, i, ref e);
            Assert.InRange(ItchMessageFormatter.FormatJson(cut, i, i, line), 1, line.Length);
            Assert.InRange(ItchMessageFormatter.FormatCsv(cut, i, i, line), 1, line.Length);
        }

        Assert.Equal((sound, defective), (counter.Sound, counter.Defects));
        Assert.Equal(defective, decoder.Defects);
        Assert.Equal(defective, normalizer.UnknownTypeCount + normalizer.WrongLengthCount);
    }

    [Fact]
    public unsafe void ShouldReadNoByteBeyondMessageWhenMemoryEndsThere()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // The page behind the buffer may not be touched: a read there ends the process.
        using GuardedPage page = new();
        Random random = new(5);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(100));
        byte[] line = new byte[ItchMessageFormatter.MaxLineBytes];
        MoldUdp64Receiver receiver = new(null, 1, acceptUnsequenced: true);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] message = ItchSamples.Random(random);
            Span<byte> atEnd = page.Last(random.Next(4) == 0 ? random.Next(message.Length + 1) : message.Length);
            message.AsSpan(0, atEnd.Length).CopyTo(atEnd);
            InputEvent e = default;
            ref byte first = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(atEnd);
            _ = normalizer.TryNormalize(ref first, atEnd.Length, i, ref e);
            _ = ItchMessageFormatter.FormatJson(atEnd, i, i, line);
            _ = receiver.OnPacket(atEnd, out MessageBlock block);
            _ = UdpFrame.Parse(atEnd, 1, out _);
            block = new MessageBlock { Bytes = atEnd, Count = 1, ZeroLengthIsImplied = true };
            foreach (ReadOnlySpan<byte> framed in block)
                Assert.True(framed.Length <= atEnd.Length);
        }
    }

    [Theory]
    [InlineData(21)]
    public void ShouldNeverThrowWhenPacketsAreRandom(int seed)
    {
        Random random = new(seed);
        MoldUdp64Receiver receiver = new(null, 1, acceptUnsequenced: true);
        for (int i = 0; i < 30_000; i++)
        {
            MoldUdp64PacketBuilder builder = new("SESSION", (ulong)random.Next(1, 50), 400);
            while (random.Next(5) != 0 && builder.TryAppend(ItchSamples.Random(random)))
            {
            }

            byte[] packet = builder.Packet.ToArray();
            for (int flips = random.Next(3); flips > 0; flips--)
                packet[random.Next(10, packet.Length)] = (byte)random.Next(256);
            int length = random.Next(3) == 0 ? random.Next(packet.Length + 1) : packet.Length;
            _ = receiver.OnPacket(packet.AsSpan(0, length), out MessageBlock block);
            int count = 0;
            int bytes = 0;
            foreach (ReadOnlySpan<byte> message in block)
            {
                count++;
                bytes += 2 + message.Length;
            }

            Assert.True((count, bytes) == (block.Count, block.Bytes.Length), $"seed {seed}, packet {i}");
            if (receiver.NextSequence > ulong.MaxValue / 2)
                receiver.Reset();
        }

        Assert.Equal(30_000, receiver.Packets);
    }

    [Theory]
    [InlineData(31)]
    public void ShouldNeverThrowWhenFramesAreRandom(int seed)
    {
        Random random = new(seed);
        int[] links = [0, 1, 101, 113, 228, 276, 9];
        for (int i = 0; i < 50_000; i++)
        {
            byte[] frame = new byte[random.Next(120)];
            random.NextBytes(frame);
            if (frame.Length > 40 && random.Next(2) == 0)
            {
                frame[12] = 8;
                frame[13] = 0;
                frame[14] = (byte)(0x40 | random.Next(16));
                frame[20] = frame[21] = 0;
                frame[23] = 17;
            }

            UdpFrameStatus status = UdpFrame.Parse(frame, links[random.Next(links.Length)], out UdpFrame datagram);
            if (status == UdpFrameStatus.Datagram)
            {
                int end = datagram.PayloadOffset + datagram.Payload.Length;
                Assert.True(end <= frame.Length, $"seed {seed}, frame {i}");
            }
        }
    }

    private struct Counter : IItchVisitor
    {
        public long Sound;
        public long Defects;

        public void OnMessage(ref byte message, int length, long index, long offset) => Sound++;

        public void OnDefect(in ItchDefect defect) => Defects++;
    }
}
