using HftGateway.Books.MarketByPrice;
using HftGateway.MarketData.Events;
using static HftGateway.Books.Tests.MarketByPrice.LevelEvents;

namespace HftGateway.Books.Tests.MarketByPrice;

public sealed class LevelBookTests
{
    private const EventSide Bid = EventSide.Buy;
    private const EventSide Ask = EventSide.Sell;

    [Fact]
    public void ShouldShiftLevelsWhenOneIsInsertedAndDeleted()
    {
        using MarketByPriceBooks books = Open(depth: 3);
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, 100, 5, 2));
        books.Apply(Level(EventKind.LevelInsert, Bid, 2, 98, 7, 3));
        books.Apply(Level(EventKind.LevelInsert, Bid, 2, 99, 1, 1));
        Assert.Equal([(100, 5, 2), (99, 1, 1), (98, 7, 3)], books.Levels(Bid));

        BookUpdate update = books.Apply(Level(EventKind.LevelInsert, Bid, 1, 101, 9, 4));
        Assert.Equal([(101, 9, 4), (100, 5, 2), (99, 1, 1)], books.Levels(Bid));
        // The book is shallower than a mirror of ten levels: what fell off is said.
        Assert.Equal(2, update.ChangeCount);
        Assert.Equal(
            (LevelAction.Remove, (byte)2, 98L, -7),
            (update.Change0.Action, update.Change0.Level, update.Change0.Price, update.Change0.QuantityDelta));
        Assert.Equal((LevelAction.Insert, (byte)0), (update.Change1.Action, update.Change1.Level));

        update = books.Apply(Level(EventKind.LevelDelete, Bid, 2));
        Assert.Equal([(101, 9, 4), (99, 1, 1)], books.Levels(Bid));
        Assert.Equal((1, (byte)1), (update.ChangeCount, update.Change0.Level));
        Assert.Equal(BookFlags.Changed, update.Flags);
        Assert.Equal(101, update.BestBid);
        Assert.Equal(0, books.Set.Anomalies.Total);
    }

    [Fact]
    public void ShouldReplaceALevelWhenItIsUpdatedOrOverlaid()
    {
        using MarketByPriceBooks books = Open();
        books.Apply(Level(EventKind.LevelInsert, Ask, 1, 100, 5, 2));
        books.Apply(Level(EventKind.LevelInsert, Ask, 2, 102, 6, 2));
        BookUpdate update = books.Apply(Level(EventKind.LevelUpdate, Ask, 1, 100, 8, 3));
        Assert.Equal((LevelAction.Update, 3), (update.Change0.Action, update.Change0.QuantityDelta));
        update = books.Apply(Level(EventKind.LevelOverlay, Ask, 2, 101, 4, 1));
        Assert.Equal(2, update.ChangeCount);
        Assert.Equal([(100, 8, 3), (101, 4, 1)], books.Levels(Ask));
        Assert.Equal(0, books.Set.Anomalies.Total);
        books.Apply(Level(EventKind.LevelUpdate, Ask, 2, 103, 4, 1));
        Assert.Equal([(100, 8, 3), (103, 4, 1)], books.Levels(Ask));
        Assert.Equal(1, books.Set.Anomalies[BookAnomaly.LevelPriceDiffers]);
    }

    [Fact]
    public void ShouldShowAQuoteOnlyWhenTheEventIsOver()
    {
        using MarketByPriceBooks books = Open();
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, 100, 5));
        BookUpdate update = books.Apply(Level(EventKind.LevelInsert, Ask, 1, 102, 5));
        Assert.Equal(BookFlags.Changed | BookFlags.QuoteValid, update.Flags);

        // In the middle of the event the book is crossed; no one may see that quote.
        update = books.Apply(Level(EventKind.LevelInsert, Bid, 1, 103, 1, end: false));
        Assert.Equal(BookFlags.Changed | BookFlags.MidEvent | BookFlags.QuoteBeforeValid, update.Flags);
        Assert.True(books.Set.IsMidEvent(0));
        update = books.Apply(Level(EventKind.LevelDelete, Ask, 1, end: false));
        Assert.Equal(BookFlags.Changed | BookFlags.MidEvent, update.Flags);
        update = books.Apply(Level(EventKind.LevelInsert, Ask, 1, 104, 1));
        Assert.Equal(BookFlags.Changed | BookFlags.QuoteValid, update.Flags);
        Assert.Equal((103, 104), (update.BestBid, update.BestAsk));

        books.Apply(Level(EventKind.LevelUpdate, Ask, 1, 104, 2, end: false));
        update = books.Apply(Of(EventKind.EventEnd));
        Assert.Equal(BookFlags.Changed | BookFlags.QuoteValid, update.Flags);
        Assert.Equal(0, update.ChangeCount);
    }

    [Fact]
    public void ShouldKeepTheImpliedBookApartWhenItChanges()
    {
        using MarketByPriceBooks books = Open();
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, 100, 5));
        BookUpdate update = books.Apply(Level(EventKind.LevelInsert, Bid, 1, 101, 9, implied: true));
        Assert.Equal((BookFlags.None, (byte)0), (update.Flags, update.ChangeCount));
        books.Apply(Level(EventKind.LevelInsert, Bid, 2, 99, 4, implied: true));
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, 102, 3, implied: true));
        Assert.Equal([(100, 5, 1)], books.Levels(Bid));
        Assert.Equal(2, books.Set.ImpliedLevelCount(0, Bid));
        Assert.True(books.Set.TryGetImpliedLevel(0, Bid, 0, out BookLevel best));
        Assert.True(books.Set.TryGetImpliedLevel(0, Bid, 1, out BookLevel second));
        Assert.Equal((102, 101), (best.Price, second.Price));
        books.Apply(Level(EventKind.LevelDelete, Bid, 1, implied: true));
        Assert.True(books.Set.TryGetImpliedLevel(0, Bid, 0, out best));
        Assert.Equal(101, best.Price);
        Assert.Equal(0, books.Set.Anomalies.Total);
    }

    [Theory]
    [InlineData(EventKind.LevelInsert, 3, BookAnomaly.MissingLevel, true)]
    [InlineData(EventKind.LevelInsert, 0, BookAnomaly.BadLevel, true)]
    [InlineData(EventKind.LevelInsert, 11, BookAnomaly.BadLevel, true)]
    [InlineData(EventKind.LevelUpdate, 2, BookAnomaly.MissingLevel, true)]
    [InlineData(EventKind.LevelOverlay, 255, BookAnomaly.BadLevel, true)]
    [InlineData(EventKind.LevelDelete, 2, BookAnomaly.MissingLevel, false)]
    public void ShouldRefuseAnEntryWhenItsLevelCannotBe(EventKind kind, int level, BookAnomaly anomaly, bool stale)
    {
        using MarketByPriceBooks books = Open();
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, 100, 5));
        BookUpdate update = books.Apply(Level(kind, Bid, level, 99, 5, end: false));
        Assert.Equal((BookFlags.Refused, (byte)0), (update.Flags & BookFlags.Refused, update.ChangeCount));
        Assert.Equal([(100, 5, 1)], books.Levels(Bid));
        Assert.Equal(1, books.Set.Anomalies[anomaly]);
        Assert.Equal(1, books.Set.Anomalies.Total);
        Assert.Equal(stale, books.Set.IsStale(0));

        // A breach is not healed by a word of the feed alone, but by new contents.
        books.Apply(Of(EventKind.BookRecovered));
        Assert.Equal(stale, books.Set.IsStale(0));
        update = books.Apply(Of(EventKind.BookReset));
        Assert.Equal(BookFlags.Changed | BookFlags.Cleared, update.Flags);
        Assert.False(books.Set.IsStale(0));
        Assert.Empty(books.Levels(Bid));
    }

    [Fact]
    public void ShouldRefuseWithoutHarmWhenNumbersAreOutOfRange()
    {
        using MarketByPriceBooks books = Open();
        Assert.Equal(BookFlags.Refused, books.Apply(Level(EventKind.LevelInsert, Bid, 1, 1, 1, instrument: 3)).Flags);
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, 1, 0));
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, 1, -1));
        Assert.Equal(2, books.Set.Anomalies[BookAnomaly.ZeroShares]);
        Assert.Equal(1, books.Set.Anomalies[BookAnomaly.UnknownInstrument]);
        Assert.Empty(books.Levels(Bid));
    }

    [Fact]
    public void ShouldFollowNegativePricesWhenASpreadTrades()
    {
        using MarketByPriceBooks books = Open();
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, -300, 5_000_000_000, 2));
        BookUpdate update = books.Apply(Level(EventKind.LevelInsert, Ask, 1, 0, 3));
        Assert.Equal(BookFlags.Changed | BookFlags.QuoteValid, update.Flags);
        Assert.Equal((-300L, 0L, int.MaxValue), (update.BestBid, update.BestAsk, update.BidQuantity));
        Assert.Equal([(-300, 5_000_000_000, 2)], books.Levels(Bid));
    }

    [Fact]
    public void ShouldReportTradesWithoutChangingTheBook()
    {
        using MarketByPriceBooks books = Open();
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, 100, 5));
        books.Apply(Level(EventKind.LevelInsert, Ask, 1, 101, 5));
        InputEvent trade = Of(EventKind.TradeSummary, quantity: 3, code: 2) with { Price = 100, OrderId = 3 };
        BookUpdate update = books.Apply(trade);
        BookFlags quote = BookFlags.QuoteValid | BookFlags.QuoteBeforeValid;
        Assert.Equal(BookFlags.Trade | quote, update.Flags);
        Assert.Equal((3, 100L, Bid, 201L),
            (update.TradeQuantity, update.TradePrice, update.RestingSide, update.TwiceMidBefore));
        update = books.Apply(trade with { Code = 0 });
        Assert.Equal(BookFlags.Trade | BookFlags.Hidden | quote, update.Flags);
        Assert.Equal([(100, 5, 1)], books.Levels(Bid));
    }

    [Theory]
    [InlineData(17, false)]
    [InlineData(2, true)]
    [InlineData(4, true)]
    [InlineData(21, true)]
    [InlineData(255, true)]
    public void ShouldHaltUnlessReadyToTrade(int state, bool halted)
    {
        using MarketByPriceBooks books = Open();
        books.Apply(Of(EventKind.SecurityState, quantity: state));
        Assert.Equal(halted, books.Set.IsHalted(0));
        books.Apply(Of(EventKind.SecurityState, quantity: LevelBookSet.NoChange));
        Assert.Equal(halted, books.Set.IsHalted(0));
        Assert.Equal(state, books.Set.TradingState(0));
    }

    [Fact]
    public void ShouldBeginStaleAndInNoTradingState()
    {
        using LevelBookSet books = new(new LevelBookSetOptions { Instruments = 1 });
        Assert.True(books.IsStale(0));
        // Not halted: the first state of a day would be taken for the end of a halt.
        Assert.False(books.IsHalted(0));
        Assert.Equal(0, books.TradingState(0));
    }
}
