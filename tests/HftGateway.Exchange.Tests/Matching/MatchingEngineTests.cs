using HftGateway.Exchange.Matching;
using static HftGateway.MarketData.Events.EventSide;

namespace HftGateway.Exchange.Tests.Matching;

public class MatchingEngineTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void ShouldRestAndPublishAddWhenNothingCrosses()
    {
        Assert.Equal((OrderResult.Accepted, 1ul), _bench.Send(Buy, 100, 250000, tag: 9));
        Assert.Equal(["A 1 1 Buy 100 250000"], _bench.Feed);
        Assert.Equal(["Accepted 9 1 250000 100 100"], _bench.Fills);
        Assert.Equal(250000, _bench.Books.BestPrice(1, Buy));
        Assert.Equal(0, _bench.Books.BestPrice(1, Sell));
        Assert.Equal(0, _bench.Books.OrderCount(0, Buy));
    }

    [Fact]
    public void ShouldTradeAtRestingPricesBestFirstThenOldestAndRestRemainder()
    {
        _bench.Send(Sell, 100, 250200, tag: 1);
        _bench.Send(Sell, 50, 250100, tag: 2);
        _bench.Send(Sell, 70, 250100, tag: 3);
        _bench.Send(Sell, 10, 250400, tag: 4);
        _bench.Clear();
        _bench.Send(Buy, 300, 250200, tag: 5);
        Assert.Equal(["E 1 2 50 1", "E 1 3 70 2", "E 1 1 100 3", "A 1 5 Buy 80 250200"], _bench.Feed);
        Assert.Equal(
            [
                "Accepted 5 5 250200 300 300",
                "Traded 2 2 250100 50 0 1 rest", "Traded 5 5 250100 50 250 1 take",
                "Traded 3 3 250100 70 0 2 rest", "Traded 5 5 250100 70 180 2 take",
                "Traded 1 1 250200 100 0 3 rest", "Traded 5 5 250200 100 80 3 take",
            ],
            _bench.Fills);
        Assert.Equal(220ul, _bench.Engine.SharesTraded);
        Assert.Equal(3ul, _bench.Engine.LastMatch);
    }

    [Fact]
    public void ShouldKeepPlaceOfPartlyTradedOrderWhenMoreCome()
    {
        _bench.Send(Buy, 100, 250000, tag: 1);
        _bench.Send(Buy, 100, 250000, tag: 2);
        _bench.Send(Sell, 40, 249900, tag: 3);
        _bench.Clear();
        _bench.Send(Sell, 70, 250000, tag: 4);
        Assert.Equal(["E 1 1 60 2", "E 1 2 10 3"], _bench.Feed);
        Assert.True(_bench.Books.TryGetLevel(1, Buy, 0, out PriceLevel level));
        Assert.Equal((250000L, 90L, 1), (level.Price, level.Quantity, level.Count));
    }

    [Fact]
    public void ShouldExpireRemainderWhenImmediateOrCancel()
    {
        _bench.Send(Sell, 30, 250000, tag: 1);
        _bench.Clear();
        _bench.Send(Buy, 100, 250000, tag: 2, life: OrderLife.ImmediateOrCancel);
        Assert.Equal(["E 1 1 30 1"], _bench.Feed);
        Assert.Equal("Expired 2 2 250000 70 0", _bench.Fills[^1]);
        Assert.Equal(0, _bench.Books.TotalOrders);
    }

    [Fact]
    public void ShouldExpireWholeWhenImmediateOrCancelFindsNothing()
    {
        _bench.Send(Sell, 30, 250100, tag: 1);
        _bench.Clear();
        Assert.Equal(
            (OrderResult.Accepted, 2ul), _bench.Send(Buy, 9, 250000, tag: 2, life: OrderLife.ImmediateOrCancel));
        Assert.Empty(_bench.Feed);
        Assert.Equal(["Accepted 2 2 250000 9 9", "Expired 2 2 250000 9 0"], _bench.Fills);
    }

    [Fact]
    public void ShouldSweepAllPricesWhenMarketOrderAndNeverRestIt()
    {
        _bench.Send(Buy, 10, 250000, tag: 1);
        _bench.Send(Buy, 10, 100, tag: 2);
        _bench.Clear();
        _bench.Send(Sell, 25, 0, tag: 3, kind: OrderKind.Market);
        Assert.Equal(["E 1 1 10 1", "E 1 2 10 2"], _bench.Feed);
        Assert.Equal("Expired 3 3 0 5 0", _bench.Fills[^1]);
    }

    [Fact]
    public void ShouldRefusePostOnlyWhenItWouldTradeAndRestItWhenNot()
    {
        _bench.Send(Sell, 10, 250000, tag: 1);
        _bench.Clear();
        Assert.Equal((OrderResult.WouldTrade, 0ul), _bench.Send(Buy, 10, 250000, tag: 2, postOnly: true));
        Assert.Empty(_bench.Feed);
        Assert.Empty(_bench.Fills);
        Assert.Equal((OrderResult.Accepted, 2ul), _bench.Send(Buy, 10, 249900, tag: 3, postOnly: true));
        Assert.Equal(
            (OrderResult.InvalidCombination, 0ul),
            _bench.Send(Buy, 10, 249900, tag: 4, postOnly: true, life: OrderLife.ImmediateOrCancel));
    }

    [Fact]
    public void ShouldDeleteWhenCancelledByOwnerOnly()
    {
        _bench.Send(Buy, 100, 250000, tag: 7);
        _bench.Clear();
        Assert.Equal(OrderResult.UnknownOrder, _bench.Engine.Cancel(1, owner: 6));
        Assert.Equal(OrderResult.UnknownOrder, _bench.Engine.Cancel(2, owner: 5));
        Assert.Equal(OrderResult.Accepted, _bench.Engine.Cancel(1, owner: 5));
        Assert.Equal(OrderResult.UnknownOrder, _bench.Engine.Cancel(1, owner: 5));
        Assert.Equal(["D 1 1"], _bench.Feed);
        Assert.Equal(["Cancelled 7 1 250000 100 0"], _bench.Fills);
    }

    [Fact]
    public void ShouldKeepPriorityAndPublishReduceWhenReplacedBySmallerSize()
    {
        _bench.Send(Buy, 100, 250000, tag: 1);
        _bench.Send(Buy, 100, 250000, tag: 2);
        _bench.Clear();
        Assert.Equal(OrderResult.Accepted, _bench.Engine.Replace(1, 5, 40, 250000, tag: 11, out ulong reference));
        Assert.Equal(1ul, reference);
        Assert.Equal(["X 1 1 60"], _bench.Feed);
        Assert.Equal(["Replaced 11 1>1 250000 40"], _bench.Fills);
        _bench.Clear();
        _bench.Send(Sell, 50, 250000, tag: 3);
        Assert.Equal(["E 1 1 40 1", "E 1 2 10 2"], _bench.Feed);
    }

    [Fact]
    public void ShouldPublishNothingWhenReplacedByTheSame()
    {
        _bench.Send(Buy, 100, 250000, tag: 1);
        _bench.Clear();
        Assert.Equal(OrderResult.Accepted, _bench.Engine.Replace(1, 5, 100, 250000, tag: 2, out ulong reference));
        Assert.Equal(1ul, reference);
        Assert.Empty(_bench.Feed);
    }

    [Theory]
    [InlineData(101, 250000)]
    [InlineData(100, 250100)]
    [InlineData(10, 249900)]
    public void ShouldLosePriorityAndPublishReplaceWhenLargerOrOtherPrice(int quantity, long price)
    {
        _bench.Send(Buy, 100, 250000, tag: 1);
        _bench.Send(Buy, 100, price, tag: 2);
        _bench.Clear();
        Assert.Equal(OrderResult.Accepted, _bench.Engine.Replace(1, 5, quantity, price, tag: 11, out ulong reference));
        Assert.Equal(3ul, reference);
        Assert.Equal([$"U 1 1 3 {quantity} {price}"], _bench.Feed);
        Assert.Equal([$"Replaced 11 1>3 {price} {quantity}"], _bench.Fills);
        _bench.Clear();
        _bench.Send(Sell, 100, price, tag: 3);
        Assert.Equal(["E 1 2 100 1"], _bench.Feed);
    }

    [Fact]
    public void ShouldDeleteThenTradeThenAddRemainderWhenReplacementCrosses()
    {
        _bench.Send(Sell, 30, 250200, tag: 1);
        _bench.Send(Buy, 100, 250000, tag: 2);
        _bench.Clear();
        Assert.Equal(OrderResult.Accepted, _bench.Engine.Replace(2, 5, 90, 250300, tag: 12, out ulong reference));
        Assert.Equal(3ul, reference);
        Assert.Equal(["D 1 2", "E 1 1 30 1", "A 1 3 Buy 60 250300"], _bench.Feed);
        Assert.Equal(
            ["Replaced 12 2>3 250300 90", "Traded 1 1 250200 30 0 1 rest", "Traded 12 3 250200 30 60 1 take"],
            _bench.Fills);
    }

    [Fact]
    public void ShouldLeaveOrderAsItWasWhenReplacementIsRefused()
    {
        _bench.Send(Sell, 30, 250200, tag: 1);
        _bench.Send(Buy, 100, 250000, tag: 2, postOnly: true);
        _bench.Clear();
        Assert.Equal(OrderResult.WouldTrade, _bench.Engine.Replace(2, 5, 100, 250200, 3, out ulong reference));
        Assert.Equal(0ul, reference);
        Assert.Equal(OrderResult.InvalidPrice, _bench.Engine.Replace(2, 5, 100, 250001, 3, out _));
        Assert.Equal(OrderResult.InvalidQuantity, _bench.Engine.Replace(2, 5, 0, 250000, 3, out _));
        Assert.Equal(OrderResult.UnknownOrder, _bench.Engine.Replace(2, 6, 50, 250000, 3, out _));
        Assert.Equal(OrderResult.UnknownOrder, _bench.Engine.Replace(0, 5, 50, 250000, 3, out _));
        Assert.Empty(_bench.Feed);
        Assert.Empty(_bench.Fills);
        Assert.True(_bench.Books.TryGetOrder(2, out RestingOrder order));
        Assert.Equal((100, 250000L, 2ul), (order.Quantity, order.Price, order.Tag));
    }

    [Theory]
    [InlineData(0, 100, OrderResult.InvalidQuantity)]
    [InlineData(-1, 100, OrderResult.InvalidQuantity)]
    [InlineData(1_000_000, 100, OrderResult.InvalidQuantity)]
    [InlineData(999_999, 100, OrderResult.Accepted)]
    [InlineData(1, 0, OrderResult.InvalidPrice)]
    [InlineData(1, -100, OrderResult.InvalidPrice)]
    [InlineData(1, 9_999, OrderResult.Accepted)]
    [InlineData(1, 10_001, OrderResult.InvalidPrice)]
    [InlineData(1, 10_100, OrderResult.Accepted)]
    [InlineData(1, 1_999_999_900, OrderResult.Accepted)]
    [InlineData(1, 2_000_000_000, OrderResult.InvalidPrice)]
    public void ShouldCheckQuantityAndPriceWhenOrderArrives(int quantity, long price, OrderResult expected)
    {
        Assert.Equal(expected, _bench.Send(Buy, quantity, price, tag: 1).Result);
    }

    [Fact]
    public void ShouldRefuseWhenSymbolIsUnknown()
    {
        Assert.Equal(OrderResult.UnknownSymbol, _bench.Send(Buy, 1, 100, tag: 1, symbol: 2).Result);
        Assert.False(_bench.Engine.SetTradingState(2, TradingState.Halted));
    }

    [Fact]
    public void ShouldTakeOnlyCancelsAndReductionsWhenHaltedAndTradeAgainWhenResumed()
    {
        _bench.Send(Buy, 100, 250000, tag: 1);
        _bench.Send(Buy, 100, 250000, tag: 2);
        _bench.Clear();
        _bench.Engine.SetTradingState(1, TradingState.Halted);
        Assert.Equal(OrderResult.NotTrading, _bench.Send(Buy, 100, 240000, tag: 3).Result);
        Assert.Equal(OrderResult.NotTrading, _bench.Send(Sell, 100, 250000, tag: 3).Result);
        Assert.Equal(OrderResult.NotTrading, _bench.Engine.Replace(1, 5, 100, 250100, 3, out _));
        Assert.Equal(OrderResult.Accepted, _bench.Engine.Replace(1, 5, 50, 250000, 3, out _));
        Assert.Equal(OrderResult.Accepted, _bench.Engine.Cancel(2, 5));
        _bench.Engine.SetTradingState(1, TradingState.Trading);
        _bench.Send(Sell, 100, 250000, tag: 3);
        Assert.Equal(["H 1 H", "X 1 1 50", "D 1 2", "H 1 T", "E 1 1 50 1", "A 1 3 Sell 50 250000"], _bench.Feed);
    }

    [Fact]
    public void ShouldRefuseEverythingWhenNotYetOpened()
    {
        var bench = new Bench(open: false);
        Assert.Equal(OrderResult.NotTrading, bench.Send(Buy, 100, 250000, tag: 1).Result);
    }

    [Fact]
    public void ShouldRefuseWhenPoolOrLevelsAreFullAndRecoverWhenRoomIsMade()
    {
        var bench = new Bench(maxOrders: 3, maxLevels: 2);
        bench.Send(Buy, 1, 250000, tag: 1);
        bench.Send(Buy, 1, 249900, tag: 2);
        Assert.Equal(OrderResult.BookFull, bench.Send(Buy, 1, 249800, tag: 3).Result);
        Assert.Equal(OrderResult.Accepted, bench.Send(Buy, 1, 249900, tag: 3).Result);
        Assert.Equal(OrderResult.BookFull, bench.Send(Buy, 1, 249900, tag: 4).Result);
        OrderResult taken = bench.Send(Sell, 1, 250000, tag: 5, life: OrderLife.ImmediateOrCancel).Result;
        Assert.Equal(OrderResult.Accepted, taken);
        Assert.Equal(OrderResult.Accepted, bench.Send(Buy, 1, 249800, tag: 6).Result);
        // Both levels taken; the lone order of one may move, one of the two on the other may not open a third.
        Assert.Equal(OrderResult.BookFull, bench.Engine.Replace(2, 5, 1, 249700, 7, out _));
        Assert.Equal(OrderResult.Accepted, bench.Engine.Replace(5, 5, 1, 249700, 7, out _));
    }
}
