using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using Entry = HftGateway.MarketData.Tests.Mdp3.Feed.Entry;

namespace HftGateway.MarketData.Tests.Mdp3;

public sealed class Mdp3HandlerTests
{
    [Fact]
    public void ShouldBindInstrumentsWhenDefinitionsArrive()
    {
        var rig = new Mdp3Rig(define: false);
        Assert.False(rig.Handler.HasDefinitions);
        List<InputEvent> events = rig.Give(
            Mdp3Feed.Definitions,
            rig.Feed.Packet(1, Feed.Define(11, "AAA", 3), Feed.Define(99, "CCC", 3), Feed.Define(22, "BBB", 3, depth: 5)));
        Assert.Equal(
            ["0 BookReset Both", "0 SecurityState 17", "1 BookReset Both", "1 SecurityState 17"],
            Mdp3Rig.Short(events));
        Assert.Equal((10, 2), (events[0].Quantity, events[0].Quantity2));
        Assert.Equal(5, events[2].Quantity);
        Assert.True(rig.Handler.HasDefinitions);
        Assert.Equal(
            new Mdp3Definition("AAA", 11, "GRP", "ASSET", "FUT", "USD", 10_000_000, 1_000_000_000, 10, 2, 17, 'A', 3),
            rig.Handler.Definition(0));
        // The loop goes round: nothing new in it.
        Assert.Empty(rig.Give(Mdp3Feed.Definitions, rig.Feed.Packet(1, Feed.Define(11, "AAA", 3))));
    }

    [Fact]
    public void ShouldRefuseADefinitionWhenItsTickIsFinerThanThePriceUnit()
    {
        var rig = new Mdp3Rig(new Mdp3Options { Symbols = ["AAA"], PriceDecimals = 1 }, define: false);
        Assert.Empty(rig.Give(Mdp3Feed.Definitions, rig.Feed.Packet(1, Feed.Define(11, "AAA"))));
        Assert.Equal(1, rig.Statistics.RefusedDefinitions);
        Assert.Null(rig.Handler.Definition(0));
    }

    [Fact]
    public void ShouldMarkTheLastEventOfEachInstrumentWhenAMessageEndsTheEvent()
    {
        var rig = new Mdp3Rig();
        string[] events = Mdp3Rig.Short(rig.Give(
            1,
            Feed.Book(
                Feed.End, new Entry(11, 1, '0', 1, 100, 5), new Entry(22, 1, '1', 1, 200, 6),
                new Entry(99, 1, '0', 1, 1), new Entry(11, 2, '1', 1, 102, 7))));
        Assert.Equal(
            [
                "0 BookReset ByLevel", "0 BookReset ByOrder", "0 BookRecovered ByLevel", "0 BookRecovered ByOrder",
                "0 LevelInsert b1 100x5",
                "1 BookReset ByLevel", "1 BookReset ByOrder", "1 BookRecovered ByLevel", "1 BookRecovered ByOrder",
                "1 LevelInsert a1 200x6 end",
                "0 LevelInsert a1 102x7 end",
            ],
            events);
    }

    [Fact]
    public void ShouldEndTheEventByItselfWhenTheLastMessageHasNoEntry()
    {
        var rig = new Mdp3Rig();
        Assert.EndsWith("b1 100x5", Mdp3Rig.Short(rig.Give(1, Feed.Book(0, new Entry(11, 1, '0', 1, 100, 5))))[^1]);
        Assert.Equal(["0 EventEnd"], Mdp3Rig.Short(rig.Give(2, Feed.Book(128))));
        Assert.Empty(rig.Give(3, Feed.Book(128)));

        // Real and implied books are each consistent at a bit of their own.
        Assert.Equal(
            ["0 LevelUpdate b1 100x6 end", "0 LevelInsert b1 99x1 implied"],
            Mdp3Rig.Short(rig.Give(
                4, Feed.Book(4, new Entry(11, 2, '0', 1, 100, 6, 1)), Feed.Book(0, new Entry(11, 3, 'E', 1, 99, 1)))));
        List<InputEvent> end = rig.Give(5, Feed.Book(16));
        Assert.Equal(EventKind.EventEnd, Assert.Single(end).Kind);
        Assert.Equal(EventFlags.EndOfEvent | EventFlags.Implied, end[0].Flags);
    }

    [Fact]
    public void ShouldFillAnEventWhenAnEntryIsDecoded()
    {
        var rig = new Mdp3Rig(new Mdp3Options
        {
            Symbols = ["AAA", "BBB"], Venue = 3, FirstInstrument = 10, MidnightUtcNs = (long)Feed.Time - 5_000,
        });
        rig.Give(7, Feed.Book(0, new Entry(22, 1, '0', 1, 100, 5)));
        InputEvent e = rig.Give(8, Feed.Book(Feed.End, new Entry(22, 2, 'F', 2, -100, 9)))[0];
        Assert.Equal(
            new InputEvent
            {
                Kind = EventKind.LevelInsert, Side = EventSide.Sell, Code = 2, Instrument = 11, Venue = 3, Price = -100,
                Flags = EventFlags.Implied, OrderId = 9, Quantity = 9, Quantity2 = 1, OrderId2 = 2, Sequence = 8,
                TimeNs = 5_000, UtcNs = (long)Feed.Time,
            },
            e);
    }

    [Fact]
    public void ShouldExpandARemovalOfSeveralLevels()
    {
        var rig = new Mdp3Rig();
        rig.Give(1, Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100)));
        string[] events = Mdp3Rig.Short(rig.Give(2, Feed.Book(Feed.End, new Entry(11, 2, '0', 3, 0, 0, 4))));
        Assert.Equal(["0 LevelDelete b1 0x0", "0 LevelDelete b1 0x0", "0 LevelDelete b1 0x0 end"], events);
        List<InputEvent> all = rig.Give(3, Feed.Book(Feed.End, new Entry(11, 3, '1', 1, 0, 0, 3)));
        Assert.Equal(10, all.Count);
        Assert.All(all, e => Assert.Equal((EventKind.LevelDelete, 1, (byte)1), (e.Kind, e.Quantity2, e.Code)));
        events = Mdp3Rig.Short(rig.Give(4, Feed.Book(Feed.End, new Entry(11, 4, '0', 2, 98, 4, 5))));
        Assert.Equal(["0 LevelOverlay b2 98x4 end"], events);
    }

    [Fact]
    public void ShouldReportTradesWithTheirOrders()
    {
        var rig = new Mdp3Rig();
        rig.Give(1, Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100)));
        List<InputEvent> events = rig.Give(2, Feed.Trade(1, new Entry(11, 2, '2', 0, 100, 8), 2, 501, 0, 502));
        Assert.Equal(["0 TradeSummary", "0 Traded 501", "0 Traded 502"], Mdp3Rig.Short(events));
        InputEvent e = events[0];
        Assert.Equal(
            (100L, 8, 3, 77UL, (byte)2, EventSide.Buy),
            (e.Price, e.Quantity, e.Quantity2, e.OrderId2, e.Code, e.Side));
        Assert.Equal(
            ["0 BrokenTrade"],
            Mdp3Rig.Short(rig.Give(3, Feed.Trade(1, new Entry(11, 3, '2', 0, 100, 8, 2), 1))));
        // The count went on through both.
        Assert.Single(rig.Give(4, Feed.Book(Feed.End, new Entry(11, 4, '0', 1, 100, 2, 1))));
        Assert.Equal(0, rig.Statistics.EntryGaps);
    }

    [Fact]
    public void ShouldGiveAStateToWhatItNames()
    {
        var rig = new Mdp3Rig();
        List<InputEvent> one = rig.Give(1, Feed.Status(22, "", "", 2));
        Assert.Equal(["1 SecurityState 2"], Mdp3Rig.Short(one));
        Assert.Equal(260, one[0].Quantity2);
        string[] both = ["0 SecurityState 4", "1 SecurityState 4"];
        Assert.Equal(both, Mdp3Rig.Short(rig.Give(2, Feed.Status(int.MaxValue, "GRP", "", 4))));
        Assert.Equal(both, Mdp3Rig.Short(rig.Give(3, Feed.Status(int.MaxValue, "GRP", "ASSET", 4))));
        Assert.Empty(rig.Give(4, Feed.Status(int.MaxValue, "GRP", "OTHER", 4)));
        Assert.Empty(rig.Give(5, Feed.Status(int.MaxValue, "", "", 4)));
        Assert.Empty(rig.Give(6, Feed.Status(11, "", "", 255)));
    }

    [Fact]
    public void ShouldAllocateNothingWhenAMillionPacketsPass()
    {
        var rig = new Mdp3Rig();
        rig.Give(1, Feed.Book(Feed.End, new Entry(11, 1, '0', 1, 100)));
        byte[] packet = rig.Feed.Packet(
            2, Feed.Book(Feed.End, new Entry(11, 2, '0', 1, 100, 2, 1), new Entry(11, 3, '0', 1, 100, 3, 1)));
        var sink = new CountingSink(new InputEvent[1]);
        Run(rig.Handler, packet, 2, 1_000, ref sink);
        uint next = 1_002;
        Assert.Equal(0, SteadyState.AllocatedBytes(
            () =>
            {
                Run(rig.Handler, packet, next, 1_000_000, ref sink);
                next += 1_000_000;
            },
            out int passes));
        Assert.Equal(0, rig.Statistics.EntryGaps + rig.Statistics.OldEntries + rig.Statistics.LostPackets);
        Assert.Equal(2_000 + (passes * 2_000_000), sink.Count);
    }

    // Numbers packets and entries on, as an exchange does.
    private static void Run(Mdp3Handler handler, byte[] packet, uint first, int count, ref CountingSink sink)
    {
        const int FirstCount = 12 + 10 + 11 + 3 + 16;
        for (uint i = first; i < first + count; i++)
        {
            BitConverter.TryWriteBytes(packet, i);
            BitConverter.TryWriteBytes(packet.AsSpan(FirstCount), 2 * i - 2);
            BitConverter.TryWriteBytes(packet.AsSpan(FirstCount + 32), 2 * i - 1);
            handler.OnPacket(Mdp3Feed.Incremental, packet, 0, ref sink);
        }
    }

    private struct CountingSink(InputEvent[] place) : IEventSink
    {
        public int Count;

        public readonly ref InputEvent Next => ref place[0];

        public void Commit() => Count++;
    }
}
