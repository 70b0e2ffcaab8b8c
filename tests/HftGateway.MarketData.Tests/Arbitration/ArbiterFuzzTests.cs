using System.Globalization;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Faults;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Recovery;

namespace HftGateway.MarketData.Tests.Arbitration;

/// <summary>
/// Mutated packets and answers through the whole layer, in guarded memory: no exception, no read past a packet, no
/// growth, and the invariants of the outputs hold. HFTGW_FUZZ_PACKETS sets how many, for long campaigns.
/// </summary>
public sealed class ArbiterFuzzTests
{
    private static readonly long Packets = long.TryParse(
        Environment.GetEnvironmentVariable("HFTGW_FUZZ_PACKETS"), CultureInfo.InvariantCulture, out long n)
        ? n : 1_000_000;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void ShouldKeepItsInvariantsWhenPacketsAreMutated(int seed, bool verify)
    {
        FaultRandom random = new((ulong)seed);
        using MoldFeed feed = new(new MoldFeedOptions
        {
            Arbiter = new ArbiterOptions
            {
                BufferPackets = 32, HistoryLength = 256, MaxPacketBytes = 256, MaxJump = 1_000, ReorderWaitNs = 20,
                GiveUpNs = 100, LineTimeoutNs = 50, ConfirmNs = 30, ConfirmPackets = 3, VerifyCopies = verify,
            },
            Rerequest = new RerequestOptions { Servers = 2, TimeoutNs = 10, MaxTimeoutNs = 20, IntervalNs = 1 },
            HasSnapshots = (seed & 1) == 0,
            HoldBytes = 4_096,
            SnapshotRetryNs = 10,
        });
        byte[] packet = new byte[300];
        Array.Fill(packet, (byte)'S', 0, 10);
        Checker checker = new();
        ulong next = 1;
        long nowNs = 0;
        for (long i = 0; i < Packets; i++)
        {
            nowNs += random.Below(4);
            ulong first = random.Below(8) == 0 ? next + (ulong)random.Below(40) - 20 : next;
            int length = Make(packet, first, ref random, ref next);
            feed.OnTime(nowNs);
            checker.Drain(feed);
            FeedOutput output;
            bool any;
            switch (random.Below(8))
            {
                case 0:
                    any = feed.OnAnswer(random.Below(2), packet.AsSpan(0, length), nowNs, out output);
                    break;
                case 1 when feed.WantsSnapshot:
                    feed.BeginSnapshot();
                    checker.Drain(feed);
                    ulong splice = feed.SnapshotNeeded + (ulong)random.Below(3) - 1;
                    if (feed.EndSnapshot(splice, nowNs))
                        checker.Reset(splice);
                    checker.Drain(feed);
                    continue;
                default:
                    any = feed.OnPacket(random.Below(2), packet.AsSpan(0, length), nowNs, out output);
                    break;
            }

            if (any)
                checker.Take(in output);
            checker.Drain(feed);
            _ = feed.TryTakeRequest(nowNs, out _, out _);
            Assert.InRange(feed.Arbiter.Buffered, 0, 32);
        }

        Assert.True(checker.Messages > Packets / 100, $"{checker.Messages}");
    }

    // A packet that is mostly sound, with a few bytes changed, cut, or lengthened.
    private static int Make(byte[] packet, ulong first, ref FaultRandom random, ref ulong next)
    {
        packet.AsSpan(0, 10).Fill((byte)'S');
        int count = random.Below(6);
        int position = MoldUdp64Header.SizeBytes;
        for (int i = 0; i < count; i++)
        {
            int length = random.Below(30);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(position), (ushort)length);
            position += 2 + length;
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(packet.AsSpan(10), first);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(18), (ushort)count);
        if (first == next && random.Below(2) == 0)
            next += (ulong)count;
        switch (random.Below(12))
        {
            case 0:
                for (int i = 0; i <= random.Below(4); i++)
                    packet[random.Below(position)] ^= (byte)(1 << random.Below(8));
                break;
            case 1:
                return random.Below(position + 1);
            case 2:
                return Math.Min(packet.Length, position + random.Below(40));
            case 3:
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(packet.AsSpan(10), random.Next());
                break;
            case 4:
                packet[18] = packet[19] = 0xFF;
                return MoldUdp64Header.SizeBytes;
            case 5:
                packet[random.Below(10)] = (byte)('A' + random.Below(2));
                break;
        }

        return position;
    }

    private sealed class Checker
    {
        private ulong _next;
        private bool _isFree = true;

        public long Messages { get; private set; }

        public void Reset(ulong next)
        {
            _next = next;
            _isFree = true;
        }

        public void Drain(MoldFeed feed)
        {
            while (feed.TryNext(out FeedOutput output))
                Take(in output);
        }

        public void Take(in FeedOutput output)
        {
            switch (output.Kind)
            {
                case FeedOutputKind.Messages:
                    Assert.True(_isFree || output.First == _next, $"{output.First} came, {_next} is next");
                    int seen = 0;
                    foreach (ReadOnlySpan<byte> message in output.Block)
                        seen += message.Length >= 0 ? 1 : 0;
                    Assert.Equal(output.Count, (ulong)seen);
                    _next = output.First + output.Count;
                    _isFree = false;
                    Messages += seen;
                    break;
                case FeedOutputKind.Stale when output.Reason == StaleReason.Lost:
                    Assert.True(output.Count > 0);
                    _next = output.First + output.Count;
                    break;
                case FeedOutputKind.Stale when output.Reason is StaleReason.Renumbered:
                case FeedOutputKind.SessionChanged:
                    _next = output.First;
                    break;
            }
        }
    }
}
