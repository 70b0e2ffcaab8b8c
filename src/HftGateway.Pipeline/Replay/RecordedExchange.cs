using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Replay;

/// <summary>
/// The simulated exchange of a replay: own orders among the recorded ones. The recorded messages are what they are; own
/// orders take displayed shares, or rest and are filled when recorded executions, prints or crossing orders would have
/// met them.
/// <para><b>Model.</b> Strategies specification 4.2 and 4.3 in the pessimistic variant
/// (<c>track_cancels = false</c>): a resting order waits behind all shares displayed at its price when it came; that
/// number falls by executions at the price only and is capped by what is displayed. What own orders took from a
/// displayed level stays taken until the level is gone.</para>
/// <para><b>By level.</b> On MDP 3.0, orders wait behind what their level displays, an order beyond the published levels
/// behind a great many, and a level that crosses fills with what it grew by.</para>
/// <para><b>Known limitation.</b> Taken shares are remembered by level, not by recorded order. The exact queue model is
/// the backtester's.</para>
/// <para><b>Threading.</b> One thread, the ingress thread of the replay; reads the books between messages.</para>
/// <para><b>Limits.</b> <see cref="MaxResting"/> resting own orders and <see cref="MaxTaken"/> touched levels; a
/// further order is rejected.</para>
/// </summary>
internal sealed class RecordedExchange<TReports>
    where TReports : struct, IRecordedReports
{
    /// <summary>Own orders that may rest at once.</summary>
    public const int MaxResting = 4096;

    /// <summary>Levels from which shares are remembered as taken.</summary>
    public const int MaxTaken = 256;

    private readonly ReplayBooks _books;
    private readonly RecordedOrder[] _resting = new RecordedOrder[MaxResting];
    private readonly TakenLevel[] _taken = new TakenLevel[MaxTaken];
    private readonly int[] _restingByInstrument;
    private readonly TickRule[] _tickRules;
    private TReports _reports;
    private int _restingCount;
    private int _takenCount;
    private bool _everUsed;

    /// <summary>Creates an exchange without orders.</summary>
    /// <param name="books">Books that hold the recorded orders as of the last message.</param>
    /// <param name="reports">Receives what happens.</param>
    public RecordedExchange(BookSet books, TReports reports)
        : this(new ReplayBooks(books, null), reports)
    {
    }

    /// <summary>Creates an exchange without orders.</summary>
    /// <param name="books">Books that hold the recorded orders or levels as of the last message.</param>
    /// <param name="reports">Receives what happens.</param>
    public RecordedExchange(ReplayBooks books, TReports reports)
    {
        _books = books;
        _reports = reports;
        _restingByInstrument = new int[books.InstrumentCount];
        _tickRules = new TickRule[books.InstrumentCount];
    }

    /// <summary>Own orders resting.</summary>
    public int RestingCount => _restingCount;

    /// <summary>An own order message takes effect.</summary>
    /// <param name="action">The message.</param>
    public void Apply(in RecordedAction action)
    {
        _everUsed = true;
        switch (action.Action)
        {
            case IntentAction.New:
                _reports.Report(action.DueNs, OrderEventType.Accepted, in action, 0, action.Quantity);
                Arrive(in action, 0);
                break;
            case IntentAction.Cancel:
                Cancel(in action);
                break;
            case IntentAction.Replace:
                Replace(in action);
                break;
        }
    }

    /// <summary>
    /// Whether any message can matter: an order rests, shares were taken, or trades must be remembered.
    /// </summary>
    public bool IsInterested => _everUsed;

    /// <summary>Answers an order as if nobody wanted to trade with it: accepted, and gone.</summary>
    /// <param name="action">The message.</param>
    public void Expire(in RecordedAction action)
    {
        if (action.Action != IntentAction.New)
        {
            _reports.Report(action.DueNs, OrderEventType.CancelRejected, in action, 0, 0);
            return;
        }

        _reports.Report(action.DueNs, OrderEventType.Accepted, in action, 0, action.Quantity);
        _reports.Report(action.DueNs, OrderEventType.Expired, in action, 0, 0);
    }

    /// <summary>A recorded message was applied to the books: may own orders have traded?</summary>
    /// <param name="e">The message.</param>
    /// <param name="u">What it did to the book.</param>
    public void OnMarketEvent(ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        if (e.Instrument >= _restingByInstrument.Length || u.Flags == BookFlags.None)
            return;
        int aggressor = 0;
        if ((u.Flags & BookFlags.Trade) != 0)
            aggressor = Aggressor(e.Instrument, in u);
        if (_takenCount > 0)
            ForgetGoneLevels(e.Instrument, in u);
        if (_restingByInstrument[e.Instrument] != 0)
            MatchResting(in e, in u, aggressor);
    }

    private int Aggressor(int instrument, ref readonly BookUpdate u)
    {
        int tick = _tickRules[instrument].OnTrade(u.TradePrice);
        if ((u.Flags & BookFlags.Hidden) == 0)
            return u.RestingSide == EventSide.Buy ? -1 : 1;
        if ((u.Flags & BookFlags.QuoteBeforeValid) == 0 || 2 * u.TradePrice == u.TwiceMidBefore)
            return tick;
        return 2 * u.TradePrice > u.TwiceMidBefore ? 1 : -1;
    }

    private void MatchResting(ref readonly InputEvent e, ref readonly BookUpdate u, int aggressor)
    {
        // One message fills at most its own quantity, shared over own orders: better price first, then arrival, which
        // is the order in which they are kept.
        int left = IsAdding(e.Kind) ? Added(in e, in u) : u.TradeQuantity;
        for (int i = 0; i < _restingCount && left > 0; i++)
        {
            ref RecordedOrder order = ref _resting[i];
            if (order.Instrument != e.Instrument)
                continue;
            int filled = Math.Min(order.Remaining, Math.Min(left, Fillable(ref order, in e, in u, aggressor, left)));
            if (filled <= 0)
                continue;
            left -= filled;
            if (Fill(ref order, e.TimeNs, filled, order.Price) == 0)
                RemoveAt(i--);
        }

        CapByDisplayed(e.Instrument);
    }

    // How many shares of this message could meet the order; lowers the shares ahead of it by those that traded.
    private static int Fillable(
        ref RecordedOrder order, ref readonly InputEvent e, ref readonly BookUpdate u, int aggressor, int left)
    {
        if (IsAdding(e.Kind))
        {
            bool crosses = (u.Flags & BookFlags.Refused) == 0 && u.RestingSide != order.Side && order.Meets(e.Price);
            return crosses && order.Ahead == 0 && (u.Flags & BookFlags.Halted) == 0 ? left : 0;
        }

        if ((u.Flags & BookFlags.Trade) == 0 || aggressor != -order.Direction)
            return 0;
        if ((u.Flags & BookFlags.Hidden) != 0)
            return order.IsBetterThan(u.TradePrice) || (u.TradePrice == order.Price && order.Ahead == 0) ? left : 0;

        // A trade of MDP 3.0 changes no level by itself.
        long restingPrice = u.ChangeCount > 0 ? u.Change0.Price : u.TradePrice;
        if (order.IsBetterThan(restingPrice))
            return left;
        if (restingPrice != order.Price)
            return 0;
        long beyond = Math.Max(0, left - order.Ahead);
        order.Ahead = Math.Max(0, order.Ahead - left);
        return (int)beyond;
    }

    private static bool IsAdding(EventKind kind) => kind is EventKind.Add or EventKind.Replace
        or EventKind.LevelInsert or EventKind.LevelUpdate or EventKind.LevelOverlay;

    // What a message adds to its side: an order, or to a level what it grew by.
    private static int Added(ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        if (e.Kind is EventKind.Add or EventKind.Replace)
            return e.Quantity;
        int last = u.ChangeCount - 1;
        return last < 0 ? 0 : Math.Max(0, last == 0 ? u.Change0.QuantityDelta : u.Change1.QuantityDelta);
    }

    private void CapByDisplayed(int instrument)
    {
        for (int i = 0; i < _restingCount; i++)
        {
            ref RecordedOrder order = ref _resting[i];
            if (order.Instrument == instrument && order.Ahead > 0)
                order.Ahead = Math.Min(order.Ahead, Displayed(instrument, order.Side, order.Price));
        }
    }

    private long Displayed(int instrument, EventSide side, long price)
        => _books.DisplayedAt(instrument, side, price);

    private int Fill(ref RecordedOrder order, long timeNs, int quantity, long price)
    {
        order.Remaining -= quantity;
        order.Filled += quantity;
        var action = new RecordedAction
        {
            Id = order.Id,
            Instrument = order.Instrument,
            Side = order.Side,
            Price = price,
        };
        _reports.Report(timeNs, OrderEventType.Filled, in action, quantity, order.Remaining);
        return order.Remaining;
    }

    private void Arrive(in RecordedAction action, int filledBefore)
    {
        EventSide otherSide = action.Side == EventSide.Buy ? EventSide.Sell : EventSide.Buy;
        bool halted = _books.IsHalted(action.Instrument);
        bool wouldTake = !halted && _books.TryGetLevel(action.Instrument, otherSide, 0, out BookLevel touch)
            && Marketable(in action, touch.Price);
        if ((action.PostOnly && wouldTake) || (_restingCount == MaxResting && !action.ImmediateOrCancel))
        {
            _reports.Report(action.DueNs, OrderEventType.Rejected, in action, 0, 0);
            return;
        }

        int left = wouldTake ? Take(in action, otherSide) : action.Quantity;
        if (left == 0)
            return;
        if (action.ImmediateOrCancel || action.Market)
            _reports.Report(action.DueNs, OrderEventType.Expired, in action, 0, 0);
        else
            Rest(in action, left, filledBefore + action.Quantity - left);
    }

    private static bool Marketable(in RecordedAction action, long price)
        => action.Market || (action.Side == EventSide.Buy ? price <= action.Price : price >= action.Price);

    private int Take(in RecordedAction action, EventSide otherSide)
    {
        int left = action.Quantity;
        for (int rank = 0;
            left > 0 && _books.TryGetLevel(action.Instrument, otherSide, rank, out BookLevel level);
            rank++)
        {
            if (!Marketable(in action, level.Price))
                break;
            ref long taken = ref TakenAt(action.Instrument, otherSide, level.Price);
            int quantity = (int)Math.Min(left, Math.Max(0, level.Shares - taken));
            if (quantity == 0)
                continue;
            taken += quantity;
            left -= quantity;
            RecordedAction fill = action;
            fill.Price = level.Price;
            _reports.Report(action.DueNs, OrderEventType.Filled, in fill, quantity, left);
        }

        return left;
    }

    private void Rest(in RecordedAction action, int quantity, int filled)
    {
        var order = new RecordedOrder
        {
            Id = action.Id,
            Instrument = action.Instrument,
            Side = action.Side,
            Price = action.Price,
            Remaining = quantity,
            Filled = filled,
            Ahead = Displayed(action.Instrument, action.Side, action.Price),
        };
        int at = _restingCount++;
        _restingByInstrument[action.Instrument]++;
        // Buys before sells, better price first, then arrival.
        while (at > 0 && Precedes(in order, in _resting[at - 1]))
        {
            _resting[at] = _resting[at - 1];
            at--;
        }

        _resting[at] = order;
    }

    private static bool Precedes(in RecordedOrder a, in RecordedOrder b)
        => a.Side != b.Side ? a.Side == EventSide.Buy : a.IsBetterThan(b.Price);

    private void Cancel(in RecordedAction action)
    {
        int at = Find(action.TargetId);
        if (at < 0)
        {
            _reports.Report(action.DueNs, OrderEventType.CancelRejected, in action, 0, 0);
            return;
        }

        RemoveAt(at);
        _reports.Report(action.DueNs, OrderEventType.Cancelled, in action, 0, 0);
    }

    private void Replace(in RecordedAction action)
    {
        int at = Find(action.TargetId);
        if (at < 0)
        {
            _reports.Report(action.DueNs, OrderEventType.CancelRejected, in action, 0, 0);
            return;
        }

        ref RecordedOrder order = ref _resting[at];
        // OrderQty [38] of a replace is the total quantity: what was filled before counts.
        int leaves = action.Quantity - order.Filled;
        if (leaves <= 0)
        {
            _reports.Report(action.DueNs, OrderEventType.CancelRejected, in action, 0, order.Remaining);
            return;
        }

        _reports.Report(action.DueNs, OrderEventType.Replaced, in action, 0, leaves);
        if (action.Price == order.Price && leaves <= order.Remaining)
        {
            // Size down at the same price keeps the place in the queue.
            order.Remaining = leaves;
            order.Id = action.Id;
            return;
        }

        int filled = order.Filled;
        RemoveAt(at);
        RecordedAction arrival = action;
        arrival.Quantity = leaves;
        Arrive(in arrival, filled);
    }

    private int Find(uint id)
    {
        for (int i = 0; i < _restingCount; i++)
        {
            if (_resting[i].Id == id)
                return i;
        }

        return -1;
    }

    private void RemoveAt(int index)
    {
        _restingByInstrument[_resting[index].Instrument]--;
        _restingCount--;
        Array.Copy(_resting, index + 1, _resting, index, _restingCount - index);
    }

    private ref long TakenAt(ushort instrument, EventSide side, long price)
    {
        for (int i = 0; i < _takenCount; i++)
        {
            ref TakenLevel entry = ref _taken[i];
            if (entry.Instrument == instrument && entry.Side == side && entry.Price == price)
                return ref entry.Shares;
        }

        // A full table forgets the oldest: the order of entries is the order of their first take.
        if (_takenCount == MaxTaken)
            Array.Copy(_taken, 1, _taken, 0, --_takenCount);
        _taken[_takenCount] = new TakenLevel { Instrument = instrument, Side = side, Price = price };
        return ref _taken[_takenCount++].Shares;
    }

    private void ForgetGoneLevels(ushort instrument, ref readonly BookUpdate u)
    {
        for (int i = _takenCount - 1; i >= 0; i--)
        {
            TakenLevel entry = _taken[i];
            bool touched = entry.Instrument == instrument && u.ChangeCount > 0;
            if (touched && Displayed(instrument, entry.Side, entry.Price) == 0)
                Array.Copy(_taken, i + 1, _taken, i, --_takenCount - i);
        }
    }

    private struct TakenLevel
    {
        public ushort Instrument;
        public EventSide Side;
        public long Price;
        public long Shares;
    }

    // Sign of the last non-zero change of the trade price (features specification 6.2).
    private struct TickRule
    {
        private long _lastPrice;
        private int _sign;

        public int OnTrade(long price)
        {
            if (_lastPrice != 0 && price != _lastPrice)
                _sign = price > _lastPrice ? 1 : -1;
            _lastPrice = price;
            return _sign;
        }
    }
}
