using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using Xunit.Abstractions;

namespace HftGateway.MarketData.Tests.Mdp3;

/// <summary>The exchange's own packets, decoded to the values that were read out of them independently.</summary>
public sealed class CapturedPacketTests(ITestOutputHelper output)
{
    [Fact]
    public void ShouldDecodeABookMessageOfTwentyThreeEntries()
    {
        if (Load("mdp3-v1.9.MdIncrementalRefreshBook.bin") is not { } packet)
            return;
        Mdp3Rig rig = Sound(1028095, orders: true, (157660, 410), (851176, 700));
        List<InputEvent> events = rig.Give(Mdp3Feed.Incremental, packet);
        Assert.Equal(
            [
                "0 LevelDelete a1 0x1", "0 LevelInsert a1 152500000x1 end", "1 LevelDelete b1 0x20",
                "1 LevelDelete a1 0x25 end", "0 Update 563189401446", "1 Delete 563189415256", "1 Delete 563189415257",
            ],
            Mdp3Rig.Short(events));
        Assert.Equal((1_536_760_535_644_820_404, 1028095), (events[0].UtcNs, events[0].Sequence));
        // The order's price and side are those of the second entry, which it refers to.
        InputEvent order = events[4];
        Assert.Equal(
            (EventSide.Sell, 152_500_000L, 1, 10_623_363_030UL),
            (order.Side, order.Price, order.Quantity, order.OrderId2));
        AssertSound(rig);
    }

    [Fact]
    public void ShouldDecodeATradeWithItsOrdersVolumeAndBooks()
    {
        if (Load("mdp3-v1.9.MdIncrementalRefreshTradeSummary.bin") is not { } packet)
            return;
        Mdp3Rig rig = Sound(884140, orders: true, (170506, 20184), (5893, 19533));
        List<InputEvent> events = rig.Give(Mdp3Feed.Incremental, packet);
        Assert.Equal(
            [
                "0 TradeSummary", "0 Traded 88463941745", "0 Traded 88463939692", "0 Traded 88463940665", "0 Statistic e",
                "0 Delete 88463939692", "0 Update 88463940665", "0 LevelUpdate b1 129520000x3 end",
                "1 LevelUpdate b1 130030000x3 implied end",
            ],
            Mdp3Rig.Short(events));
        InputEvent trade = events[0];
        Assert.Equal(
            (129_520_000L, 2, 3, (byte)2, 341_412UL, EventSide.Buy),
            (trade.Price, trade.Quantity, trade.Quantity2, trade.Code, trade.OrderId2, trade.Side));
        Assert.Equal(3_765UL, events[4].OrderId);
        // The implied book has no orders to count.
        Assert.Equal((2, 0), (events[7].Quantity2, events[8].Quantity2));
        AssertSound(rig);
    }

    [Fact]
    public void ShouldDecodeTwoEventsInOnePacket()
    {
        if (Load("mdp3-v1.9.MdIncrementalRefreshVolume.bin") is not { } packet)
            return;
        Mdp3Rig rig = Sound(1160087, orders: true, (121933, 3071));
        Assert.Equal(
            [
                "0 Statistic e", "0 LevelUpdate b1 10000x9 end", "0 Update 88463941759", "0 TradeSummary",
                "0 Traded 88463941761", "0 Traded 88463941759", "0 Statistic e", "0 LevelDelete b1 0x9 end",
                "0 Delete 88463941759",
            ],
            Mdp3Rig.Short(rig.Give(Mdp3Feed.Incremental, packet)));
        AssertSound(rig);
    }

    [Fact]
    public void ShouldDecodeAnOrder()
    {
        if (Load("mdp3-v1.9.MdIncrementalRefreshOrderBook.bin") is not { } packet)
            return;
        Mdp3Rig rig = Sound(911525, orders: true, (532259, 1));
        InputEvent e = Assert.Single(rig.Give(Mdp3Feed.Incremental, packet));
        Assert.Equal(
            (EventKind.OrderEntry, (byte)OrderEntryAction.New, 76_662_054_355UL, 641_463_012UL),
            (e.Kind, e.Code, e.OrderId, e.OrderId2));
        Assert.Equal((EventSide.Sell, 120_680_000L, 4), (e.Side, e.Price, e.Quantity));
    }

    [Fact]
    public void ShouldDecodeTheConflatedFeedOverTcp()
    {
        if (Load("mdp3-v1.12.SnapshotFullRefreshTcpLongQty.bin") is not { } snapshot
            || Load("mdp3-v1.12.MdIncrementalRefreshBookLongQty.bin") is not { } book
            || Load("mdp3-v1.12.MdIncrementalRefreshTradeSummaryLongQty.bin") is not { } trade)
        {
            return;
        }

        var rig = new Mdp3Rig(new Mdp3Options { Symbols = ["EURUSD"], PriceDecimals = 5 }, define: false);
        rig.Give(Mdp3Feed.Definitions, rig.Feed.Packet(1, Feed.Define(11_827_320, "EURUSD")));
        Assert.Equal(
            [
                "0 BookReset ByLevel", "0 LevelInsert b1 118365x1000000 end", "0 LevelInsert b2 118000x1000000 end",
                "0 LevelInsert a1 118375x1000000 end", "0 LevelInsert a2 120790x2000000 end",
                "0 LevelInsert a3 120800x2000000 end", "0 LevelInsert a4 120805x17000000 end",
                "0 LevelInsert a5 120810x13000000 end", "0 Statistic x", "0 Statistic w", "0 Statistic 2",
                "0 Statistic g", "0 BookRecovered ByLevel",
            ],
            Mdp3Rig.Short(rig.GiveTcp(snapshot)));
        Assert.Equal(["0 LevelUpdate a4 120815x6000000 end"], Mdp3Rig.Short(rig.GiveTcp(book)));
        Assert.Equal(["0 Information"], Mdp3Rig.Short(rig.GiveTcp(trade)));
        AssertSound(rig);
    }

    [Fact]
    public void ShouldSkipTheTemplatesOfOldVersions()
    {
        foreach (string name in new[] { "Book", "SessionStatistics", "TradeSummary", "Volume" })
        {
            if (Load($"mdp3-v1.5.MdIncrementalRefresh{name}.bin") is not { } packet)
                return;
            var rig = new Mdp3Rig();
            rig.Give(Mdp3Feed.Incremental, packet);
            Assert.NotEqual(0, rig.Statistics.UnknownTemplates);
            Assert.Equal(0, rig.Statistics.MalformedMessages + rig.Statistics.MalformedPackets);
        }
    }

    /// <summary>A rig whose instruments are sound up to the packet and counts given.</summary>
    private static Mdp3Rig Sound(uint packet, bool orders, params (int Security, uint Count)[] instruments)
    {
        var rig = new Mdp3Rig(
            new Mdp3Options { Symbols = [.. instruments.Select(i => $"S{i.Security}")], Orders = orders }, define: false);
        foreach ((int security, uint count) in instruments)
        {
            rig.Give(Mdp3Feed.Definitions, rig.Feed.Packet(2, Feed.Define(security, $"S{security}")));
            rig.Give(Mdp3Feed.Snapshots, rig.Feed.Packet(2, Feed.Snapshot(security, packet - 1, count, 99)));
            rig.Give(Mdp3Feed.OrderSnapshots, rig.Feed.Packet(2, Feed.OrderSnapshot(security, packet - 1, 1, 1)));
        }

        return rig;
    }

    private static void AssertSound(Mdp3Rig rig)
    {
        Mdp3Statistics s = rig.Statistics;
        Assert.Equal(0, s.MalformedMessages + s.MalformedPackets + s.UnknownTemplates + s.BadEntries + s.InexactPrices);
        Assert.Equal(0, s.EntryGaps + s.OldEntries);
    }

    private byte[]? Load(string name) =>
        SharedData.Find("sbe/" + name, output) is { } path ? File.ReadAllBytes(path) : null;
}
