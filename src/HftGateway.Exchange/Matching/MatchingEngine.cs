using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Matching;

/// <summary>
/// Continuous matching by price, then time, for all symbols of the simulated exchange. Deterministic: it reads no
/// clock and no random number; the sink that publishes knows the time of the action.
/// <para><b>Rules.</b> Trades happen at the resting order's price. Market and IOC remainders expire. A post-only order
/// that would trade is refused whole. A replacement that only lowers the size keeps its place (published as X); any
/// other one gets a new reference number and queues last (published as U; as D, E…, A when it trades at once). A symbol
/// that is not trading takes cancels and size reductions and refuses everything else, so that its book can never cross
/// and needs no reopening auction. Orders of the same owner may trade with each other.</para>
/// <para><b>Threading.</b> One thread; sinks are called inside the action and must not call back.</para>
/// <para><b>Invariants.</b> Never crossed or locked after an action. References and match numbers increase. Every share
/// submitted is traded, working, cancelled or expired.</para>
/// <para><b>Limits.</b> All orders are displayed; no auctions, no self-match prevention. Nothing is allocated.</para>
/// <para><b>Reference.</b> NASDAQ TotalView-ITCH 5.0 for the published messages; Reg NMS rule 612 for the tick.</para>
/// </summary>
/// <typeparam name="TData">Market data sink.</typeparam>
/// <typeparam name="TOwners">Execution sink.</typeparam>
public sealed class MatchingEngine<TData, TOwners>
    where TData : struct, IMarketDataSink
    where TOwners : struct, IExecutionSink
{
    /// <summary>Largest quantity of an order (six digits, as the exchange's own order entry).</summary>
    public const int MaxQuantity = 999_999;

    /// <summary>Highest price: $199,999.99, the highest that the exchange takes.</summary>
    public const long MaxPrice = 1_999_999_900;

    private const long OneDollar = 10_000;
    private const long PennyTick = 100;

    /// <summary>Where market data goes.</summary>
    public TData Data;

    /// <summary>Where executions go.</summary>
    public TOwners Owners;

    private ulong _lastReference;
    private ulong _lastMatch;

    /// <summary>Makes an engine over books that nobody else writes.</summary>
    /// <param name="books">The books.</param>
    /// <param name="data">Market data sink.</param>
    /// <param name="owners">Execution sink.</param>
    public MatchingEngine(OrderBooks books, TData data, TOwners owners)
    {
        Books = books;
        Data = data;
        Owners = owners;
    }

    /// <summary>The books, to read.</summary>
    public OrderBooks Books { get; }

    /// <summary>The reference number assigned last.</summary>
    public ulong LastReference => _lastReference;

    /// <summary>The match number assigned last: how many trades there were.</summary>
    public ulong LastMatch => _lastMatch;

    /// <summary>Shares traded, each trade counted once.</summary>
    public ulong SharesTraded { get; private set; }

    /// <summary>Whether a limit price is positive, not too high and on the tick: 1 cent, below $1 a hundredth of
    /// one.</summary>
    /// <param name="price">Price in 1/10000 dollar.</param>
    public static bool IsValidPrice(long price) =>
        price > 0 && price <= MaxPrice && (price < OneDollar || price % PennyTick == 0);

    /// <summary>Sets the trading state of a symbol and publishes it, unless it is <see
    /// cref="TradingState.Closed"/>.</summary>
    /// <param name="symbol">Symbol index.</param>
    /// <param name="state">New state.</param>
    /// <returns>False when there is no such symbol.</returns>
    public bool SetTradingState(ushort symbol, TradingState state)
    {
        if (symbol >= Books.Symbols)
            return false;
        Books.SetState(symbol, state);
        if (state != TradingState.Closed)
            Data.OnTradingState(symbol, state);
        return true;
    }

    /// <summary>Takes an order: refuses it, or accepts it, trades what crosses, and rests or expires the
    /// remainder.</summary>
    /// <param name="order">The order.</param>
    /// <param name="reference">Its reference number; 0 when refused.</param>
    /// <returns>Whether it was accepted, or why not.</returns>
    public OrderResult Submit(in NewOrder order, out ulong reference)
    {
        reference = 0;
        OrderResult verdict = Check(order);
        if (verdict != OrderResult.Accepted)
            return verdict;
        reference = ++_lastReference;
        var incoming = new RestingOrder
        {
            Reference = reference, Tag = order.Tag, Owner = order.Owner, Symbol = order.Symbol, Side = order.Side,
            Price = order.Kind == OrderKind.Market ? 0 : order.Price, Quantity = order.Quantity,
            PostOnly = order.PostOnly,
        };
        Tell(ExecutionKind.Accepted, incoming, order.Quantity, incoming.Quantity);
        long limitKey = order.Kind == OrderKind.Market ? long.MinValue : OrderBooks.Key(order.Side, order.Price);
        Match(ref incoming, limitKey, order.Kind == OrderKind.Market);
        if (incoming.Quantity == 0)
            return OrderResult.Accepted;
        if (order.Life == OrderLife.ImmediateOrCancel || order.Kind == OrderKind.Market)
        {
            Tell(ExecutionKind.Expired, incoming, incoming.Quantity, 0);
            return OrderResult.Accepted;
        }

        Rest(incoming);
        return OrderResult.Accepted;
    }

    /// <summary>Takes an order out of the book.</summary>
    /// <param name="reference">Reference number.</param>
    /// <param name="owner">Its owner.</param>
    /// <returns>Whether it was cancelled, or why not.</returns>
    public OrderResult Cancel(ulong reference, int owner)
    {
        int slot = Books.Find(reference);
        if (slot < 0 || Books.Order(slot).Owner != owner)
            return OrderResult.UnknownOrder;
        RestingOrder order = Books.Order(slot);
        Books.Remove(slot);
        Data.OnDelete(order.Symbol, reference);
        Tell(ExecutionKind.Cancelled, order, order.Quantity, 0);
        return OrderResult.Accepted;
    }

    /// <summary>Changes price or size of a resting order.</summary>
    /// <param name="reference">Reference number now.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="leaves">Shares that shall work from now on (not counting what has traded).</param>
    /// <param name="price">New limit price.</param>
    /// <param name="tag">The owner's handle from now on.</param>
    /// <param name="newReference">Reference number afterwards; unchanged when priority was kept, 0 when
    /// refused.</param>
    /// <returns>Whether it was replaced, or why not; when not, the order stands as it was.</returns>
    public OrderResult Replace(ulong reference, int owner, int leaves, long price, ulong tag, out ulong newReference)
    {
        newReference = 0;
        int slot = Books.Find(reference);
        if (slot < 0 || Books.Order(slot).Owner != owner)
            return OrderResult.UnknownOrder;
        if (leaves is < 1 or > MaxQuantity)
            return OrderResult.InvalidQuantity;
        if (!IsValidPrice(price))
            return OrderResult.InvalidPrice;
        ref RestingOrder order = ref Books.Order(slot);
        if (price == order.Price && leaves <= order.Quantity)
        {
            newReference = reference;
            Shrink(slot, leaves, tag);
            return OrderResult.Accepted;
        }

        if (Books.State(order.Symbol) != TradingState.Trading)
            return OrderResult.NotTrading;
        bool trades = Crosses(order.Symbol, order.Side, OrderBooks.Key(order.Side, price));
        if (trades && order.PostOnly)
            return OrderResult.WouldTrade;
        if (!Books.WouldFreeRoom(order, price))
            return OrderResult.BookFull;
        newReference = Requeue(slot, leaves, price, tag, trades);
        return OrderResult.Accepted;
    }

    private OrderResult Check(in NewOrder order)
    {
        if (order.Symbol >= Books.Symbols)
            return OrderResult.UnknownSymbol;
        if (Books.State(order.Symbol) != TradingState.Trading)
            return OrderResult.NotTrading;
        if (order.Quantity is < 1 or > MaxQuantity)
            return OrderResult.InvalidQuantity;
        bool mayRest = order.Kind == OrderKind.Limit && order.Life == OrderLife.Day;
        if (order.PostOnly && !mayRest)
            return OrderResult.InvalidCombination;
        if (order.Kind == OrderKind.Market)
            return OrderResult.Accepted;
        if (!IsValidPrice(order.Price))
            return OrderResult.InvalidPrice;
        if (order.PostOnly && Crosses(order.Symbol, order.Side, OrderBooks.Key(order.Side, order.Price)))
            return OrderResult.WouldTrade;
        // Room for the remainder is asked for beforehand, so that an accepted order is never dropped half way.
        bool hasRoom = !mayRest || Books.HasRoom(order.Symbol, order.Side, order.Price);
        return hasRoom ? OrderResult.Accepted : OrderResult.BookFull;
    }

    private static EventSide Opposite(EventSide side) => side == EventSide.Buy ? EventSide.Sell : EventSide.Buy;

    private bool Crosses(ushort symbol, EventSide side, long limitKey)
    {
        EventSide other = Opposite(side);
        int front = Books.Front(symbol, other);
        // The other side's key has the opposite sign: an ask at p crosses a bid's limit L when p <= L, i.e. -(-p) <= L.
        return front >= 0 && -OrderBooks.Key(other, Books.Order(front).Price) <= limitKey;
    }

    private void Match(ref RestingOrder incoming, long limitKey, bool atAnyPrice)
    {
        EventSide other = Opposite(incoming.Side);
        while (incoming.Quantity > 0)
        {
            int slot = Books.Front(incoming.Symbol, other);
            if (slot < 0)
                return;
            RestingOrder resting = Books.Order(slot);
            if (!atAnyPrice && -OrderBooks.Key(other, resting.Price) > limitKey)
                return;
            int quantity = Math.Min(incoming.Quantity, resting.Quantity);
            ulong match = ++_lastMatch;
            SharesTraded += (ulong)quantity;
            Books.Take(slot, quantity);
            resting.Quantity -= quantity;
            incoming.Quantity -= quantity;
            Data.OnExecute(resting.Symbol, resting.Reference, quantity, match);
            TellTrade(resting, resting.Price, quantity, match, aggressor: false);
            TellTrade(incoming, resting.Price, quantity, match, aggressor: true);
        }
    }

    private void Rest(in RestingOrder order)
    {
        Books.Add(order);
        Data.OnAdd(order.Symbol, order.Reference, order.Side, order.Quantity, order.Price);
    }

    private void Shrink(int slot, int leaves, ulong tag)
    {
        ref RestingOrder order = ref Books.Order(slot);
        int removed = order.Quantity - leaves;
        order.Tag = tag;
        if (removed > 0)
        {
            Books.Take(slot, removed);
            Data.OnReduce(order.Symbol, order.Reference, removed);
        }

        TellReplaced(order, order.Reference);
    }

    private ulong Requeue(int slot, int leaves, long price, ulong tag, bool trades)
    {
        RestingOrder order = Books.Order(slot);
        ulong old = order.Reference;
        Books.Remove(slot);
        order.Reference = ++_lastReference;
        order.Quantity = leaves;
        order.Price = price;
        order.Tag = tag;
        TellReplaced(order, old);
        if (!trades)
        {
            Books.Add(order);
            Data.OnReplace(order.Symbol, old, order.Reference, leaves, price);
            return order.Reference;
        }

        ulong reference = order.Reference;
        Data.OnDelete(order.Symbol, old);
        Match(ref order, OrderBooks.Key(order.Side, price), atAnyPrice: false);
        if (order.Quantity > 0)
            Rest(order);
        return reference;
    }

    private void Tell(ExecutionKind kind, in RestingOrder order, int quantity, int leaves)
    {
        Fill(out ExecutionEvent e, kind, order);
        e.Price = order.Price;
        e.Quantity = quantity;
        e.Leaves = leaves;
        Owners.OnExecution(e);
    }

    private void TellReplaced(in RestingOrder order, ulong previous)
    {
        Fill(out ExecutionEvent e, ExecutionKind.Replaced, order);
        e.PreviousReference = previous;
        e.Price = order.Price;
        e.Quantity = order.Quantity;
        e.Leaves = order.Quantity;
        Owners.OnExecution(e);
    }

    private void TellTrade(in RestingOrder order, long price, int quantity, ulong match, bool aggressor)
    {
        Fill(out ExecutionEvent e, ExecutionKind.Traded, order);
        e.Aggressor = aggressor;
        e.MatchNumber = match;
        e.Price = price;
        e.Quantity = quantity;
        e.Leaves = order.Quantity;
        Owners.OnExecution(e);
    }

    private static void Fill(out ExecutionEvent e, ExecutionKind kind, in RestingOrder order)
    {
        e = default;
        e.Kind = kind;
        e.Side = order.Side;
        e.Symbol = order.Symbol;
        e.Owner = order.Owner;
        e.Tag = order.Tag;
        e.Reference = order.Reference;
    }
}
