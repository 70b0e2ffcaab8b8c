using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// Where a live own order stands in its queue: queue_position (displayed shares ahead of it at its price, 0 = first),
/// queue_orders_ahead, queue_fraction = ahead/(ahead + own + behind), queue_ahead_cancelled and queue_ahead_executed
/// (shares that left ahead of it since it joined, by X, D, U and by E, C). With track_cancels = false only executions
/// improve queue_position: the pessimistic model.
/// <para><b>Units.</b> Shares, orders; [0, 1). <b>Warm-up.</b> None: from the row that shows the order in the
/// feed.</para>
/// <para><b>Threading.</b> The book stage's thread: it asks the order-by-order book.</para>
/// <para><b>Cost.</b> Two comparisons an event; an event at the order's own price asks the book, O(orders ahead).
/// </para>
/// <para><b>Reference.</b> Features specification, 13.1 (source 0).</para>
/// </summary>
/// <param name="trackCancels">track_cancels: cancels ahead reduce the position.</param>
public struct OwnOrderQueue(bool trackCancels)
{
    private readonly bool _trackCancels = trackCancels;
    private long _ahead;
    private long _joined;
    private long _price;
    private ulong _reference;
    private ushort _instrument;
    private EventSide _side;

    /// <summary>The order is in the book.</summary>
    public bool IsLive { get; private set; }

    /// <summary>queue_position.</summary>
    public readonly long Position => _trackCancels ? _ahead : Math.Max(_ahead, _joined - AheadExecuted);

    /// <summary>queue_orders_ahead.</summary>
    public int OrdersAhead { get; private set; }

    /// <summary>queue_fraction.</summary>
    public double Fraction { get; private set; }

    /// <summary>queue_ahead_cancelled.</summary>
    public long AheadCancelled { get; private set; }

    /// <summary>queue_ahead_executed.</summary>
    public long AheadExecuted { get; private set; }

    /// <summary>Starts with an order that the book has just taken.</summary>
    /// <param name="books">Books.</param>
    /// <param name="reference">The order's reference in the feed.</param>
    /// <returns>False if the book does not know it.</returns>
    public bool Join(BookSet books, ulong reference)
    {
        ArgumentNullException.ThrowIfNull(books);
        IsLive = books.TryGetOrder(reference, out BookOrder order)
            && books.TryGetQueuePosition(reference, out QueuePosition position);
        AheadCancelled = 0;
        AheadExecuted = 0;
        if (!IsLive)
            return false;
        _reference = reference;
        _instrument = (ushort)order.Instrument;
        _side = order.Side;
        _price = order.Price;
        Read(books);
        _joined = _ahead;
        return true;
    }

    /// <summary>Takes an event after the book has.</summary>
    /// <param name="e">The event.</param>
    /// <param name="u">What the book said of it.</param>
    /// <param name="books">Books.</param>
    [HotPath]
    public void OnEvent(ref readonly InputEvent e, ref readonly BookUpdate u, BookSet books)
    {
        if (!IsLive || e.Instrument != _instrument || u.ChangeCount == 0)
            return;
        // A replace takes an order away in its first change and adds at the end of a queue in its second, never ahead.
        bool concerns = u.Change0.Price == _price && u.Change0.Side == _side;
        concerns |= u.ChangeCount == 2 && u.Change1.Price == _price && u.Change1.Side == _side;
        if (!concerns)
            return;
        long before = _ahead;
        Read(books);
        long left = before - _ahead;
        if (!IsLive)
            return;
        if (e.Kind is EventKind.Execute or EventKind.ExecuteWithPrice)
            AheadExecuted += left;
        else
            AheadCancelled += left;
    }

    private void Read(BookSet books)
    {
        IsLive = books.TryGetQueuePosition(_reference, out QueuePosition position);
        if (!IsLive)
            return;
        _ahead = position.SharesAhead;
        OrdersAhead = position.OrdersAhead;
        books.TryGetLevelAt(_instrument, _side, _price, out BookLevel level);
        Fraction = (double)_ahead / level.Shares;
    }
}
