using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using Entry = HftGateway.MarketData.Tests.Mdp3.Feed.Entry;
using OrderEntry = HftGateway.MarketData.Tests.Mdp3.Feed.OrderEntry;

namespace HftGateway.MarketData.Tests.Mdp3;

public sealed class RecoveryTests
{
    private static readonly Mdp3Options LevelsOnly = new() { Symbols = ["AAA", "BBB"] };

    [Fact]
    public void ShouldKeepAnInstrumentWhenItsCountFollowsAfterALoss()
    {
        Mdp3Rig rig = Started();
        Assert.Equal(["0 BookStale ByLevel", "1 BookStale ByLevel"], Mdp3Rig.Short(rig.Lose(2, 3)));
        Assert.True(rig.Handler.NeedsSnapshots);
        // Instrument 0 missed nothing; 1 missed one entry.
        Assert.Equal(
            ["0 BookRecovered ByLevel", "0 LevelUpdate b1 100x9 end"],
            Mdp3Rig.Short(rig.Give(
                5,
                Feed.Book(Feed.End, new Entry(11, 2, '0', 1, 100, 9, 1), new Entry(22, 3, '0', 1, 200, 9, 1)))));
        Assert.True(rig.Handler.IsSound(0));
        Assert.False(rig.Handler.IsSound(1));
        Assert.Equal((3, 1, 1), (rig.Statistics.LostPackets, rig.Statistics.IntactAfterLoss, rig.Statistics.EntryGaps));
    }

    [Fact]
    public void ShouldNoticeALossByItselfWhenPacketNumbersJump()
    {
        Mdp3Rig rig = Started();
        string[] events = Mdp3Rig.Short(rig.Give(4, Feed.Book(Feed.End, new Entry(11, 2, '0', 1, 100, 9, 1))));
        Assert.Equal(
            ["0 BookStale ByLevel", "1 BookStale ByLevel", "0 BookRecovered ByLevel", "0 LevelUpdate b1 100x9 end"],
            events);
        Assert.Empty(rig.Give(3, Feed.Book(Feed.End, new Entry(11, 2, '0', 1, 100, 9, 1))));
        Assert.Equal((2, 1), (rig.Statistics.LostPackets, rig.Statistics.OldPackets));
    }

    [Fact]
    public void ShouldApplyASnapshotAndWhatWaitedBehindIt()
    {
        Mdp3Rig rig = Broken();
        rig.Give(6, Feed.Book(Feed.End, new Entry(22, 5, '0', 1, 200, 5, 1)));
        rig.Give(7, Feed.Trade(1, new Entry(22, 6, '2', 0, 200, 1), 1), Feed.Book(Feed.End, new Entry(22, 7, '0', 1, 200, 7, 1)));

        // Reflects packet 5, the instrument's entry 4: 5 to 7 are still to come.
        List<InputEvent> events = rig.Give(
            Mdp3Feed.Snapshots,
            rig.Feed.Packet(1, Feed.Snapshot(22, 5, 4, 2, new Entry(0, 0, '0', 1, 200, 4), new Entry(0, 0, '1', 1, 203, 8))));
        Assert.Equal(
            [
                "1 BookReset ByLevel", "1 LevelInsert b1 200x4 end", "1 LevelInsert a1 203x8 end",
                "1 SecurityState 17", "1 Statistic g", "1 LevelUpdate b1 200x5 end", "1 LevelUpdate b1 200x7 end",
                "1 BookRecovered ByLevel",
            ],
            Mdp3Rig.Short(events));
        Assert.False(rig.Handler.NeedsSnapshots);
        Assert.Equal(
            ["1 LevelUpdate b1 200x8 end"],
            Mdp3Rig.Short(rig.Give(8, Feed.Book(Feed.End, new Entry(22, 8, '0', 1, 200, 8, 1)))));
        Assert.Equal((1, 1), (rig.Statistics.SnapshotRecoveries, rig.Statistics.EntryGaps));
    }

    [Fact]
    public void ShouldNotUseASnapshotWhenSomethingIsMissingBehindIt()
    {
        Mdp3Rig rig = Broken();
        // It has entry 2; entry 3 was lost, 4 waits.
        Assert.Empty(rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(22, 4, 2, 2))));
        // The next round has 4 itself.
        Assert.Equal(
            ["1 BookReset ByLevel", "1 SecurityState 17", "1 Statistic g", "1 BookRecovered ByLevel"],
            Mdp3Rig.Short(rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(22, 5, 4, 2)))));
        // And an entry that the snapshot had already is dropped.
        Assert.Empty(rig.Give(6, Feed.Book(Feed.End, new Entry(22, 4, '0', 1, 200, 4, 1))));
        Assert.Equal(1, rig.Statistics.OldEntries);
    }

    [Fact]
    public void ShouldAcceptASnapshotAheadOfTheFeed()
    {
        Mdp3Rig rig = Broken();
        rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(22, 9, 6, 2, new Entry(0, 0, '0', 1, 200, 6))));
        Assert.Empty(rig.Give(6, Feed.Book(Feed.End, new Entry(22, 5, '0', 1, 200, 5, 1))));
        Assert.Empty(rig.Give(7, Feed.Book(Feed.End, new Entry(22, 6, '0', 1, 200, 6, 1))));
        Assert.Single(rig.Give(8, Feed.Book(Feed.End, new Entry(22, 7, '0', 1, 200, 7, 1))));
    }

    [Fact]
    public void ShouldWaitForASnapshotThatReflectsTheLossWhenNothingElseIsKnown()
    {
        Mdp3Rig rig = Started();
        rig.Lose(2, 3);
        // Made before the loss: it proves nothing.
        Assert.Empty(rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(11, 3, 1, 2))));
        Assert.NotEmpty(rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(11, 4, 1, 2))));
        Assert.True(rig.Handler.IsSound(0));
    }

    [Fact]
    public void ShouldStartEmptyWhenAWholeCycleDoesNotNameAnInstrument()
    {
        var rig = new Mdp3Rig(LevelsOnly);
        rig.Give(50, Feed.Heartbeat());
        rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(2, Feed.Snapshot(99, 49, 1, 2)));
        Assert.False(rig.Handler.IsSound(1));
        rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(99, 50, 1, 2)));
        List<InputEvent> events = rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(2, Feed.Snapshot(11, 50, 7, 2)));
        Assert.Equal("1 BookRecovered ByLevel", Mdp3Rig.Short(events)[^1]);
        Assert.Equal((1, 1), (rig.Statistics.EmptyStarts, rig.Statistics.SnapshotRecoveries));
        Assert.Single(rig.Give(51, Feed.Book(Feed.End, new Entry(22, 1, '0', 1, 200))));
        Assert.Single(rig.Give(52, Feed.Book(Feed.End, new Entry(11, 8, '0', 1, 200))));
    }

    [Fact]
    public void ShouldNotBelieveACycleWithAHole()
    {
        var rig = new Mdp3Rig(LevelsOnly);
        rig.Give(50, Feed.Heartbeat());
        rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(99, 50, 1, 2)));
        rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(3, Feed.Snapshot(98, 50, 1, 2)));
        Assert.False(rig.Handler.IsSound(1));
        Assert.Equal(0, rig.Statistics.EmptyStarts);
    }

    [Fact]
    public void ShouldStartFromSnapshotsBeforeTheFirstIncremental()
    {
        var rig = new Mdp3Rig(LevelsOnly);
        rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(11, 100, 5, 2), Feed.Snapshot(22, 100, 5, 2)));
        Assert.True(rig.Handler.IsSound(0) && rig.Handler.IsSound(1));
        // Packets 101 to 104 were never seen: who knows what was in them.
        string[] events = Mdp3Rig.Short(rig.Give(105, Feed.Book(Feed.End, new Entry(11, 6, '0', 1, 100))));
        Assert.Equal(
            ["0 BookStale ByLevel", "1 BookStale ByLevel", "0 BookRecovered ByLevel", "0 LevelInsert b1 100x1 end"],
            events);
    }

    [Fact]
    public void ShouldEmptyEverythingWhenTheChannelIsReset()
    {
        Mdp3Rig rig = Broken();
        string[] events = Mdp3Rig.Short(rig.Give(6, Feed.ChannelReset()));
        Assert.Equal(["0 BookReset Both", "1 BookReset Both", "1 BookRecovered ByLevel"], events);
        Assert.Single(rig.Give(7, Feed.Book(Feed.End, new Entry(22, 1, '0', 1, 200))));
        Assert.Equal(1, rig.Statistics.ChannelResets);
    }

    [Fact]
    public void ShouldEmptyOneBookWhenItsEntrySaysSo()
    {
        Mdp3Rig rig = Broken();
        string[] events = Mdp3Rig.Short(rig.Give(6, Feed.Book(Feed.End, new Entry(22, 5, 'J', 0, long.MaxValue))));
        Assert.Equal(["1 BookReset ByLevel", "1 BookRecovered ByLevel"], events);
        Assert.Single(rig.Give(7, Feed.Book(Feed.End, new Entry(22, 6, '0', 1, 200))));
    }

    [Fact]
    public void ShouldForgetEverythingWhenTheSessionBeginsAnew()
    {
        Mdp3Rig rig = Started();
        Assert.Equal(
            ["0 BookStale ByLevel", "0 BookReset Both", "1 BookStale ByLevel", "1 BookReset Both"],
            Mdp3Rig.Short(rig.ChangeSession()));
        Assert.Equal(
            ["0 BookReset ByLevel", "0 BookRecovered ByLevel", "0 LevelInsert b1 100x1 end"],
            Mdp3Rig.Short(rig.Give(1, Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100)))));
    }

    [Fact]
    public void ShouldShowEverythingAsStaleWhileTheFeedIsSilent()
    {
        Mdp3Rig rig = Started();
        Assert.Equal(["0 BookStale ByLevel", "1 BookStale ByLevel"], Mdp3Rig.Short(rig.Silence(true)));
        Assert.Empty(rig.Silence(true));
        Assert.Equal(["0 BookRecovered ByLevel", "1 BookRecovered ByLevel"], Mdp3Rig.Short(rig.Silence(false)));
    }

    [Fact]
    public void ShouldStayBoundedWhenSnapshotsDoNotCome()
    {
        var rig = new Mdp3Rig(LevelsOnly with { QueueEvents = 16 });
        rig.Give(50, Feed.Heartbeat());
        for (uint i = 0; i < 20; i++)
            Assert.Empty(rig.Give(51 + i, Feed.Book(Feed.End, new Entry(22, 10 + i, '0', 1, 200, 1, 1))));
        Assert.Equal(1, rig.Statistics.QueueOverflows);
        // Entries 10 to 25 were given up: a snapshot that ends in them is of no use, one with 25 is.
        Assert.Empty(rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(22, 60, 20, 9))));
        Assert.NotEmpty(rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(1, Feed.Snapshot(22, 60, 25, 9))));
        Assert.Single(rig.Give(71, Feed.Book(Feed.End, new Entry(22, 30, '0', 1, 200, 1, 1))));
    }

    [Fact]
    public void ShouldRecoverOrdersFromAllChunksOfOneSnapshot()
    {
        var rig = new Mdp3Rig();
        rig.Give(10, Feed.Orders(Feed.End, new OrderEntry(11, 1, '0', 100, 5, 1)));
        rig.Give(11, Feed.Orders(Feed.End, new OrderEntry(11, 2, '0', 100, 6, 2)));
        rig.Give(12, Feed.Orders(Feed.End, new OrderEntry(11, 3, '0', 100, 7, 3)));
        Assert.True(rig.Handler.NeedsOrderSnapshots);

        // The second chunk belongs to a later picture: neither is used.
        Assert.Empty(rig.Give(
            Mdp3Feed.OrderSnapshots,
            rig.Feed.Packet(
                1, Feed.OrderSnapshot(11, 10, 2, 1, new OrderEntry(0, 900, '1', 105, 1, 1)),
                Feed.OrderSnapshot(11, 11, 2, 2, new OrderEntry(0, 1, '0', 100, 5, 1)))));
        Assert.Equal(1, rig.Statistics.OrderSnapshotsCut);
        string[] events = Mdp3Rig.Short(rig.Give(
            Mdp3Feed.OrderSnapshots,
            rig.Feed.Packet(
                1, Feed.OrderSnapshot(11, 11, 2, 1, new OrderEntry(0, 900, '1', 105, 1, 1)),
                Feed.OrderSnapshot(
                    11, 11, 2, 2, new OrderEntry(0, 1, '0', 100, 5, 1), new OrderEntry(0, 2, '0', 100, 6, 2)))));
        Assert.Equal(
            ["0 BookReset ByOrder", "0 New 900", "0 New 1", "0 New 2", "0 New 3", "0 BookRecovered ByOrder"], events);

        // Orders carry no count: any lost packet makes their book stale.
        Assert.Contains("0 BookStale ByOrder", Mdp3Rig.Short(rig.Lose(13, 1)));
        Assert.Empty(rig.Give(
            Mdp3Feed.OrderSnapshots, rig.Feed.Packet(1, Feed.OrderSnapshot(11, 12, 1, 1))));
        Assert.NotEmpty(rig.Give(
            Mdp3Feed.OrderSnapshots, rig.Feed.Packet(1, Feed.OrderSnapshot(11, 13, 1, 1))));
    }

    /// <summary>Both instruments have had their first entry, in packet 1.</summary>
    private static Mdp3Rig Started()
    {
        var rig = new Mdp3Rig(LevelsOnly);
        rig.Give(1, Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100), new Entry(22, 1, '0', 1, 200)));
        return rig;
    }

    /// <summary>Instrument 1 misses its entries 2 and 3; entry 4, of packet 5, waits.</summary>
    private static Mdp3Rig Broken()
    {
        Mdp3Rig rig = Started();
        rig.Lose(2, 3);
        rig.Give(5, Feed.Book(Feed.End, new Entry(11, 2, '0', 1, 100, 4, 1), new Entry(22, 4, '0', 1, 200, 4, 1)));
        return rig;
    }
}
