using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Replay;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Tests.Replay;

/// <summary>Strategies specification 4.2 and 4.3, pessimistic variant, by hand-worked cases.</summary>
public sealed class RecordedExchangeTests : IDisposable
{
    private readonly BookSet _books = new(new BookSetOptions { Instruments = 1, MaxOrders = 1024 });
    private readonly List<(OrderEventType Type, uint Id, long Price, int Quantity, int Leaves)> _reports = [];
    private readonly RecordedExchange<ListReports> _exchange;
    private long _timeNs = 1_000;

    public RecordedExchangeTests() => _exchange = new RecordedExchange<ListReports>(_books, new ListReports(_reports));

    public void Dispose() => _books.Dispose();

    [Fact]
    public void ShouldTakeDisplayedSharesLevelByLevelAndExpireTheRestOfAnIoc()
    {
        Add(1, EventSide.Sell, 10_100, 50);
        Add(2, EventSide.Sell, 10_200, 30);
        Add(3, EventSide.Sell, 10_400, 500);
        Send(7, EventSide.Buy, 10_300, 100, immediate: true);
        Assert.Equal(
            [
                (OrderEventType.Accepted, 7u, 10_300, 0, 100), (OrderEventType.Filled, 7u, 10_100, 50, 50),
                (OrderEventType.Filled, 7u, 10_200, 30, 20), (OrderEventType.Expired, 7u, 10_300, 0, 0),
            ],
            _reports);
    }

    [Fact]
    public void ShouldNotTakeTheSameSharesTwice()
    {
        Add(1, EventSide.Sell, 10_100, 50);
        Send(7, EventSide.Buy, 10_100, 40, immediate: true);
        _reports.Clear();
        Send(8, EventSide.Buy, 10_100, 40, immediate: true);
        Assert.Equal((OrderEventType.Filled, 8u, 10_100L, 10, 30), _reports[1]);
        Assert.Equal(OrderEventType.Expired, _reports[2].Type);
    }

    [Fact]
    public void ShouldForgetTakenSharesWhenTheLevelIsGone()
    {
        Add(1, EventSide.Sell, 10_100, 50);
        Send(7, EventSide.Buy, 10_100, 50, immediate: true);
        Market(EventKind.Delete, 1);
        Add(2, EventSide.Sell, 10_100, 60);
        _reports.Clear();
        Send(8, EventSide.Buy, 10_100, 60, immediate: true);
        Assert.Equal((OrderEventType.Filled, 8u, 10_100L, 60, 0), _reports[1]);
    }

    [Fact]
    public void ShouldWaitBehindWhatWasDisplayedAndFillFromTheExcess()
    {
        Add(1, EventSide.Buy, 10_000, 100);
        Add(2, EventSide.Sell, 10_100, 100);
        Send(7, EventSide.Buy, 10_000, 50);
        Add(3, EventSide.Buy, 10_000, 200);
        _reports.Clear();
        Market(EventKind.Execute, 1, quantity: 80);
        Assert.Empty(_reports);
        Market(EventKind.Execute, 1, quantity: 20);
        Assert.Empty(_reports);
        Market(EventKind.Execute, 3, quantity: 30);
        Assert.Equal([(OrderEventType.Filled, 7u, 10_000L, 30, 20)], _reports);
    }

    [Fact]
    public void ShouldBeCappedByWhatIsDisplayed()
    {
        Add(1, EventSide.Buy, 10_000, 100);
        Add(2, EventSide.Sell, 10_100, 100);
        Send(7, EventSide.Buy, 10_000, 50);
        Add(3, EventSide.Buy, 10_000, 10);
        Market(EventKind.Delete, 1);
        _reports.Clear();
        // 10 displayed, so at most 10 are ahead: the execution of those 10 leaves nothing beyond.
        Market(EventKind.Execute, 3, quantity: 10);
        Assert.Empty(_reports);
        Add(4, EventSide.Buy, 10_000, 40);
        Market(EventKind.Execute, 4, quantity: 15);
        Assert.Equal([(OrderEventType.Filled, 7u, 10_000L, 15, 35)], _reports);
    }

    [Fact]
    public void ShouldFillWhenTradedThrough()
    {
        Add(1, EventSide.Buy, 9_900, 500);
        Add(2, EventSide.Sell, 10_100, 100);
        Send(7, EventSide.Buy, 10_000, 50);
        _reports.Clear();
        Market(EventKind.Execute, 1, quantity: 30);
        Assert.Equal([(OrderEventType.Filled, 7u, 10_000L, 30, 20)], _reports);
    }

    [Fact]
    public void ShouldFillAgainstARecordedOrderThatWouldHaveMetIt()
    {
        Add(1, EventSide.Buy, 9_900, 500);
        Add(2, EventSide.Sell, 10_200, 100);
        Send(7, EventSide.Buy, 10_000, 50);
        _reports.Clear();
        Add(3, EventSide.Sell, 10_000, 20);
        Assert.Equal([(OrderEventType.Filled, 7u, 10_000L, 20, 30)], _reports);
    }

    [Fact]
    public void ShouldFillFromAHiddenPrintBeyondItsPrice()
    {
        Add(1, EventSide.Buy, 10_000, 100);
        Add(2, EventSide.Sell, 10_200, 100);
        Send(7, EventSide.Buy, 10_000, 50);
        _reports.Clear();
        // Below the mid: a seller; worse than the order's price: it would have traded first.
        Print(9_990, 10);
        Assert.Equal([(OrderEventType.Filled, 7u, 10_000L, 10, 40)], _reports);
        Print(10_000, 10);
        Assert.Single(_reports);
    }

    [Fact]
    public void ShouldRejectAPostOnlyOrderThatWouldTake()
    {
        Add(1, EventSide.Sell, 10_100, 50);
        Send(7, EventSide.Buy, 10_100, 10, postOnly: true);
        Assert.Equal(OrderEventType.Rejected, _reports[^1].Type);
        Assert.Equal(0, _exchange.RestingCount);
    }

    [Fact]
    public void ShouldCancelAndRefuseToCancelTwice()
    {
        Add(1, EventSide.Buy, 10_000, 100);
        Send(7, EventSide.Buy, 10_000, 50);
        Cancel(8, 7);
        Assert.Equal(OrderEventType.Cancelled, _reports[^1].Type);
        Cancel(9, 7);
        Assert.Equal(OrderEventType.CancelRejected, _reports[^1].Type);
    }

    [Fact]
    public void ShouldKeepItsPlaceWhenOnlyTheSizeShrinks()
    {
        Add(1, EventSide.Buy, 10_000, 100);
        Add(2, EventSide.Sell, 10_100, 100);
        Send(7, EventSide.Buy, 10_000, 50);
        Market(EventKind.Execute, 1, quantity: 60);
        Replace(8, 7, 10_000, 30);
        Add(3, EventSide.Buy, 10_000, 200);
        _reports.Clear();
        Market(EventKind.Execute, 1, quantity: 40);
        Market(EventKind.Execute, 3, quantity: 25);
        Assert.Equal([(OrderEventType.Filled, 8u, 10_000L, 25, 5)], _reports);
    }

    private void Add(ulong reference, EventSide side, long price, int quantity)
        => Market(EventKind.Add, reference, quantity, price, side);

    private void Print(long price, int quantity) => Market(EventKind.Trade, 0, quantity, price);

    private void Market(
        EventKind kind, ulong reference, int quantity = 0, long price = 0, EventSide side = EventSide.Buy)
    {
        var e = new InputEvent
        {
            Kind = kind, OrderId = reference, Quantity = quantity, Price = price, Side = side, TimeNs = _timeNs++,
        };
        BookUpdate update = default;
        _books.Apply(in e, ref update);
        _exchange.OnMarketEvent(in e, in update);
    }

    private void Send(uint id, EventSide side, long price, int quantity, bool immediate = false, bool postOnly = false)
    {
        var action = new RecordedAction
        {
            Action = IntentAction.New, Id = id, Side = side, Price = price, Quantity = quantity, DueNs = _timeNs,
            ImmediateOrCancel = immediate, PostOnly = postOnly,
        };
        _exchange.Apply(in action);
    }

    private void Cancel(uint id, uint target)
    {
        var action = new RecordedAction { Action = IntentAction.Cancel, Id = id, TargetId = target, DueNs = _timeNs };
        _exchange.Apply(in action);
    }

    private void Replace(uint id, uint target, long price, int quantity)
    {
        var action = new RecordedAction
        {
            Action = IntentAction.Replace, Id = id, TargetId = target, Price = price, Quantity = quantity,
            DueNs = _timeNs,
        };
        _exchange.Apply(in action);
    }

    private readonly struct ListReports : IRecordedReports
    {
        private readonly List<(OrderEventType, uint, long, int, int)> _list;

        public ListReports(List<(OrderEventType, uint, long, int, int)> list) => _list = list;

        public void Report(long timeNs, OrderEventType type, in RecordedAction action, int lastQuantity, int leaves)
            => _list.Add((type, action.Id, action.Price, lastQuantity, leaves));
    }
}
