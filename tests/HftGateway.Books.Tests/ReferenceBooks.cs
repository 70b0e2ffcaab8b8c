using HftGateway.MarketData.Events;

namespace HftGateway.Books.Tests;

/// <summary>The plainest possible books, written from the specification, to compare with.</summary>
internal sealed class ReferenceBooks
{
    public sealed class Order
    {
        public ulong Id;
        public int Instrument;
        public int Side;
        public long Price;
        public int Shares;
    }

    public sealed class Book
    {
        /// <summary>Levels by rank key (minus the price of a bid), so that the first is the best.</summary>
        public readonly SortedList<long, List<Order>>[] Sides = [[], []];

        public bool TradingHalt;
        public bool OperationalHalt;
        public bool Full;

        public long Best(int side) => Sides[side].Count == 0 ? 0 : Math.Abs(Sides[side].Keys[0]);

        public List<Order> Queue(int side, long price) => Sides[side][Key(side, price)];

        public static long Key(int side, long price) => side == 0 ? -price : price;

        public bool Valid => Best(0) != 0 && Best(1) != 0 && Best(0) < Best(1);

        public bool Halted => TradingHalt || OperationalHalt;
    }

    private const BookFlags StatusMask = BookFlags.QuoteValid | BookFlags.Halted | BookFlags.Stale
        | BookFlags.Incomplete;

    private readonly int _maxOrders;
    private bool _gap;

    public ReferenceBooks(int instruments, int maxOrders)
    {
        _maxOrders = maxOrders;
        Books = [.. Enumerable.Range(0, instruments).Select(_ => new Book())];
    }

    public Book[] Books { get; }

    public Dictionary<ulong, Order> Orders { get; } = [];

    public long[] Anomalies { get; } = new long[BookAnomalies.Kinds];

    public int TradeShares { get; private set; }

    public long TradePrice { get; private set; }

    public int RestingSide { get; private set; }

    public bool BestEmptied { get; private set; }

    /// <summary>Applies one event and returns the flags that a book update must carry.</summary>
    public BookFlags Apply(in InputEvent e)
    {
        TradeShares = 0;
        RestingSide = 0;
        BestEmptied = false;
        if (e.Kind is EventKind.FeedGap or EventKind.FeedRecovered)
        {
            _gap = e.Kind == EventKind.FeedGap;
            return BookFlags.StateChanged | (_gap ? BookFlags.Stale : BookFlags.None);
        }
        if (e.Instrument >= Books.Length)
        {
            // An order's event finds its order first; no order belongs to an unknown book.
            Anomalies[(int)BookAnomaly.UnknownInstrument]++;
            return BookFlags.Refused | (_gap ? BookFlags.Stale : BookFlags.None);
        }
        Book book = Books[e.Instrument];
        bool validBefore = book.Valid;
        bool haltedBefore = book.Halted;
        long[] before = [book.Best(0), book.Best(1)];
        BookFlags flags = Effect(book, in e);
        if (e.Kind is EventKind.Add or EventKind.Replace && (flags & BookFlags.Changed) != 0 && !book.Halted)
            CountCrossed(before, [book.Best(0), book.Best(1)]);
        if (haltedBefore != book.Halted)
            flags |= BookFlags.StateChanged;
        if (validBefore)
            flags |= BookFlags.QuoteBeforeValid;
        return flags | Status(book);
    }

    private BookFlags Status(Book book) =>
        StatusMask & ((book.Valid ? BookFlags.QuoteValid : 0) | (book.Halted ? BookFlags.Halted : 0)
            | (_gap || book.Full ? BookFlags.Stale : 0) | (book.Full ? BookFlags.Incomplete : 0));

    private void CountCrossed(long[] before, long[] after)
    {
        // 0 apart, 1 locked, 2 crossed: counted when it gets worse.
        int was = State(before);
        int now = State(after);
        if (now > was)
            Anomalies[(int)(now == 2 ? BookAnomaly.Crossed : BookAnomaly.Locked)]++;

        static int State(long[] best) =>
            best[0] == 0 || best[1] == 0 || best[0] < best[1] ? 0 : best[0] == best[1] ? 1 : 2;
    }

    private BookFlags Effect(Book book, in InputEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.Add:
                return Add(book, in e);
            case EventKind.Trade:
                if (e.Quantity <= 0)
                    return Refuse(BookAnomaly.ZeroShares);
                if (BadPrice(e.Price))
                    return Refuse(BookAnomaly.BadPrice);
                TradeShares = e.Quantity;
                TradePrice = e.Price;
                RestingSide = (int)e.Side;
                return BookFlags.Trade | BookFlags.Hidden;
            case EventKind.TradingAction:
                book.TradingHalt = e.Quantity != 'T';
                return BookFlags.None;
            case EventKind.OperationalHalt:
                book.OperationalHalt = e.Quantity2 == 'H';
                return BookFlags.None;
            default:
                return Order_(book, in e);
        }
    }

    private BookFlags Add(Book book, in InputEvent e)
    {
        if (e.Quantity <= 0)
            return Refuse(BookAnomaly.ZeroShares);
        if (BadPrice(e.Price))
            return Refuse(BookAnomaly.BadPrice);
        if (Orders.ContainsKey(e.OrderId))
            return Refuse(BookAnomaly.RepeatedReference);
        if (Orders.Count == _maxOrders)
        {
            book.Full = true;
            return Refuse(BookAnomaly.OrderPoolFull);
        }
        RestingSide = (int)e.Side;
        Enter(book, e.OrderId, e.Instrument, (int)e.Side, e.Price, e.Quantity);
        return BookFlags.Changed;
    }

    private BookFlags Order_(Book book, in InputEvent e)
    {
        if (!Orders.TryGetValue(e.OrderId, out Order? order))
            return Refuse(BookAnomaly.UnknownOrder);
        if (order.Instrument != e.Instrument)
            return Refuse(BookAnomaly.WrongInstrument);
        if (e.Kind == EventKind.Delete)
        {
            RestingSide = order.Side;
            Take(book, order, order.Shares);
            return BookFlags.Changed;
        }
        if (e.Kind == EventKind.Replace)
            return Replace(book, order, in e);
        if (e.Quantity <= 0)
            return Refuse(BookAnomaly.ZeroShares);
        RestingSide = order.Side;
        BookFlags flags = BookFlags.Changed;
        int shares = e.Quantity;
        if (shares > order.Shares)
        {
            shares = order.Shares;
            flags |= BookFlags.Repaired;
            Anomalies[(int)BookAnomaly.OverReduction]++;
        }
        bool printed = e.Kind == EventKind.ExecuteWithPrice && (e.Flags & EventFlags.Printable) != 0;
        if (e.Kind == EventKind.Execute || printed)
        {
            TradePrice = e.Kind == EventKind.Execute ? order.Price : e.Price;
            if (BadPrice(TradePrice))
            {
                Anomalies[(int)BookAnomaly.BadPrice]++;
            }
            else
            {
                TradeShares = shares;
                flags |= BookFlags.Trade;
            }
        }
        bool atBest = book.Best(order.Side) == order.Price;
        Take(book, order, shares);
        BestEmptied = e.Kind != EventKind.Reduce && atBest && book.Best(order.Side) != order.Price;
        return flags;
    }

    private BookFlags Replace(Book book, Order order, in InputEvent e)
    {
        if (e.Quantity <= 0)
        {
            Anomalies[(int)BookAnomaly.ZeroShares]++;
            RestingSide = order.Side;
            Take(book, order, order.Shares);
            return BookFlags.Changed | BookFlags.Repaired;
        }
        if (BadPrice(e.Price))
            return Refuse(BookAnomaly.BadPrice);
        if (Orders.ContainsKey(e.OrderId2))
            return Refuse(BookAnomaly.RepeatedReference);
        RestingSide = order.Side;
        Take(book, order, order.Shares);
        Enter(book, e.OrderId2, order.Instrument, order.Side, e.Price, e.Quantity);
        return BookFlags.Changed;
    }

    private void Enter(Book book, ulong id, int instrument, int side, long price, int shares)
    {
        Order order = new() { Id = id, Instrument = instrument, Side = side, Price = price, Shares = shares };
        if (!book.Sides[side].TryGetValue(Book.Key(side, price), out List<Order>? queue))
            book.Sides[side].Add(Book.Key(side, price), queue = []);
        queue.Add(order);
        Orders.Add(id, order);
    }

    private void Take(Book book, Order order, int shares)
    {
        order.Shares -= shares;
        if (order.Shares > 0)
            return;
        Orders.Remove(order.Id);
        List<Order> queue = book.Queue(order.Side, order.Price);
        queue.Remove(order);
        if (queue.Count == 0)
            book.Sides[order.Side].Remove(Book.Key(order.Side, order.Price));
    }

    private BookFlags Refuse(BookAnomaly anomaly)
    {
        Anomalies[(int)anomaly]++;
        return BookFlags.Refused;
    }

    private static bool BadPrice(long price) => price is <= 0 or > 2_000_000_000;
}
