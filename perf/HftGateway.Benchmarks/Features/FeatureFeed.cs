using HftGateway.Books;
using HftGateway.MarketData.Events;

namespace HftGateway.Benchmarks.Features;

/// <summary>
/// A seeded session of one busy instrument, through the book stage: adds and deletes mostly near the touch, one
/// execution in twenty, a few replaces and hidden trades, 20 to 100 µs apart with bursts. What the feature stage gets
/// to see. Other shapes: <see cref="FeedShape"/>.
/// </summary>
public sealed class FeatureFeed
{
    private const int SparseOrders = 12;
    private const int SparseTicks = 200;

    private readonly Random _random;
    private readonly FeedShape _shape;
    private readonly List<(ulong Id, EventSide Side, long Price)> _live = [];
    private long _timeNs = 34_200_000_000_000;
    private ulong _nextId = 1;

    /// <summary>Makes the session.</summary>
    public FeatureFeed(int count, int seed, FeedShape shape = FeedShape.Busy)
    {
        _random = new Random(seed);
        _shape = shape;
        Events = new InputEvent[count];
        Updates = new BookUpdate[count];
        using BookSet books = new(new BookSetOptions { Instruments = 1 });
        for (int i = 0; i < count; i++)
        {
            Events[i] = _live.Count < count - i ? Next(books) : Drain();
            books.Apply(in Events[i], ref Updates[i]);
        }
        // It ends with an empty book, so that it can be played again and again without one that is cleared: windows,
        // bars and scores stay warm.
        SpanNs = _timeNs - Events[0].TimeNs + 1_000_000_000;
    }

    /// <summary>The events.</summary>
    public InputEvent[] Events { get; }

    /// <summary>What the book stage says of each.</summary>
    public BookUpdate[] Updates { get; }

    /// <summary>Add this to every time to play it again.</summary>
    public long SpanNs { get; }

    private InputEvent Next(BookSet books)
    {
        int longestNs = _shape == FeedShape.Slow ? 400_000_000 : 100_000;
        _timeNs += _random.Next(4) == 0 ? _random.Next(100) : _random.Next(20_000, longestNs);
        InputEvent e = new() { TimeNs = _timeNs };
        int what = _random.Next(100);
        bool isBusy = _shape == FeedShape.Busy;
        if (_live.Count < (isBusy ? 200 : 1) || (what < 48 && _live.Count < (isBusy ? 1_500 : SparseOrders)))
            Add(ref e, books);
        else if (what < 93)
            Remove(ref e, books);
        else if (what < 98)
            Execute(ref e, books);
        else if (what < 99)
            Replace(ref e, books);
        else
            e = e with { Kind = EventKind.Trade, Price = BestOr(books, EventSide.Buy), Quantity = 100 };
        return e;
    }

    private InputEvent Drain()
    {
        _timeNs += _random.Next(20_000, 100_000);
        InputEvent e = new() { Kind = EventKind.Delete, TimeNs = _timeNs, OrderId = _live[^1].Id };
        _live.RemoveAt(_live.Count - 1);
        return e;
    }

    private static long BestOr(BookSet books, EventSide side)
    {
        long best = books.BestPrice(0, side);
        return best != 0 ? best : side == EventSide.Buy ? 999_900 : 1_000_000;
    }

    /// <summary>Mostly at the touch, at times inside a wider spread, never through the other side.</summary>
    private long Price(EventSide side, BookSet books)
    {
        if (_shape != FeedShape.Busy)
        {
            int ticks = _random.Next(1, SparseTicks);
            return side == EventSide.Buy ? 1_000_000 - 100 * ticks : 1_000_000 + 100 * ticks;
        }
        int away = Math.Min(_random.Next(-1, 20), Math.Min(_random.Next(-1, 20), _random.Next(0, 20)));
        long bid = BestOr(books, EventSide.Buy);
        long ask = BestOr(books, EventSide.Sell);
        return side == EventSide.Buy ? Math.Min(bid - 100 * away, ask - 100) : Math.Max(ask + 100 * away, bid + 100);
    }

    private void Add(ref InputEvent e, BookSet books)
    {
        e.Kind = EventKind.Add;
        e.Side = (EventSide)_random.Next(2);
        e.OrderId = _nextId++;
        e.Price = Price(e.Side, books);
        e.Quantity = 100 * _random.Next(1, 6);
        _live.Add((e.OrderId, e.Side, e.Price));
    }

    private void Remove(ref InputEvent e, BookSet books)
    {
        e.Kind = EventKind.Delete;
        int at = Nearest(books);
        e.OrderId = _live[at].Id;
        _live[at] = _live[^1];
        _live.RemoveAt(_live.Count - 1);
    }

    private void Execute(ref InputEvent e, BookSet books)
    {
        e.Kind = EventKind.Execute;
        e.OrderId = _live[Nearest(books)].Id;
        e.Quantity = 100;
    }

    /// <summary>Of four orders the one nearest to the touch: that is where orders live shortest.</summary>
    private int Nearest(BookSet books)
    {
        int nearest = 0;
        long least = long.MaxValue;
        for (int i = 0; i < 4; i++)
        {
            int at = _random.Next(_live.Count);
            long away = Math.Abs(_live[at].Price - BestOr(books, _live[at].Side));
            if (away < least)
                (nearest, least) = (at, away);
        }
        return nearest;
    }

    private void Replace(ref InputEvent e, BookSet books)
    {
        e.Kind = EventKind.Replace;
        int at = _random.Next(_live.Count);
        e.OrderId = _live[at].Id;
        e.OrderId2 = _nextId++;
        e.Price = Price(_live[at].Side, books);
        e.Quantity = 200;
        _live[at] = (e.OrderId2, _live[at].Side, e.Price);
    }
}
