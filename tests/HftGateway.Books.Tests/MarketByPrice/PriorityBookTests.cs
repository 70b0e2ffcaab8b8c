using HftGateway.Books.MarketByPrice;
using HftGateway.MarketData.Events;
using static HftGateway.Books.Tests.MarketByPrice.LevelEvents;

namespace HftGateway.Books.Tests.MarketByPrice;

public sealed class PriorityBookTests
{
    private const EventSide Bid = EventSide.Buy;

    [Fact]
    public void ShouldQueueByPriorityWhenOrdersArriveInAnyOrder()
    {
        using MarketByPriceBooks books = Open(maxOrders: 16);
        PriorityBookSet orders = books.Set.Orders!;
        books.Apply(Order(OrderEntryAction.New, 1, Bid, 100, 5, 20));
        books.Apply(Order(OrderEntryAction.New, 2, Bid, 100, 6, 10));
        books.Apply(Order(OrderEntryAction.New, 3, Bid, 100, 7, 15));
        books.Apply(Order(OrderEntryAction.New, 4, Bid, 101, 1, 99));
        Assert.Equal([4UL, 2, 3, 1], Ids(orders, Bid));
        Assert.True(orders.TryGetQueuePosition(1, out QueuePosition position));
        Assert.Equal(new QueuePosition(2, 13), position);

        // Less of an order keeps its place, a new priority moves it.
        books.Apply(Order(OrderEntryAction.Update, 2, Bid, 100, 1, 10));
        books.Apply(Order(OrderEntryAction.Update, 3, Bid, 100, 9, 30));
        Assert.Equal([4UL, 2, 1, 3], Ids(orders, Bid));
        Assert.True(orders.TryGetLevel(0, Bid, 1, out BookLevel level));
        Assert.Equal(new BookLevel(100, 15, 3), level);
        books.Apply(Order(OrderEntryAction.Delete, 1, Bid, 0, 0, 0));
        books.Apply(Order(OrderEntryAction.Delete, 4, Bid, 0, 0, 0));
        Assert.Equal([2UL, 3], Ids(orders, Bid));
        Assert.Equal((2, 1), (orders.TotalOrders, orders.LevelCount(0, Bid)));
        Assert.Equal(0, books.Set.Anomalies.Total);
    }

    [Fact]
    public void ShouldRefuseAndBecomeStaleWhenAnEntryCannotBe()
    {
        using MarketByPriceBooks books = Open(maxOrders: 2, maxOrderLevels: 1);
        PriorityBookSet orders = books.Set.Orders!;
        Assert.False(orders.IsStale(0));
        books.Apply(Order(OrderEntryAction.New, 1, Bid, 100, 5, 1));
        books.Apply(Order(OrderEntryAction.New, 2, Bid, 101, 5, 1));
        Assert.Equal(1, books.Set.Anomalies[BookAnomaly.LevelPoolFull]);
        Assert.True(orders.IsStale(0));
        books.Apply(Order(OrderEntryAction.New, 1, Bid, 100, 5, 1));
        Assert.Equal(1, books.Set.Anomalies[BookAnomaly.RepeatedReference]);
        books.Apply(Order(OrderEntryAction.New, 2, Bid, 100, 5, 1));
        books.Apply(Order(OrderEntryAction.New, 3, Bid, 100, 5, 1));
        Assert.Equal(1, books.Set.Anomalies[BookAnomaly.OrderPoolFull]);
        books.Apply(Order(OrderEntryAction.Delete, 9, Bid, 0, 0, 0));
        books.Apply(Order(OrderEntryAction.Delete, 1, Bid, 0, 0, 0, instrument: 1));
        Assert.Equal(1, books.Set.Anomalies[BookAnomaly.UnknownOrder]);
        Assert.Equal(1, books.Set.Anomalies[BookAnomaly.WrongInstrument]);
        Assert.Equal([1UL, 2], Ids(orders, Bid));

        // Only the book by order is emptied; the levels stay.
        books.Apply(Level(EventKind.LevelInsert, Bid, 1, 100, 5));
        books.Apply(Of(EventKind.BookReset, code: (byte)BookScope.ByOrder));
        books.Apply(Of(EventKind.BookRecovered, code: (byte)BookScope.ByOrder));
        Assert.Equal((0, false, 1), (orders.TotalOrders, orders.IsStale(0), books.Set.LevelCount(0, Bid)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ShouldEqualANaiveBookWhenEntriesAreRandom(int seed)
    {
        var random = new Random(seed);
        using MarketByPriceBooks books = Open(maxOrders: 500, maxOrderLevels: 40);
        PriorityBookSet orders = books.Set.Orders!;
        var naive = new Dictionary<ulong, PriorityOrder>();
        ulong id = 0;
        for (ulong i = 1; i <= 100_000; i++)
        {
            InputEvent e;
            bool add = naive.Count < 500 && (naive.Count < 100 || random.Next(3) == 0);
            PriorityOrder old = add ? default : naive.ElementAt(random.Next(naive.Count)).Value;
            if (add)
            {
                e = Order(OrderEntryAction.New, (id += (ulong)random.Next(1, 5) << random.Next(40)),
                    (EventSide)random.Next(2), random.Next(-20, 20), random.Next(1, 100), i);
            }
            else
            {
                var action = (OrderEntryAction)random.Next(1, 3);
                bool moved = random.Next(2) == 0;
                e = Order(action, old.Id, old.Side, moved ? random.Next(-20, 20) : old.Price, random.Next(1, 100),
                    moved ? i : old.Priority);
            }

            Assert.True(orders.Apply(in e));
            if (e.Code == (byte)OrderEntryAction.Delete)
                naive.Remove(e.OrderId);
            else
                naive[e.OrderId] = new PriorityOrder(e.OrderId, e.OrderId2, e.Side, e.Price, e.Quantity);
            if (i % 500 == 0)
                Compare(orders, naive);
        }

        InputEvent reset = Of(EventKind.BookReset);
        books.Apply(reset);
        Assert.Equal(0, orders.TotalOrders);
    }

    private static void Compare(PriorityBookSet orders, Dictionary<ulong, PriorityOrder> naive)
    {
        Assert.Equal(naive.Count, orders.TotalOrders);
        foreach (EventSide side in new[] { EventSide.Buy, EventSide.Sell })
        {
            var buffer = new PriorityOrder[600];
            int count = orders.CopyOrders(0, side, buffer);
            int sign = side == EventSide.Buy ? -1 : 1;
            Assert.Equal(
                naive.Values.Where(o => o.Side == side).OrderBy(o => sign * o.Price).ThenBy(o => o.Priority),
                buffer.Take(count));
            Assert.Equal(naive.Values.Where(o => o.Side == side).Select(o => o.Price).Distinct().Count(),
                orders.LevelCount(0, side));
        }
    }

    private static ulong[] Ids(PriorityBookSet orders, EventSide side)
    {
        var buffer = new PriorityOrder[16];
        return [.. buffer.Take(orders.CopyOrders(0, side, buffer)).Select(o => o.Id)];
    }
}
