using HftGateway.Books;
using HftGateway.Features.Tests.Reference;
using HftGateway.MarketData.Events;

namespace HftGateway.Features.Tests;

/// <summary>The calculator itself: what is a row, flags, clock, reset, memory.</summary>
public sealed class FeatureCalculatorTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void ShouldWriteFlagsOnlyWhenTheEventIsNoRow()
    {
        using Harness harness = new(new FeatureOptions());
        harness.Feed(Add(1, EventSide.Buy, 1000, 10, Second));
        Assert.Equal(10.0, harness.Row.OfiEvent);
        FeatureRow row = harness.Row;
        InputEvent timer = new() { Kind = EventKind.Timer, Instrument = InputEvent.NoInstrument, TimeNs = 99 * Second };
        harness.Feed(in timer);
        row.Flags = FeatureFlags.None;
        Assert.Equal(row, harness.Row);
        Assert.Equal(Second, harness.Calculator.ClockNs);
        InputEvent refused = new() { Kind = EventKind.Delete, OrderId = 77, TimeNs = 2 * Second };
        harness.Feed(in refused);
        Assert.Equal(row, harness.Row);
        Assert.Equal(2 * Second, harness.Calculator.ClockNs);
    }

    [Fact]
    public void ShouldIgnoreTheRowWhenItsInstrumentIsUnknown()
    {
        using FeatureCalculator calculator = new(new FeatureOptions(), 1);
        InputEvent e = Add(1, EventSide.Buy, 1000, 10, Second);
        e.Instrument = 1;
        BookUpdate update = new() { Flags = BookFlags.Changed | BookFlags.Halted };
        FeatureRow row = new() { Flags = FeatureFlags.Row };
        calculator.OnEvent(in e, in update, ref row);
        Assert.Equal(FeatureFlags.None, row.Flags);
    }

    [Fact]
    public void ShouldUseTheLargestTimeWhenTheFeedStepsBack()
    {
        using Harness harness = new(new FeatureOptions { OfiTauS = 1 });
        harness.Compare(Add(1, EventSide.Buy, 1000, 100, 10 * Second), "step back");
        harness.Compare(Add(2, EventSide.Buy, 1000, 100, 9 * Second), "step back");
        Assert.Equal(200.0, harness.Row.OfiDecay);
        Assert.Equal(10 * Second, harness.Calculator.ClockNs);
        Assert.Equal(1, harness.Calculator.TimeStepsBack);
        harness.Compare(Add(3, EventSide.Buy, 1000, 100, 11 * Second), "step back");
        Assert.Equal(200 * Math.Exp(-1) + 100, harness.Row.OfiDecay, 1e-12);
    }

    [Fact]
    public void ShouldTellHaltsWhenTheTradingStateChanges()
    {
        using Harness harness = new(new FeatureOptions { HaltS = 300 });
        harness.Compare(Add(1, EventSide.Buy, 1000, 100, Second), "halts");
        Assert.Equal(FeatureFlags.Row, harness.Row.Flags);
        harness.Compare(State('H', 2 * Second), "halts");
        Assert.Equal(FeatureFlags.Halted | FeatureFlags.RecentHalt, harness.Row.Flags);
        harness.Compare(Add(2, EventSide.Sell, 1100, 100, 3 * Second), "halts");
        FeatureFlags valid = FeatureFlags.Row | FeatureFlags.QuoteValid;
        Assert.Equal(valid | FeatureFlags.Halted | FeatureFlags.RecentHalt, harness.Row.Flags);
        harness.Compare(State('T', 10 * Second), "halts");
        Assert.Equal(FeatureFlags.QuoteValid | FeatureFlags.RecentHalt, harness.Row.Flags);
        harness.Compare(Add(3, EventSide.Sell, 1100, 100, 310 * Second), "halts");
        Assert.Equal(valid | FeatureFlags.RecentHalt, harness.Row.Flags);
        harness.Compare(Add(4, EventSide.Sell, 1100, 100, (310 * Second) + 1), "halts");
        Assert.Equal(valid, harness.Row.Flags);
    }

    [Fact]
    public void ShouldStartAgainButKeepTheBookWhenTheFeedHasAGap()
    {
        using Harness harness = new(new FeatureOptions { ShortM = 1, FlowWindow = 1 });
        harness.Compare(Add(1, EventSide.Buy, 1000, 100, Second), "gap");
        harness.Compare(Add(2, EventSide.Sell, 1100, 50, 2 * Second), "gap");
        harness.Compare(State('P', 2 * Second), "gap");
        InputEvent hidden = new() { Kind = EventKind.Trade, Price = 1080, Quantity = 5, TimeNs = 3 * Second };
        harness.Compare(in hidden, "gap");
        Assert.Equal(0.0, harness.Row.Ofi);
        Assert.Equal(1.0, harness.Row.FlowImbalanceNorm);
        Assert.Equal(75.0, harness.Row.AverageTouchDepth);
        InputEvent gap = new() { Kind = EventKind.FeedGap, Instrument = InputEvent.NoInstrument, TimeNs = 4 * Second };
        harness.Compare(in gap, "gap");
        Assert.Equal(FeatureFlags.Stale, harness.Row.Flags);
        harness.Compare(Add(3, EventSide.Buy, 1000, 7, 5 * Second), "gap");
        Assert.Equal(107, harness.Row.BidSize1);
        Assert.Equal(7.0, harness.Row.OfiEvent);
        Assert.Equal(7.0, harness.Row.OfiDecay);
        Assert.Equal(78.5, harness.Row.AverageTouchDepth);
        Assert.Equal(double.NaN, harness.Row.Ofi);
        Assert.Equal(double.NaN, harness.Row.FlowImbalanceNorm);
        FeatureFlags halted = FeatureFlags.Halted | FeatureFlags.RecentHalt;
        FeatureFlags expected = FeatureFlags.Row | FeatureFlags.QuoteValid | FeatureFlags.Stale | halted;
        Assert.Equal(expected, harness.Row.Flags);
    }

    [Fact]
    public void ShouldEmptyItsLevelsWhenTheBookWasCleared()
    {
        using Harness harness = new(new FeatureOptions());
        harness.Compare(Add(1, EventSide.Buy, 1000, 100, Second), "clear");
        harness.Compare(Add(2, EventSide.Sell, 1100, 50, 2 * Second), "clear");
        harness.Clear(0);
        harness.Compare(Add(3, EventSide.Buy, 900, 7, 3 * Second), "clear");
        Assert.Equal(900, harness.Row.BestBid);
        Assert.Equal(0, harness.Row.BestAsk);
        Assert.Equal(7, harness.Row.BidDepth5);
        Assert.Equal(7.0, harness.Row.OfiEvent);
        Assert.Equal(7.0, harness.Row.OfiDecay);
        Assert.Equal(double.NaN, harness.Row.AverageTouchDepth);
        Assert.Equal(FeatureFlags.Row, harness.Row.Flags);
        // The flag may come with an event that is no row.
        harness.Clear(0);
        harness.Compare(State('T', 4 * Second), "clear");
        harness.Compare(Add(4, EventSide.Sell, 1200, 9, 5 * Second), "clear");
        Assert.Equal(-9.0, harness.Row.OfiDecay);
        Assert.Equal(0, harness.Row.BestBid);
    }

    [Fact]
    public void ShouldNotOverflowWhenPricesAndSizesAreAsLargeAsTheyCanBe()
    {
        using Harness harness = new(new FeatureOptions());
        // Four orders of 2^31 - 1 shares at one price: the level's sum needs more than 32 bits.
        for (ulong i = 1; i <= 4; i++)
            harness.Compare(Add(i, EventSide.Buy, 1_999_999_900, int.MaxValue, Second), "large");
        for (ulong i = 5; i <= 9; i++)
            harness.Compare(Add(i, EventSide.Sell, 2_000_000_000, int.MaxValue, Second), "large");
        Assert.Equal(4L * int.MaxValue, harness.Row.BidSize1);
        Assert.Equal(-100.0 / 18, harness.Row.ExecutionEdge, 1e-12);
    }

    [Fact]
    public void ShouldUseItsOwnTickWhenTheInstrumentHasOne()
    {
        using Harness harness = new(new FeatureOptions { TickPu = 100 }, 2, [100, 1]);
        InputEvent bid = Add(1, EventSide.Buy, 1000, 1, Second);
        InputEvent ask = Add(2, EventSide.Sell, 1300, 1, Second);
        bid.Instrument = ask.Instrument = 1;
        harness.Compare(in bid, "tick");
        harness.Compare(in ask, "tick");
        Assert.Equal(300.0, harness.Row.SpreadTicks);
    }

    [Fact]
    public void ShouldAllocateNothingWhenMillionsOfEventsPass()
    {
        const int Count = 50_000;
        RandomFeed feed = new(5, 2) { LongestGapNs = 2 * Second };
        using BookSet books = new(new BookSetOptions { Instruments = 2, MaxOrders = 1 << 16, IndexPages = 64 });
        using FeatureCalculator calculator = new(new FeatureOptions { ZWindow = 1000, ZSampleNs = 10_000_000 }, 2);
        InputEvent[] events = new InputEvent[Count];
        BookUpdate[] updates = new BookUpdate[Count];
        for (int i = 0; i < Count; i++)
        {
            events[i] = feed.Next();
            books.Apply(in events[i], ref updates[i]);
        }
        long span = events.Max(e => e.TimeNs) - events[0].TimeNs + Second;
        Span<bool> cleared = [false, false];
        FeatureRow row = default;
        long rows = 0;
        long before = 0;
        for (int round = 0; round <= 100; round++)
        {
            // The first round warms up; each starts from empty books, as the recorded updates do.
            if (round == 1)
                before = GC.GetAllocatedBytesForCurrentThread();
            cleared.Clear();
            for (int i = 0; i < Count; i++)
            {
                ref InputEvent e = ref events[i];
                ref BookUpdate update = ref updates[i];
                e.TimeNs += round == 0 ? 0 : span;
                if (!cleared[e.Instrument] && update.Flags != BookFlags.None)
                {
                    update.Flags |= BookFlags.Cleared;
                    cleared[e.Instrument] = true;
                }
                calculator.OnEvent(in e, in update, ref row);
                rows += (long)(row.Flags & FeatureFlags.Row);
            }
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.True(rows > 4_000_000, $"{rows} rows");
    }

    private static InputEvent Add(ulong id, EventSide side, long price, int shares, long timeNs) => new()
    {
        Kind = EventKind.Add, OrderId = id, Side = side, Price = price, Quantity = shares, TimeNs = timeNs,
    };

    private static InputEvent State(char state, long timeNs) =>
        new() { Kind = EventKind.TradingAction, Quantity = state, TimeNs = timeNs };
}
