namespace HftGateway.Features.Reference;

/// <summary>One symbol's orders, one by one; levels are added up from the orders whenever they are asked for.</summary>
internal sealed class ReferenceBook
{
    private const long MaxPrice = 2_000_000_000;

    private readonly Dictionary<ulong, Order> _orders = [];
    private readonly SortedDictionary<long, List<Order>> _bids =
        new(Comparer<long>.Create(static (a, b) => b.CompareTo(a)));

    private readonly SortedDictionary<long, List<Order>> _asks = [];

    private sealed class Order
    {
        public char Side;
        public long Price;
        public long Shares;
    }

    public Dictionary<string, int> Anomalies { get; } = [];

    public void Clear()
    {
        _orders.Clear();
        _bids.Clear();
        _asks.Clear();
    }

    public List<ReferenceLevel> Bids(int depth) => Levels(_bids, depth);

    public List<ReferenceLevel> Asks(int depth) => Levels(_asks, depth);

    /// <summary>Applies a message of the symbol; null if it is no row.</summary>
    public ReferenceEffect? Apply(ReferenceMessage m) => m.Type switch
    {
        'A' or 'F' => Add(m),
        'E' or 'C' => Execute(m),
        'X' => Cancel(m),
        'D' => Delete(m),
        'U' => Replace(m),
        'P' => Hidden(m),
        _ => null,
    };

    private static bool IsPrice(long price) => price is > 0 and <= MaxPrice;

    private ReferenceEffect? Refuse(string kind)
    {
        Anomalies[kind] = Anomalies.GetValueOrDefault(kind) + 1;
        return null;
    }

    private ReferenceEffect? Add(ReferenceMessage m)
    {
        if (m.Shares == 0)
            return Refuse("shares 0");
        if (!IsPrice(m.Price))
            return Refuse("price");
        if (_orders.ContainsKey(m.Reference))
            return Refuse("live");
        ReferenceEffect effect = new();
        Enter(m.Reference, m.Side, m.Price, m.Shares, effect);
        return effect;
    }

    private ReferenceEffect? Execute(ReferenceMessage m)
    {
        if (m.Shares == 0)
            return Refuse("shares 0");
        ReferenceEffect effect = new() { TradeSize = m.Shares, TradePrice = m.Price, Resting = m.Side };
        if (!_orders.TryGetValue(m.Reference, out Order? order))
        {
            // 2.5: an execution of an order older than the file is a trade, at the price and side that it states.
            if (!m.IsStated || !IsPrice(m.Price))
                return Refuse("unknown");
            effect.IsTrade = true;
            return effect;
        }

        effect.Resting = order.Side;
        if (m.Type == 'E' && (!m.IsStated || m.Price == 0))
            effect.TradePrice = order.Price;
        effect.IsTrade = (m.Type == 'E' || m.Printable) && IsPrice(effect.TradePrice);
        bool wasBest = Side(order.Side).First().Key == order.Price;
        effect.TradeSize = Take(m.Reference, order, m.Shares, effect);
        effect.EmptiedBest = wasBest && !Side(order.Side).ContainsKey(order.Price);
        return effect;
    }

    private ReferenceEffect? Cancel(ReferenceMessage m)
    {
        if (m.Shares == 0)
            return Refuse("shares 0");
        if (!_orders.TryGetValue(m.Reference, out Order? order))
            return Refuse("unknown");
        ReferenceEffect effect = new();
        Take(m.Reference, order, m.Shares, effect);
        return effect;
    }

    private ReferenceEffect? Delete(ReferenceMessage m)
    {
        if (!_orders.TryGetValue(m.Reference, out Order? order))
            return Refuse("unknown");
        ReferenceEffect effect = new();
        Take(m.Reference, order, order.Shares, effect);
        return effect;
    }

    private ReferenceEffect? Replace(ReferenceMessage m)
    {
        if (!_orders.TryGetValue(m.Reference, out Order? order))
            return Refuse("unknown");
        ReferenceEffect effect = new();
        if (m.Shares != 0)
        {
            // The old reference is live too: a replacement by itself is refused.
            if (_orders.ContainsKey(m.NewReference))
                return Refuse("live");
            if (!IsPrice(m.Price))
                return Refuse("price");
        }

        Take(m.Reference, order, order.Shares, effect);
        if (m.Shares != 0)
            Enter(m.NewReference, order.Side, m.Price, m.Shares, effect);
        return effect;
    }

    private ReferenceEffect? Hidden(ReferenceMessage m)
    {
        if (m.Shares == 0)
            return Refuse("shares 0");
        if (!IsPrice(m.Price))
            return Refuse("price");
        return new ReferenceEffect { IsTrade = true, IsHidden = true, TradePrice = m.Price, TradeSize = m.Shares };
    }

    private void Enter(ulong reference, char side, long price, long shares, ReferenceEffect effect)
    {
        Order order = new() { Side = side, Price = price, Shares = shares };
        _orders.Add(reference, order);
        if (!Side(side).TryGetValue(price, out List<Order>? level))
            Side(side).Add(price, level = []);
        level.Add(order);
        effect.Flows.Add(new ReferenceFlow(side == 'B' ? 1 : -1, price, shares));
    }

    private long Take(ulong reference, Order order, long shares, ReferenceEffect effect)
    {
        long taken = Math.Min(shares, order.Shares);
        order.Shares -= taken;
        if (order.Shares == 0)
        {
            _orders.Remove(reference);
            Side(order.Side)[order.Price].Remove(order);
            if (Side(order.Side)[order.Price].Count == 0)
                Side(order.Side).Remove(order.Price);
        }

        effect.Flows.Add(new ReferenceFlow(order.Side == 'B' ? 1 : -1, order.Price, -taken));
        return taken;
    }

    private SortedDictionary<long, List<Order>> Side(char side) => side == 'B' ? _bids : _asks;

    private static List<ReferenceLevel> Levels(SortedDictionary<long, List<Order>> side, int depth) =>
        [.. side.Take(depth).Select(static l => Level(l.Key, l.Value))];

    private static ReferenceLevel Level(long price, List<Order> orders) =>
        new(price, orders.Sum(static o => o.Shares), orders.Count);
}
