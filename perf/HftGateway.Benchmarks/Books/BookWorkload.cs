using HftGateway.MarketData.Events;

namespace HftGateway.Benchmarks.Books;

/// <summary>
/// A made flow of valid book events: adds at exponentially distributed distances from a wandering mid, deletions (half
/// of them of recent orders), replaces, executions near the touch. References rise by 1, as on a feed where every
/// symbol is subscribed. The same seed gives the same flow.
/// </summary>
public sealed class BookWorkload
{
    private const int Tick = 100;

    private readonly Random _random;
    private readonly int _symbols;
    private readonly double _meanDistanceTicks;
    private readonly double[] _cumulative;
    private readonly long[] _mids;
    private readonly List<Order>[] _live;
    private readonly int _target;
    private int _liveOrders;
    private ulong _nextId = 1;

    private BookWorkload(int symbols, int liveOrders, double meanDistanceTicks, int seed)
    {
        _target = liveOrders;
        _symbols = symbols;
        _meanDistanceTicks = meanDistanceTicks;
        _random = new Random(seed);
        _cumulative = new double[symbols];
        _mids = new long[symbols];
        _live = new List<Order>[symbols];
        double sum = 0;
        for (int i = 0; i < symbols; i++)
        {
            sum += 1.0 / (i + 1);
            _cumulative[i] = sum;
            _mids[i] = 1_000_000_000;
            _live[i] = [];
        }
    }

    /// <summary>
    /// Makes the events that fill the books, then the measured ones; the flow keeps the live count about level.
    /// </summary>
    public static (InputEvent[] Fill, InputEvent[] Events) Make(
        int symbols, int liveOrders, int events, double meanDistanceTicks, int seed = 1)
    {
        BookWorkload workload = new(symbols, liveOrders, meanDistanceTicks, seed);
        InputEvent[] fill = new InputEvent[liveOrders];
        for (int i = 0; i < liveOrders; i++)
            fill[i] = workload.Add(workload.Symbol());
        InputEvent[] measured = new InputEvent[events];
        for (int i = 0; i < events; i++)
            measured[i] = workload.Next();
        return (fill, measured);
    }

    private InputEvent Next()
    {
        int symbol = Symbol();
        List<Order> live = _live[symbol];
        int kind = _random.Next(100);
        if (live.Count == 0 || kind < (_liveOrders < _target ? 50 : 42))
            return Add(symbol);
        InputEvent e = new() { Instrument = (ushort)symbol };
        if (kind < 88)
        {
            // Half of what is cancelled was sent a moment ago.
            bool recent = _random.Next(2) != 0;
            int at = recent ? live.Count - 1 - _random.Next(Math.Min(8, live.Count)) : _random.Next(live.Count);
            e.Kind = EventKind.Delete;
            e.OrderId = live[at].Id;
            Forget(live, at);
            return e;
        }
        if (kind < 94)
        {
            int at = _random.Next(live.Count);
            Order old = live[at];
            Order next = old with { Id = _nextId++, Price = Price(symbol, old.Side), Shares = 100 };
            e.Kind = EventKind.Replace;
            e.OrderId = old.Id;
            e.OrderId2 = next.Id;
            e.Price = next.Price;
            e.Quantity = next.Shares;
            live[at] = next;
            return e;
        }
        return TakeNearTouch(symbol, live, kind < 99 ? EventKind.Execute : EventKind.Reduce);
    }

    private InputEvent TakeNearTouch(int symbol, List<Order> live, EventKind kind)
    {
        int best = _random.Next(live.Count);
        for (int i = 0; i < 8; i++)
        {
            int other = _random.Next(live.Count);
            if (Math.Abs(live[other].Price - _mids[symbol]) < Math.Abs(live[best].Price - _mids[symbol]))
                best = other;
        }
        Order order = live[best];
        int shares = Math.Min(order.Shares, 100);
        InputEvent e = new() { Kind = kind, Instrument = (ushort)symbol, OrderId = order.Id, Quantity = shares };
        if (shares == order.Shares)
            Forget(live, best);
        else
            live[best] = order with { Shares = order.Shares - shares };
        if (_random.Next(4) == 0)
            _mids[symbol] += order.Side == EventSide.Buy ? -Tick : Tick;
        return e;
    }

    private InputEvent Add(int symbol)
    {
        EventSide side = (EventSide)_random.Next(2);
        Order order = new(_nextId++, side, Price(symbol, side), 100 * _random.Next(1, 5));
        _live[symbol].Add(order);
        _liveOrders++;
        return new InputEvent
        {
            Kind = EventKind.Add, Instrument = (ushort)symbol, OrderId = order.Id, Side = side, Price = order.Price,
            Quantity = order.Shares,
        };
    }

    private long Price(int symbol, EventSide side)
    {
        long distance = (long)(-Math.Log(1 - _random.NextDouble()) * _meanDistanceTicks) + 1;
        distance = Math.Min(distance, 9_000_000) * Tick;
        return side == EventSide.Buy ? _mids[symbol] - distance : _mids[symbol] + distance;
    }

    private int Symbol()
    {
        if (_symbols == 1)
            return 0;
        int at = Array.BinarySearch(_cumulative, _random.NextDouble() * _cumulative[^1]);
        return Math.Min(at < 0 ? ~at : at, _symbols - 1);
    }

    private void Forget(List<Order> live, int at)
    {
        _liveOrders--;
        live[at] = live[^1];
        live.RemoveAt(live.Count - 1);
    }

    private readonly record struct Order(ulong Id, EventSide Side, long Price, int Shares);
}
