using System.Text;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Tests.Arbitration;

namespace HftGateway.MarketData.Tests.Recovery;

public sealed class MoldFeedTests : IDisposable
{
    private readonly MoldFeed _feed = new(Options());
    private readonly StringBuilder _log = new();

    public void Dispose() => _feed.Dispose();

    [Fact]
    public void ShouldHoldSnapshotAndSpliceWithoutLossOrRepetition()
    {
        Assert.Equal("1:b", Send(1, 1, 0));
        Send(5, 2, 10);
        Assert.Equal("stale-Gap", Wait(110));
        Assert.Equal("stale-Lost:2+3", Wait(1_010));
        Assert.True(_feed.WantsSnapshot);
        Assert.Equal(5UL, _feed.SnapshotNeeded);
        Assert.Equal("", Send(7, 3, 1_100));
        _feed.BeginSnapshot();
        Assert.Equal("begin", Drain());
        Assert.Equal("", Send(10, 1, 1_200));
        Assert.True(_feed.EndSnapshot(8, 1_300));
        Assert.Equal("8:ij 10:k sound", Drain());
        Assert.Equal("11:l", Send(11, 1, 1_400));
        Assert.Equal((3L, 3L, 1L), (
            _feed.Statistics.SplicedMessages, _feed.Statistics.CoveredMessages, _feed.Statistics.SnapshotsUsed));
        Assert.False(_feed.WantsSnapshot);
    }

    [Fact]
    public void ShouldGoOnBehindTheSnapshotWhenItIsAheadOfTheLines()
    {
        Lose();
        _feed.BeginSnapshot();
        Drain();
        Assert.True(_feed.EndSnapshot(20, 1_300));
        Assert.Equal("sound", Drain());
        Assert.Equal("", Send(18, 2, 1_400));
        Assert.Equal("20:uv", Send(19, 3, 1_500));
    }

    [Fact]
    public void ShouldWantAnotherSnapshotWhenOneIsTooOldOrFails()
    {
        Lose();
        _feed.BeginSnapshot();
        Assert.Equal("begin", Drain());
        Assert.False(_feed.EndSnapshot(4, 1_300));
        Assert.False(_feed.WantsSnapshot);
        Assert.Equal("", Wait(2_299));
        Assert.Equal("", Wait(2_300));
        Assert.True(_feed.WantsSnapshot);
        _feed.BeginSnapshot();
        _feed.FailSnapshot(2_400);
        Assert.Equal("begin", Drain());
        Assert.Equal(StaleReason.Lost, _feed.Arbiter.Reasons);
        Assert.Equal((1L, 1L), (_feed.Statistics.SnapshotsTooOld, _feed.Statistics.SnapshotsFailed));
    }

    [Fact]
    public void ShouldNeedANewerSnapshotWhenTheHoldOverflows()
    {
        using MoldFeed feed = new(Options() with { HoldBytes = 4_096 });
        Lose(feed);
        string letters = new('x', 300);
        for (ulong n = 7; n < 9_007; n += 300)
            Assert.Equal("", Send(feed, ArbiterRig.Packet(n, letters), 1_100));
        Assert.True(feed.Statistics.HoldOverflow > 0);
        ulong needed = feed.SnapshotNeeded;
        Assert.InRange(needed, 8UL, 9_007UL);
        feed.BeginSnapshot();
        Assert.False(feed.EndSnapshot(needed - 1, 1_300));
        feed.OnTime(5_000);
        feed.BeginSnapshot();
        Assert.True(feed.EndSnapshot(needed, 5_000));
        ulong next = needed;
        while (feed.TryNext(out FeedOutput output))
        {
            if (output.Kind != FeedOutputKind.Messages)
                continue;
            Assert.Equal(next, output.First);
            next += output.Count;
        }

        Assert.Equal(9_007UL, next);
    }

    [Fact]
    public void ShouldDropTheSnapshotWhenANewSessionBegins()
    {
        Lose();
        _feed.BeginSnapshot();
        Drain();
        string log = "";
        for (ulong n = 1; n <= 4; n++)
            log += Send(_feed, ArbiterRig.Packet(n, 1, "T"), 1_200);
        Assert.Equal("session sound 1:b 2:c 3:d 4:e", log);
        Assert.False(_feed.WantsSnapshot);
        Assert.False(_feed.EndSnapshot(3, 1_300));
    }

    [Fact]
    public void ShouldAllocateNothingForAMillionPackets()
    {
        using MoldFeed feed = new(Options() with
        {
            Arbiter = new ArbiterOptions { VerifyCopies = true, BufferPackets = 64, FirstSequence = 1 },
        });
        byte[] packet = ArbiterRig.Packet(1, "abc");
        Turn(feed, packet, 1, 2_000);
        int next = 2_000;
        Assert.Equal(0, SteadyState.AllocatedBytes(() => Turn(feed, packet, next, next += 334_000)));
        Assert.True(feed.Arbiter.Statistics.Gaps > 1_000);
        Assert.True(feed.Delivered > 1_000_000);
    }

    // Three packets a turn: both lines, and now and then a swapped pair or a hole.
    private static void Turn(MoldFeed feed, byte[] packet, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            int at = i % 100 == 50 ? i + 1 : i % 100 == 51 ? i - 1 : i;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(packet.AsSpan(10), ((ulong)at * 3) - 2);
            for (int line = 0; line < 2; line++)
            {
                feed.OnTime(i * 1_000L);
                while (feed.TryNext(out _))
                {
                }

                bool any = feed.OnPacket(line, packet, i * 1_000L, out FeedOutput output);
                while (any)
                    any = feed.TryNext(out output);
            }
        }
    }

    private static MoldFeedOptions Options() => new()
    {
        Arbiter = new ArbiterOptions
        {
            Lines = 1, ReorderWaitNs = 100, GiveUpNs = 1_000, LineTimeoutNs = 0, FirstSequence = 1,
        },
        HasSnapshots = true,
        HoldBytes = 1 << 16,
        SnapshotRetryNs = 1_000,
    };

    private void Lose() => Lose(_feed);

    private void Lose(MoldFeed feed)
    {
        Assert.Equal("1:b", Send(feed, ArbiterRig.Packet(1, 1), 0));
        Send(feed, ArbiterRig.Packet(5, 2), 10);
        feed.OnTime(110);
        Drain(feed);
        feed.OnTime(1_010);
        Assert.Equal("stale-Lost:2+3", Drain(feed));
    }

    private string Send(ulong first, int count, long nowNs) => Send(_feed, ArbiterRig.Packet(first, count), nowNs);

    private string Send(MoldFeed feed, byte[] packet, long nowNs)
    {
        feed.OnTime(nowNs);
        string before = Drain(feed);
        bool any = feed.OnPacket(0, packet, nowNs, out FeedOutput output);
        if (any)
            Write(in output);
        return (before + " " + Drain(feed)).Trim();
    }

    private string Wait(long nowNs)
    {
        _feed.OnTime(nowNs);
        return Drain();
    }

    private string Drain() => Drain(_feed);

    private string Drain(MoldFeed feed)
    {
        while (feed.TryNext(out FeedOutput output))
            Write(in output);
        string text = _log.ToString().Trim();
        _log.Clear();
        return text;
    }

    private void Write(in FeedOutput output)
    {
        switch (output.Kind)
        {
            case FeedOutputKind.Messages:
                _log.Append(output.First).Append(':');
                foreach (ReadOnlySpan<byte> message in output.Block)
                    _log.Append(Encoding.ASCII.GetString(message));
                break;
            case FeedOutputKind.Stale:
                _log.Append("stale-").Append(output.Reason);
                if (output.Reason == StaleReason.Lost)
                    _log.Append(':').Append(output.First).Append('+').Append(output.Count);
                break;
            case FeedOutputKind.SnapshotBegin:
                _log.Append("begin");
                break;
            case FeedOutputKind.SessionChanged:
                _log.Append("session");
                break;
            default:
                _log.Append(output.Kind.ToString().ToLowerInvariant());
                break;
        }

        _log.Append(' ');
    }
}
