using HftGateway.MarketData.Events;
using static HftGateway.Books.Tests.TestEvents;

namespace HftGateway.Books.Tests;

/// <summary>Trading state, staleness, crossing, limits and clearing.</summary>
public sealed class BookStatusTests : IDisposable
{
    private readonly BookSet _books = new(new BookSetOptions { Instruments = 2, MaxOrders = 4 });

    public void Dispose() => _books.Dispose();

    [Theory]
    [InlineData('H')]
    [InlineData('P')]
    [InlineData('Q')]
    public void ShouldBeHaltedWhenTradingActionIsNotTrading(char state)
    {
        Assert.False(_books.IsHalted(0));
        Assert.Equal(BookFlags.Halted | BookFlags.StateChanged, _books.Feed(Halt(state)).Flags);
        Assert.True(_books.IsHalted(0));
        Assert.False(_books.IsHalted(1));
        Assert.Equal(BookFlags.Halted, _books.Feed(Halt(state)).Flags);
        Assert.Equal(BookFlags.Halted | BookFlags.Changed, _books.Feed(Add(1, EventSide.Buy, 100, 1)).Flags);
        Assert.Equal(BookFlags.StateChanged, _books.Feed(Halt('T')).Flags);
        Assert.False(_books.IsHalted(0));
    }

    [Fact]
    public void ShouldStayHaltedWhenOnlyOneOfTwoReasonsEnds()
    {
        _books.Feed(OperationalHalt('Q', 'H'));
        Assert.Equal(BookFlags.Halted, _books.Feed(Halt('H')).Flags);
        Assert.Equal(BookFlags.Halted, _books.Feed(Halt('T')).Flags);
        Assert.Equal(BookFlags.StateChanged, _books.Feed(OperationalHalt('Q', 'T')).Flags);
    }

    [Fact]
    public void ShouldIgnoreOperationalHaltWhenOfAnotherMarket()
    {
        Assert.Equal(BookFlags.None, _books.Feed(OperationalHalt('B', 'H')).Flags);
        Assert.False(_books.IsHalted(0));
    }

    [Fact]
    public void ShouldMarkAllBooksStaleWhenFeedHasGap()
    {
        Assert.Equal(BookFlags.Stale | BookFlags.StateChanged, _books.Feed(Venue(EventKind.FeedGap)).Flags);
        Assert.True(_books.IsStale(0) && _books.IsStale(1) && _books.FeedStale);
        Assert.Equal(BookFlags.Stale | BookFlags.Changed, _books.Feed(Add(1, EventSide.Buy, 100, 1, 1)).Flags);
        Assert.Equal(BookFlags.StateChanged, _books.Feed(Venue(EventKind.FeedRecovered)).Flags);
        Assert.False(_books.IsStale(0) || _books.IsStale(1) || _books.FeedStale);
    }

    [Fact]
    public void ShouldReportRoundLotWhenDirectoryGaveOne()
    {
        Assert.Equal(0, _books.Feed(Add(1, EventSide.Buy, 100, 1)).RoundLot);
        _books.Feed(new InputEvent { Kind = EventKind.Directory, Quantity = 100 });
        Assert.Equal(100, _books.Feed(Add(2, EventSide.Buy, 100, 1)).RoundLot);
        Assert.Equal(100, _books.RoundLot(0));
    }

    [Theory]
    [InlineData(EventKind.Timer)]
    [InlineData(EventKind.Order)]
    [InlineData(EventKind.Session)]
    [InlineData(EventKind.Signal)]
    [InlineData(EventKind.Cross)]
    [InlineData(EventKind.BrokenTrade)]
    [InlineData(EventKind.Information)]
    [InlineData(EventKind.SystemEvent)]
    [InlineData((EventKind)255)]
    public void ShouldSayNothingWhenEventConcernsNoBook(EventKind kind)
    {
        BookUpdate update = new() { Flags = BookFlags.Changed, ChangeCount = 2, BestBid = 5 };
        InputEvent e = new() { Kind = kind, Instrument = InputEvent.NoInstrument };
        _books.Apply(in e, ref update);
        Assert.Equal((BookFlags.None, 0, 5), (update.Flags, (int)update.ChangeCount, (int)update.BestBid));
        Assert.Equal(0, _books.Anomalies.Total);
    }

    [Fact]
    public void ShouldCountLockAndCrossOnceWhenTheyBegin()
    {
        _books.Feed(Add(1, EventSide.Buy, 10_000, 1));
        BookUpdate locked = _books.Feed(Add(2, EventSide.Sell, 10_000, 1));
        Assert.Equal(BookFlags.Changed, locked.Flags);
        Assert.Equal((1, 0), (_books.Anomalies[BookAnomaly.Locked], _books.Anomalies[BookAnomaly.Crossed]));
        _books.Feed(Add(3, EventSide.Sell, 9_900, 1));
        _books.Feed(Add(4, EventSide.Sell, 9_800, 1));
        Assert.Equal((1, 1), (_books.Anomalies[BookAnomaly.Locked], _books.Anomalies[BookAnomaly.Crossed]));
    }

    [Fact]
    public void ShouldNotCountCrossWhenHalted()
    {
        _books.Feed(Halt('H'));
        _books.Feed(Add(1, EventSide.Buy, 10_000, 1));
        _books.Feed(Add(2, EventSide.Sell, 9_900, 1));
        Assert.Equal(0, _books.Anomalies.Total);
    }

    [Fact]
    public void ShouldRefuseAndTurnStaleWhenOrdersAreFull()
    {
        for (uint i = 1; i <= 4; i++)
            _books.Feed(Add(i, EventSide.Buy, 100 * i, 1));
        Assert.Equal(
            BookFlags.Refused | BookFlags.Stale | BookFlags.Incomplete,
            _books.Feed(Add(5, EventSide.Buy, 100, 1, 1)).Flags);
        Assert.Equal(1, _books.Anomalies[BookAnomaly.OrderPoolFull]);
        Assert.True(_books.IsStale(1));
        Assert.False(_books.IsStale(0));
        // A replace needs no new room; staleness by capacity outlives a feed recovery and ends with a clear.
        Assert.Equal(BookFlags.Changed, _books.Feed(Replace(4, 9, 50, 7)).Flags);
        _books.Feed(Venue(EventKind.FeedRecovered));
        Assert.True(_books.IsStale(1));
        _books.Clear(1);
        Assert.False(_books.IsStale(1));
    }

    [Fact]
    public void ShouldFindEveryOrderWhenPagesRunOut()
    {
        // One page only: 1 takes it, the others hash; then the page is free again while they live on.
        ulong[] ids = [1, 5000, 1UL << 31, ulong.MaxValue];
        foreach (ulong id in ids)
            Assert.Equal(BookFlags.Changed, _books.Feed(Add(id, EventSide.Buy, 100, 1)).Flags);
        foreach (ulong id in ids)
            Assert.Equal(BookFlags.Refused, _books.Feed(Add(id, EventSide.Buy, 100, 1)).Flags);
        _books.Feed(Delete(1));
        Assert.Equal(BookFlags.Changed, _books.Feed(Add(5001, EventSide.Buy, 100, 1)).Flags);
        Assert.True(_books.TryGetOrder(5000, out _));
        foreach (ulong id in (ulong[])[5000, 5001, 1UL << 31, ulong.MaxValue])
            Assert.Equal(BookFlags.Changed, _books.Feed(Delete(id)).Flags);
        Assert.Equal(0, _books.TotalOrders);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void ShouldKeepOrderOfLevelsWhenSideHasHundredThousand(int direction)
    {
        const int Levels = 100_000;
        using BookSet books = new(new BookSetOptions { Instruments = 1, MaxOrders = Levels });
        for (int i = 0; i < Levels; i++)
            books.Feed(Add((uint)i, EventSide.Buy, 1_000_000_000 + direction * i * 10_000L, i + 1));
        BookLevel[] levels = new BookLevel[Levels];
        Assert.Equal(Levels, books.CopyLevels(0, EventSide.Buy, levels));
        for (int i = 0; i < Levels; i++)
        {
            int made = direction > 0 ? Levels - 1 - i : i;
            Assert.Equal(new BookLevel(1_000_000_000 + direction * made * 10_000L, made + 1, 1), levels[i]);
        }
        for (int i = 0; i < Levels; i++)
            Assert.Equal(BookFlags.Changed, books.Feed(Delete((uint)(i * 7919L % Levels))).Flags);
        Assert.Equal((0, 0), (books.TotalOrders, books.LevelCount(0, EventSide.Buy)));
    }

    [Fact]
    public void ShouldReportClearedOnceWhenBookWasCleared()
    {
        _books.Feed(Add(1, EventSide.Buy, 100, 1));
        _books.Feed(Add(2, EventSide.Sell, 200, 1));
        _books.Feed(Add(3, EventSide.Sell, 200, 1, 1));
        _books.Clear(0);
        Assert.Equal((1, 0, 1), (_books.TotalOrders, _books.OrderCount(0), _books.OrderCount(1)));
        Assert.False(_books.TryGetOrder(1, out _));
        BookUpdate update = _books.Feed(Add(1, EventSide.Buy, 90, 1));
        Assert.Equal(BookFlags.Changed | BookFlags.Cleared, update.Flags);
        Assert.Equal((90, 0), (update.BestBid, update.BestAsk));
        Assert.Equal(BookFlags.Changed, _books.Feed(Add(2, EventSide.Buy, 80, 1)).Flags);
        _books.ClearAll();
        Assert.Equal(0, _books.TotalOrders);
    }

    [Fact]
    public void ShouldRejectOptionsWhenOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BookSet(new BookSetOptions { Instruments = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new BookSet(new BookSetOptions { Instruments = 1, MaxOrders = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _books.IsHalted(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => _books.IsHalted(-1));
    }
}
