using HftGateway.MarketData.Events;
using static HftGateway.Books.Tests.TestEvents;

namespace HftGateway.Books.Tests;

/// <summary>One small case per kind of event, every field worked out by hand.</summary>
public sealed class BookEventTests : IDisposable
{
    private readonly BookSet _books = new(new BookSetOptions { Instruments = 3, MaxOrders = 1000 });

    public void Dispose() => _books.Dispose();

    [Fact]
    public void ShouldInsertLevelWhenPriceIsNew()
    {
        BookUpdate update = _books.Feed(Add(7, EventSide.Buy, 10_000, 300));
        Assert.Equal(BookFlags.Changed, update.Flags);
        Assert.Equal(1, update.ChangeCount);
        Assert.Equal((10_000, 300, 0, 0), (update.BestBid, update.BidQuantity, update.BestAsk, update.AskQuantity));
        Assert.Equal(LevelAction.Insert, update.Change0.Action);
        Assert.Equal(EventSide.Buy, update.Change0.Side);
        Assert.Equal(0, update.Change0.Level);
        Assert.Equal((10_000, 300, 1, 300),
            (update.Change0.Price, update.Change0.Quantity, update.Change0.Orders, update.Change0.QuantityDelta));
    }

    [Fact]
    public void ShouldReportValidQuoteAndTwiceMidWhenBothSidesStand()
    {
        _books.Feed(Add(1, EventSide.Buy, 10_000, 300));
        BookUpdate second = _books.Feed(Add(2, EventSide.Sell, 10_100, 200));
        Assert.Equal(BookFlags.Changed | BookFlags.QuoteValid, second.Flags);
        BookUpdate third = _books.Feed(Add(3, EventSide.Sell, 10_050, 100));
        Assert.Equal(BookFlags.Changed | BookFlags.QuoteValid | BookFlags.QuoteBeforeValid, third.Flags);
        Assert.Equal(20_100, third.TwiceMidBefore);
        Assert.Equal((10_050, 100), (third.BestAsk, third.AskQuantity));
        Assert.Equal(EventSide.Sell, third.RestingSide);
    }

    [Fact]
    public void ShouldTradeAtOrderPriceWhenExecuted()
    {
        _books.Feed(Add(1, EventSide.Sell, 10_100, 200));
        BookUpdate part = _books.Feed(Execute(1, 50));
        Assert.Equal(BookFlags.Changed | BookFlags.Trade, part.Flags);
        Assert.Equal((50, 10_100, EventSide.Sell, 0),
            (part.TradeQuantity, (int)part.TradePrice, part.RestingSide, (int)part.BestLevelEmptied));
        Assert.Equal((LevelAction.Update, 150, -50),
            (part.Change0.Action, part.Change0.Quantity, part.Change0.QuantityDelta));
        BookUpdate rest = _books.Feed(Execute(1, 150));
        Assert.Equal(1, rest.BestLevelEmptied);
        Assert.Equal((LevelAction.Remove, 0, 0, -150),
            (rest.Change0.Action, rest.Change0.Level, rest.Change0.Orders, rest.Change0.QuantityDelta));
        Assert.Equal((0, 0), (rest.BestAsk, rest.AskQuantity));
        Assert.False(_books.TryGetOrder(1, out _));
    }

    [Fact]
    public void ShouldTakeWhatIsLeftWhenExecutedBeyondIt()
    {
        _books.Feed(Add(1, EventSide.Sell, 10_100, 200));
        BookUpdate update = _books.Feed(Execute(1, 201));
        Assert.Equal(BookFlags.Changed | BookFlags.Trade | BookFlags.Repaired, update.Flags);
        Assert.Equal(200, update.TradeQuantity);
        Assert.Equal(1, _books.Anomalies[BookAnomaly.OverReduction]);
    }

    [Theory]
    [InlineData(true, 10_090, BookFlags.Changed | BookFlags.Trade)]
    [InlineData(false, 10_090, BookFlags.Changed)]
    [InlineData(true, 0, BookFlags.Changed)]
    [InlineData(true, 2_000_000_001, BookFlags.Changed)]
    public void ShouldTradeOnlyWhenExecutionWithPriceIsPrinted(bool printable, long price, BookFlags expected)
    {
        _books.Feed(Add(1, EventSide.Sell, 10_100, 200));
        BookUpdate update = _books.Feed(ExecuteAt(1, 50, price, printable));
        Assert.Equal(expected, update.Flags);
        Assert.Equal(150, update.Change0.Quantity);
        bool trade = (expected & BookFlags.Trade) != 0;
        Assert.Equal(trade ? 50 : 0, update.TradeQuantity);
        if (trade)
            Assert.Equal(10_090, update.TradePrice);
    }

    [Fact]
    public void ShouldKeepQueuePositionWhenReduced()
    {
        _books.Feed(Add(1, EventSide.Buy, 10_000, 300));
        _books.Feed(Add(2, EventSide.Buy, 10_000, 100));
        _books.Feed(Add(3, EventSide.Buy, 10_000, 500));
        _books.Feed(Reduce(1, 120));
        Assert.True(_books.TryGetQueuePosition(3, out QueuePosition position));
        Assert.Equal(new QueuePosition(2, 280), position);
        _books.Feed(Delete(2));
        Assert.True(_books.TryGetQueuePosition(3, out position));
        Assert.Equal(new QueuePosition(1, 180), position);
        BookUpdate gone = _books.Feed(Reduce(1, 180));
        Assert.Equal(BookFlags.Changed, gone.Flags);
        Assert.Equal(0, gone.BestLevelEmptied);
        Assert.True(_books.TryGetQueuePosition(3, out position));
        Assert.Equal(default, position);
    }

    [Fact]
    public void ShouldGoToEndOfQueueWhenReplacedAtOwnPrice()
    {
        _books.Feed(Add(1, EventSide.Buy, 10_000, 300));
        _books.Feed(Add(2, EventSide.Buy, 10_000, 100));
        BookUpdate update = _books.Feed(Replace(1, 3, 10_000, 400));
        Assert.Equal(2, update.ChangeCount);
        Assert.Equal((LevelAction.Update, 100, 1, -300),
            (update.Change0.Action, update.Change0.Quantity, update.Change0.Orders, update.Change0.QuantityDelta));
        Assert.Equal((LevelAction.Update, 500, 2, 400),
            (update.Change1.Action, update.Change1.Quantity, update.Change1.Orders, update.Change1.QuantityDelta));
        List<ulong> queue = [];
        foreach (BookOrder order in _books.Queue(0, EventSide.Buy, 10_000))
            queue.Add(order.Reference);
        Assert.Equal([2UL, 3UL], queue);
        Assert.False(_books.TryGetOrder(1, out _));
    }

    [Fact]
    public void ShouldRemoveThenInsertWhenOnlyOrderIsReplaced()
    {
        _books.Feed(Add(1, EventSide.Sell, 10_200, 300));
        _books.Feed(Add(2, EventSide.Sell, 10_300, 100));
        BookUpdate update = _books.Feed(Replace(1, 3, 10_400, 50));
        Assert.Equal((LevelAction.Remove, 0, 0), (update.Change0.Action, update.Change0.Level, update.Change0.HasTail));
        LevelChange second = update.Change1;
        Assert.Equal((LevelAction.Insert, 1, 10_400), (second.Action, (int)second.Level, (int)second.Price));
        Assert.Equal(10_300, update.BestAsk);
    }

    [Fact]
    public void ShouldDeleteWhenReplacedByZeroShares()
    {
        _books.Feed(Add(1, EventSide.Sell, 10_200, 300));
        BookUpdate update = _books.Feed(Replace(1, 3, 10_400, 0));
        Assert.Equal(BookFlags.Changed | BookFlags.Repaired, update.Flags);
        Assert.Equal(1, update.ChangeCount);
        Assert.Equal(0, _books.TotalOrders);
    }

    [Fact]
    public void ShouldShowTailWhenEleventhLevelComesIntoView()
    {
        for (uint i = 0; i < 12; i++)
            _books.Feed(Add(i, EventSide.Sell, 10_000 + 100 * i, 100 + (int)i));
        BookUpdate update = _books.Feed(Delete(4));
        Assert.Equal((LevelAction.Remove, 4, 1), (update.Change0.Action, update.Change0.Level, update.Change0.HasTail));
        LevelChange change = update.Change0;
        Assert.Equal((11_000, 110, 1), (change.TailPrice, change.TailQuantity, change.TailOrders));
        BookUpdate beyond = _books.Feed(Delete(11));
        Assert.Equal((LevelAction.Beyond, 255), (beyond.Change0.Action, (int)beyond.Change0.Level));
        Assert.Equal((11_100, -111), (beyond.Change0.Price, beyond.Change0.QuantityDelta));
        Assert.Equal(BookFlags.Changed, beyond.Flags);
    }

    [Fact]
    public void ShouldTradeWithoutChangeWhenTradeIsHidden()
    {
        _books.Feed(Add(1, EventSide.Buy, 10_000, 300));
        _books.Feed(Add(2, EventSide.Sell, 10_100, 300));
        BookUpdate update = _books.Feed(Trade(10_040, 70));
        Assert.Equal(
            BookFlags.Trade | BookFlags.Hidden | BookFlags.QuoteValid | BookFlags.QuoteBeforeValid, update.Flags);
        Assert.Equal(0, update.ChangeCount);
        Assert.Equal((70, 10_040, 20_100), (update.TradeQuantity, update.TradePrice, update.TwiceMidBefore));
    }

    [Fact]
    public void ShouldTradeWithoutBookWhenUnknownOrderIsExecutedAtStatedPrice()
    {
        InputEvent e = Execute(99, 40) with { Price = 10_000, Side = EventSide.Sell };
        BookUpdate update = _books.Feed(e);
        Assert.Equal(BookFlags.Trade, update.Flags);
        Assert.Equal((40, 10_000, EventSide.Sell, 0),
            (update.TradeQuantity, (int)update.TradePrice, update.RestingSide, (int)update.ChangeCount));
        Assert.Equal(1, _books.Anomalies[BookAnomaly.TradeOfUnknownOrder]);
        Assert.Equal(0, _books.Anomalies[BookAnomaly.UnknownOrder]);
    }

    public static TheoryData<string, InputEvent> Refusals => new()
    {
        { nameof(BookAnomaly.RepeatedReference), Add(1, EventSide.Buy, 9_000, 10) },
        { nameof(BookAnomaly.ZeroShares), Add(5, EventSide.Buy, 9_000, 0) },
        { nameof(BookAnomaly.BadPrice), Add(5, EventSide.Buy, 0, 10) },
        { nameof(BookAnomaly.BadPrice), Add(5, EventSide.Buy, 2_000_000_001, 10) },
        { nameof(BookAnomaly.BadSide), Add(5, (EventSide)2, 9_000, 10) },
        { nameof(BookAnomaly.UnknownInstrument), Add(5, EventSide.Buy, 9_000, 10, 3) },
        { nameof(BookAnomaly.UnknownOrder), Execute(5, 10) },
        { nameof(BookAnomaly.UnknownOrder), ExecuteAt(5, 10, 9_000, true) },
        { nameof(BookAnomaly.UnknownOrder), Reduce(ulong.MaxValue, 10) },
        { nameof(BookAnomaly.UnknownOrder), Delete(0) },
        { nameof(BookAnomaly.UnknownOrder), Replace(5, 6, 9_000, 10) },
        { nameof(BookAnomaly.WrongInstrument), Delete(1, 1) },
        { nameof(BookAnomaly.ZeroShares), Execute(1, 0) },
        { nameof(BookAnomaly.ZeroShares), ExecuteAt(1, 0, 9_000, true) },
        { nameof(BookAnomaly.ZeroShares), Reduce(1, 0) },
        { nameof(BookAnomaly.BadPrice), Replace(1, 6, 0, 10) },
        { nameof(BookAnomaly.RepeatedReference), Replace(1, 2, 9_000, 10) },
        { nameof(BookAnomaly.RepeatedReference), Replace(1, 1, 9_000, 10) },
        { nameof(BookAnomaly.ZeroShares), Trade(9_000, 0) },
        { nameof(BookAnomaly.BadPrice), Trade(2_000_000_001, 5) },
        { nameof(BookAnomaly.UnknownInstrument), Halt('H', ushort.MaxValue) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void ShouldChangeNothingWhenEventIsRefused(string anomaly, InputEvent e)
    {
        _books.Feed(Add(1, EventSide.Buy, 10_000, 300));
        _books.Feed(Add(2, EventSide.Sell, 10_100, 300));
        BookUpdate update = _books.Feed(e);
        Assert.Equal(BookFlags.Refused, update.Flags & ~(BookFlags.QuoteValid | BookFlags.QuoteBeforeValid));
        Assert.Equal((0, 0), (update.ChangeCount, update.TradeQuantity));
        Assert.Equal(1, _books.Anomalies[Enum.Parse<BookAnomaly>(anomaly)]);
        Assert.Equal(1, _books.Anomalies.Total);
        Assert.Equal(2, _books.TotalOrders);
        Assert.Equal(new BookLevel(10_000, 300, 1), _books.Best(0, EventSide.Buy));
        Assert.Equal(new BookLevel(10_100, 300, 1), _books.Best(0, EventSide.Sell));
    }

    [Fact]
    public void ShouldAcceptHighestAndLowestPriceWhenAdded()
    {
        _books.Feed(Add(1, EventSide.Buy, 1, 300));
        _books.Feed(Add(2, EventSide.Sell, 2_000_000_000, 300));
        Assert.Equal((1, 2_000_000_000), (_books.BestPrice(0, EventSide.Buy), _books.BestPrice(0, EventSide.Sell)));
        Assert.Equal(0, _books.Anomalies.Total);
    }

    [Fact]
    public void ShouldSaturateBestQuantityWhenSharesExceed32Bits()
    {
        _books.Feed(Add(1, EventSide.Buy, 10_000, int.MaxValue));
        BookUpdate update = _books.Feed(Add(2, EventSide.Buy, 10_000, int.MaxValue));
        Assert.Equal(int.MaxValue, update.BidQuantity);
        Assert.Equal(2L * int.MaxValue, update.Change0.Quantity);
        Assert.Equal(2L * int.MaxValue, _books.Best(0, EventSide.Buy).Shares);
    }
}
