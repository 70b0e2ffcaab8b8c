using HftGateway.Exchange.Flow;
using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Tests.Flow;

/// <summary>
/// What a subscriber knows: builds books from the published messages only, strictly (an unknown reference or too large
/// an execution throws), counts messages by type and hashes all of them.
/// </summary>
internal sealed class FeedReader
{
    public sealed record Order(ushort Symbol, EventSide Side, int Quantity, long Price, long Place);

    public readonly Dictionary<ulong, Order> Orders = [];
    public readonly long[] Counts = new long[128];
    public long OddLots;
    public ulong Hash = 14695981039346656037;
    private long _place;

    public void Mix(char type, ulong a, ulong b, ulong c)
    {
        Counts[type]++;
        Hash = (Hash ^ type) * 1099511628211;
        Hash = (Hash ^ a) * 1099511628211;
        Hash = (Hash ^ b) * 1099511628211;
        Hash = (Hash ^ c) * 1099511628211;
    }

    public void Add(ushort symbol, ulong reference, EventSide side, int quantity, long price)
    {
        Orders.Add(reference, new Order(symbol, side, quantity, price, _place++));
        if (quantity % 100 != 0)
            OddLots++;
    }

    public void Take(ulong reference, int quantity)
    {
        Order order = Orders[reference];
        Assert.True(quantity >= 1 && quantity <= order.Quantity);
        if (quantity == order.Quantity)
            Orders.Remove(reference);
        else
            Orders[reference] = order with { Quantity = order.Quantity - quantity };
    }

    public void Replace(ulong old, ulong reference, int quantity, long price)
    {
        Order order = Orders[old];
        Orders.Remove(old);
        Orders.Add(reference, order with { Quantity = quantity, Price = price, Place = _place++ });
    }

    /// <summary>Compares with the engine's books, order by order in trading order.</summary>
    public void AssertEquals(OrderBooks books)
    {
        Assert.Equal(books.TotalOrders, Orders.Count);
        var buffer = new RestingOrder[Math.Max(1, books.TotalOrders)];
        for (int symbol = 0; symbol < books.Symbols; symbol++)
        {
            foreach (EventSide side in new[] { EventSide.Buy, EventSide.Sell })
            {
                int count = books.CopyOrders(symbol, side, buffer);
                long sign = side == EventSide.Buy ? -1 : 1;
                var mine = Orders.Where(x => x.Value.Symbol == symbol && x.Value.Side == side)
                    .OrderBy(x => sign * x.Value.Price).ThenBy(x => x.Value.Place)
                    .Select(x => (x.Key, x.Value.Quantity, x.Value.Price));
                Assert.Equal(mine, buffer.Take(count).Select(x => (x.Reference, x.Quantity, x.Price)));
            }
        }
    }
}

internal readonly struct ReaderSink(FeedReader reader) : IMarketDataSink
{
    public void OnAdd(ushort symbol, ulong reference, EventSide side, int quantity, long price)
    {
        reader.Mix('A', reference, ((ulong)symbol << 40) | ((ulong)side << 32) | (uint)quantity, (ulong)price);
        reader.Add(symbol, reference, side, quantity, price);
    }

    public void OnExecute(ushort symbol, ulong reference, int quantity, ulong matchNumber)
    {
        reader.Mix('E', reference, (ulong)quantity, matchNumber);
        reader.Take(reference, quantity);
    }

    public void OnReduce(ushort symbol, ulong reference, int quantityRemoved)
    {
        reader.Mix('X', reference, (ulong)quantityRemoved, symbol);
        Assert.True(reader.Orders[reference].Quantity > quantityRemoved);
        reader.Take(reference, quantityRemoved);
    }

    public void OnDelete(ushort symbol, ulong reference)
    {
        reader.Mix('D', reference, symbol, 0);
        Assert.True(reader.Orders.Remove(reference));
    }

    public void OnReplace(ushort symbol, ulong oldReference, ulong newReference, int quantity, long price)
    {
        reader.Mix('U', oldReference, newReference, ((ulong)quantity << 32) ^ (ulong)price);
        reader.Replace(oldReference, newReference, quantity, price);
    }

    public void OnTradingState(ushort symbol, TradingState state) => reader.Mix('H', symbol, (ulong)state, 0);
}

internal sealed class GeneratorLink
{
    public OrderFlowGenerator? Generator;
}

internal readonly struct GeneratorSink(GeneratorLink link) : IExecutionSink
{
    public void OnExecution(in ExecutionEvent execution) => link.Generator!.OnExecution(execution);
}

/// <summary>Generator, engine and subscriber wired together, all symbols trading.</summary>
internal sealed class FlowBench
{
    public readonly OrderBooks Books;
    public readonly FeedReader Reader = new();
    public readonly MatchingEngine<ReaderSink, GeneratorSink> Engine;
    public readonly OrderFlowGenerator Generator;

    public FlowBench(FlowOptions options, int symbols)
    {
        Books = new OrderBooks(symbols, symbols * (options.MaxOrders + 16));
        var link = new GeneratorLink();
        Engine = new(Books, new ReaderSink(Reader), new GeneratorSink(link));
        Generator = link.Generator = new OrderFlowGenerator(options, Books);
        for (ushort i = 0; i < symbols; i++)
            Engine.SetTradingState(i, TradingState.Trading);
    }

    public void RunUntil(long timeNs)
    {
        while (Generator.NextTimeNs < timeNs)
            Generator.Step(Engine);
    }
}
