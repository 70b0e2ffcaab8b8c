using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Faults;
using HftGateway.MarketData.Mdp3;
using Entry = HftGateway.MarketData.Tests.Mdp3.Feed.Entry;

namespace HftGateway.MarketData.Tests.Mdp3;

public sealed class Mdp3ChannelTests
{
    private const long Start = (long)Feed.Time;

    private readonly Feed _feed = new();
    private EventList _sink = new();

    [Fact]
    public void ShouldTakeEachPacketFromTheLineThatHasIt()
    {
        using Mdp3Channel channel = Channel();
        Give(channel, 0, 1, 1);
        Give(channel, 1, 1, 1);
        Give(channel, 1, 2, 2);
        Give(channel, 0, 3, 3);
        Assert.Equal(["0 LevelInsert b1 1x1 end", "0 LevelUpdate b1 1x2 end", "0 LevelUpdate b1 1x3 end"], Levels());
        Assert.Equal(0, channel.Handler.Statistics.LostPackets);
        Assert.Equal(3, channel.Arbiter.Statistics.Packets);
    }

    [Fact]
    public void ShouldShowBooksAsStaleWhileAPacketIsLateAndSoundWhenItCame()
    {
        using Mdp3Channel channel = Channel();
        Give(channel, 0, 1, 1);
        Give(channel, 0, 3, 3);
        Levels();
        channel.OnTime(Start + 2_000_000, true, ref _sink);
        Assert.Equal(["0 BookStale ByLevel"], Mdp3Rig.Short(_sink.Take()));
        Give(channel, 1, 2, 2, 2_500_000);
        string[] events = Mdp3Rig.Short(_sink.Take());
        Assert.Equal(3, events.Length);
        Assert.Contains("0 BookRecovered ByLevel", events);
        Assert.Equal(0, channel.Handler.Statistics.EntryGaps);
    }

    [Fact]
    public void ShouldGiveALostPacketUpAndWaitForASnapshot()
    {
        using Mdp3Channel channel = Channel();
        Give(channel, 0, 1, 1);
        Give(channel, 0, 3, 3);
        channel.OnTime(Start + 1_000_000_000, true, ref _sink);
        Assert.Equal((1, 1), (channel.Handler.Statistics.LostPackets, channel.Handler.Statistics.EntryGaps));
        Assert.False(channel.Handler.IsSound(0));
        Assert.True(channel.Wants(Mdp3Feed.Snapshots));
        byte[] snapshot = _feed.Packet(1, Feed.Snapshot(11, 3, 3, 1, new Entry(0, 0, '0', 1, 1, 3)));
        channel.OnLoop(Mdp3Feed.Snapshots, snapshot, Start + 1_000_000_001, true, ref _sink);
        Assert.True(channel.Handler.IsSound(0));
        Assert.False(channel.Wants(Mdp3Feed.Snapshots));
    }

    [Fact]
    public void ShouldBeginAnewWhenTheWeekDoes()
    {
        using Mdp3Channel channel = Channel();
        Give(channel, 0, 1000, 1);
        Assert.NotEmpty(_sink.Take());
        const long week = 7L * 86_400 * 1_000_000_000;
        for (uint i = 1; i <= 6; i++)
        {
            byte[] packet = _feed.PacketAt(
                i, (ulong)(Start + week) + i, Feed.Book(Feed.End, new Entry(11, i, '0', 1, 1, (int)i, i == 1 ? 0 : 1)));
            channel.OnIncremental(0, packet, Start + week + i * 400_000_000L, true, ref _sink);
        }

        Assert.Equal(1, channel.Handler.Statistics.SessionChanges);
        Assert.True(channel.Handler.IsSound(0));
        Assert.EndsWith("b1 1x6 end", Levels()[^1]);
    }

    /// <summary>
    /// Two lines, each losing, doubling and reordering packets as its seed says: whatever gets through, a book that is
    /// shown as sound has had every entry.
    /// </summary>
    [Theory]
    [InlineData(1, 0.02)]
    [InlineData(2, 0.2)]
    [InlineData(3, 0.5)]
    public void ShouldNeverShowASoundBookBehindAHoleWhenLinesAreBad(int seed, double loss)
    {
        using Mdp3Channel channel = Channel();
        FaultInjector[] lines =
        [
            new(new FaultOptions { Seed = (ulong)seed, Loss = loss, Duplicate = 0.05, Reorder = 0.1 }),
            new(new FaultOptions { Seed = (ulong)seed + 99, Loss = loss, Burst = 0.002, Reorder = 0.1 }),
        ];
        uint applied = 0;
        bool sound = false;
        for (uint i = 1; i <= 20_000; i++)
        {
            long now = Start + i * 100_000L;
            byte[] packet = _feed.PacketAt(
                i, Feed.Time + i, Feed.Book(Feed.End, new Entry(11, i, '0', 1, 1, (int)i, i == 1 ? 0 : 1)));
            for (int line = 0; line < 2; line++)
            {
                lines[line].Put(packet, now);
                while (lines[line].TryTake(now, out ReadOnlySpan<byte> arrived, out _))
                    channel.OnIncremental(line, arrived, now, true, ref _sink);
            }

            channel.OnTime(now, true, ref _sink);
            if (i % 50 == 0)
            {
                byte[] snapshot = _feed.Packet(1, Feed.Snapshot(11, i, i, 1, new Entry(0, 0, '0', 1, 1, (int)i)));
                channel.OnLoop(Mdp3Feed.Snapshots, snapshot, now, true, ref _sink);
            }

            foreach (InputEvent e in _sink.Take())
            {
                if (e.Kind is EventKind.BookStale or EventKind.BookRecovered)
                    sound = e.Kind == EventKind.BookRecovered;
                if (e.Kind is not (EventKind.LevelInsert or EventKind.LevelUpdate))
                    continue;
                Assert.True(!sound || e.OrderId2 == applied + 1 || e.OrderId2 == applied, $"{e.OrderId2} after {applied}");
                applied = (uint)e.OrderId2;
            }
        }

        Assert.True(applied > 19_000);
        foreach (FaultInjector line in lines)
            line.Dispose();
    }

    private Mdp3Channel Channel()
    {
        var channel = new Mdp3Channel(
            new Mdp3Options { Symbols = ["AAA"] },
            new ArbiterOptions { Lines = 2, ReorderWaitNs = 1_000_000, GiveUpNs = 3_000_000, HistoryLength = 1 << 12 });
        channel.OnLoop(Mdp3Feed.Definitions, _feed.Packet(1, Feed.Define(11, "AAA")), Start, true, ref _sink);
        _sink.Take();
        return channel;
    }

    private void Give(Mdp3Channel channel, int line, uint packet, uint count, long afterNs = 0) =>
        channel.OnIncremental(
            line,
            _feed.Packet(packet, Feed.Book(Feed.End, new Entry(11, count, '0', 1, 1, (int)count, count == 1 ? 0 : 1))),
            Start + packet + afterNs, true, ref _sink);

    private string[] Levels() =>
        [.. Mdp3Rig.Short(_sink.Take()).Where(static e => e.Contains("Level", StringComparison.Ordinal)
            && !e.Contains("By", StringComparison.Ordinal))];
}
