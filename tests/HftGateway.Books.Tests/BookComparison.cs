using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books.Tests;

/// <summary>Runs a book set, a mirror per book and the reference books side by side and compares them.</summary>
internal sealed class BookComparison
{
    private readonly BookSet _books;
    private readonly ReferenceBooks _reference;
    private readonly LevelMirror[] _mirrors;
    private readonly string _context;
    private readonly BookLevel[] _depth = new BookLevel[BookUpdate.DisplayedLevels];
    private long _events;

    public BookComparison(BookSet books, int maxOrders, string context)
    {
        _books = books;
        _context = context;
        _reference = new ReferenceBooks(books.InstrumentCount, maxOrders);
        _mirrors = [.. Enumerable.Range(0, books.InstrumentCount).Select(_ => new LevelMirror())];
    }

    public ReferenceBooks Reference => _reference;

    public void Feed(in InputEvent e)
    {
        _events++;
        // Rubbish in the slot must not matter: a ring's slots carry their last lap.
        BookUpdate update = default;
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(new Span<BookUpdate>(ref update)).Fill(0xEE);
        long twiceMid = 0;
        if (e.Instrument < _books.InstrumentCount)
            twiceMid = _reference.Books[e.Instrument].Best(0) + _reference.Books[e.Instrument].Best(1);
        _books.Apply(in e, ref update);
        BookFlags flags = _reference.Apply(in e);
        True(update.Flags == flags, $"flags {update.Flags}, expected {flags}");
        True(update.ChangeCount == Changes(flags, in e), $"change count {update.ChangeCount}");
        bool trade = (flags & BookFlags.Trade) != 0;
        True(update.TradeQuantity == _reference.TradeShares, "trade quantity");
        True(!trade || update.TradePrice == _reference.TradePrice, "trade price");
        True(unchecked((ulong)update.DoneTicks) == 0xEEEE_EEEE_EEEE_EEEE, "DoneTicks belongs to the stage");
        if (e.Instrument >= _books.InstrumentCount)
            return;
        if ((flags & (BookFlags.Changed | BookFlags.Trade)) != 0)
            True((int)update.RestingSide == _reference.RestingSide, "resting side");
        True(update.BestLevelEmptied == (_reference.BestEmptied ? 1 : 0), "best level emptied");
        True(update.TwiceMidBefore == twiceMid, "twice the mid before");
        _mirrors[e.Instrument].Apply(in update);
        CompareTop(e.Instrument, in update);
        ComparePosition(e.Kind == EventKind.Replace ? e.OrderId2 : e.OrderId);
    }

    /// <summary>The same for many events: flags, both best levels and what was traded.</summary>
    /// <returns>Whether the event was accepted.</returns>
    public bool FeedQuickly(in InputEvent e)
    {
        _events++;
        BookUpdate update = default;
        _books.Apply(in e, ref update);
        BookFlags flags = _reference.Apply(in e);
        True(update.Flags == flags, $"flags {update.Flags}, expected {flags}");
        True(update.TradeQuantity == _reference.TradeShares, "trade quantity");
        for (int side = 0; side < 2 && e.Instrument < _books.InstrumentCount; side++)
        {
            SortedList<long, List<ReferenceBooks.Order>> levels = _reference.Books[e.Instrument].Sides[side];
            long price = levels.Count == 0 ? 0 : Math.Abs(levels.Keys[0]);
            long shares = 0;
            for (int i = 0; levels.Count > 0 && i < levels.Values[0].Count; i++)
                shares += levels.Values[0][i].Shares;
            True((side == 0 ? update.BestBid : update.BestAsk) == price, "best price");
            int shown = side == 0 ? update.BidQuantity : update.AskQuantity;
            True(shown == Math.Min(shares, int.MaxValue), "best quantity");
        }

        return (flags & BookFlags.Refused) == 0;
    }

    /// <summary>Every level, order and queue position, and every counter.</summary>
    public void CompareAll()
    {
        True(_books.TotalOrders == _reference.Orders.Count, "live orders");
        foreach (BookAnomaly kind in Enum.GetValues<BookAnomaly>())
            True(_books.Anomalies[kind] == _reference.Anomalies[(int)kind], $"count of {kind}");
        for (int i = 0; i < _books.InstrumentCount; i++)
        {
            int orders = 0;
            for (int side = 0; side < 2; side++)
                orders += CompareSide(i, side);
            True(_books.OrderCount(i) == orders, "orders of the book");
        }
    }

    private int CompareSide(int instrument, int side)
    {
        SortedList<long, List<ReferenceBooks.Order>> levels = _reference.Books[instrument].Sides[side];
        EventSide eventSide = (EventSide)side;
        True(_books.LevelCount(instrument, eventSide) == levels.Count, "level count");
        BookLevel[] actual = new BookLevel[levels.Count + 1];
        True(_books.CopyLevels(instrument, eventSide, actual) == levels.Count, "copied levels");
        int rank = 0;
        int orders = 0;
        foreach ((long key, List<ReferenceBooks.Order> queue) in levels)
        {
            long price = Math.Abs(key);
            BookLevel expected = new(price, queue.Sum(order => (long)order.Shares), queue.Count);
            True(actual[rank] == expected, $"level {rank}: {actual[rank]}, expected {expected}");
            bool found = _books.TryGetLevelAt(instrument, eventSide, price, out BookLevel at);
            True(found && at == expected, "level by price");
            int position = 0;
            foreach (BookOrder order in _books.Queue(instrument, eventSide, price))
            {
                ReferenceBooks.Order want = queue[position++];
                BookOrder wanted = new(want.Id, instrument, eventSide, price, want.Shares);
                True(order == wanted, $"queue of {price}: {order}, expected {wanted}");
                True(_books.TryGetOrder(want.Id, out BookOrder live) && live == wanted, "order by reference");
            }
            True(position == (_books.HasQueues ? queue.Count : 0), "length of queue");
            orders += queue.Count;
            rank++;
        }
        True(!_books.TryGetLevel(instrument, eventSide, rank, out _), "no level beyond the last");
        return orders;
    }

    private void CompareTop(int instrument, in BookUpdate update)
    {
        for (int side = 0; side < 2; side++)
        {
            IReadOnlyList<BookLevel> mirror = _mirrors[instrument].Side((EventSide)side);
            int count = _books.CopyLevels(instrument, (EventSide)side, _depth);
            True(mirror.Count == count, $"mirror has {mirror.Count} levels, book {count}");
            SortedList<long, List<ReferenceBooks.Order>> levels = _reference.Books[instrument].Sides[side];
            True(count == Math.Min(levels.Count, BookUpdate.DisplayedLevels), $"book shows {count} of {levels.Count}");
            for (int rank = 0; rank < count; rank++)
            {
                long price = Math.Abs(levels.Keys[rank]);
                List<ReferenceBooks.Order> queue = levels.Values[rank];
                long shares = 0;
                foreach (ReferenceBooks.Order order in queue)
                    shares += order.Shares;
                BookLevel expected = new(price, shares, queue.Count);
                True(_depth[rank] == expected, $"level {rank} is {_depth[rank]}, expected {expected}");
                True(mirror[rank] == expected, $"mirrored level {rank} is {mirror[rank]}, expected {expected}");
            }
            BookLevel best = count == 0 ? default : _depth[0];
            True((side == 0 ? update.BestBid : update.BestAsk) == best.Price, "best price");
            int shown = side == 0 ? update.BidQuantity : update.AskQuantity;
            True(shown == Math.Min(best.Shares, int.MaxValue), $"best quantity {shown}, expected {best.Shares}");
        }
    }

    private void ComparePosition(ulong id)
    {
        bool live = _reference.Orders.TryGetValue(id, out ReferenceBooks.Order? order);
        bool known = _books.TryGetQueuePosition(id, out QueuePosition position);
        True(known == (live && _books.HasQueues), "live order has a position");
        if (!known)
            return;
        QueuePosition expected = default;
        foreach (ReferenceBooks.Order other in _reference.Books[order!.Instrument].Queue(order.Side, order.Price))
        {
            if (other == order)
                break;
            expected = new QueuePosition(expected.OrdersAhead + 1, expected.SharesAhead + other.Shares);
        }
        True(position == expected, $"position {position}, expected {expected}");
    }

    private static int Changes(BookFlags flags, in InputEvent e) =>
        (flags & BookFlags.Changed) == 0 ? 0 : e.Kind == EventKind.Replace && e.Quantity > 0 ? 2 : 1;

    private void True(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] Message what)
    {
        if (!condition)
            Assert.Fail($"{_context}, event {_events}: {what.Text}");
    }

    private void True(bool condition, string what)
    {
        if (!condition)
            Assert.Fail($"{_context}, event {_events}: {what}");
    }

    /// <summary>A message that is formatted only if the condition failed: there are tens of millions of them.</summary>
    [InterpolatedStringHandler]
    private ref struct Message
    {
        private DefaultInterpolatedStringHandler _text;

        public Message(int literalLength, int formattedCount, bool condition, out bool wanted)
        {
            wanted = !condition;
            _text = wanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
        }

        public readonly string Text => _text.ToString();

        public void AppendLiteral(string value) => _text.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);
    }
}
