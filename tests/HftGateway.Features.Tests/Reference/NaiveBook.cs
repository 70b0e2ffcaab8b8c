using HftGateway.MarketData.Events;

namespace HftGateway.Features.Tests.Reference;

internal readonly record struct NaiveLevel(long Price, long Shares, int Orders);

internal readonly record struct NaiveTrade(long Price, int Shares, bool Hidden, EventSide Resting);

/// <summary>
/// An order book as a list of orders; levels are found by grouping them. Slow, short, and shares no code with the
/// library: the rules are those of the features specification, 2.1, 2.2 and 2.5.
/// </summary>
internal sealed class NaiveBook
{
    private sealed record Order(EventSide Side, long Price)
    {
        public int Shares { get; set; }
    }

    private readonly Dictionary<ulong, Order> _orders = [];

    public bool Halted { get; private set; }

    public int OrderCount => _orders.Count;

    public void Clear() => _orders.Clear();

    public List<NaiveLevel> Levels(EventSide side) =>
        [.. _orders.Values.Where(o => o.Side == side)
            .GroupBy(o => o.Price)
            .Select(g => new NaiveLevel(g.Key, g.Sum(o => (long)o.Shares), g.Count()))
            .OrderBy(l => side == EventSide.Buy ? -l.Price : l.Price)];

    /// <summary>Applies an event; true if it is a row.</summary>
    public bool Apply(in InputEvent e, out NaiveTrade? trade)
    {
        trade = null;
        bool priceOk = e.Price is > 0 and <= 2_000_000_000;
        switch (e.Kind)
        {
            case EventKind.Add:
                return e.Quantity > 0 && priceOk
                    && _orders.TryAdd(e.OrderId, new Order(e.Side, e.Price) { Shares = e.Quantity });
            case EventKind.Execute:
            case EventKind.ExecuteWithPrice:
                return Execute(e, priceOk, out trade);
            case EventKind.Reduce:
                if (e.Quantity <= 0 || !_orders.TryGetValue(e.OrderId, out Order? reduced))
                    return false;
                Take(e.OrderId, reduced, e.Quantity);
                return true;
            case EventKind.Delete:
                return _orders.Remove(e.OrderId);
            case EventKind.Replace:
                return Replace(e, priceOk);
            case EventKind.Trade:
                if (e.Quantity <= 0 || !priceOk)
                    return false;
                trade = new NaiveTrade(e.Price, e.Quantity, true, e.Side);
                return true;
            case EventKind.TradingAction:
                Halted = e.Quantity != 'T';
                return false;
            default:
                return false;
        }
    }

    private bool Execute(in InputEvent e, bool priceOk, out NaiveTrade? trade)
    {
        trade = null;
        if (e.Quantity <= 0)
            return false;
        if (!_orders.TryGetValue(e.OrderId, out Order? order))
        {
            if (e.Kind == EventKind.Execute && priceOk)
                trade = new NaiveTrade(e.Price, e.Quantity, false, e.Side);
            return trade != null;
        }
        int taken = Take(e.OrderId, order, e.Quantity);
        long price = e.Kind == EventKind.Execute && e.Price == 0 ? order.Price : e.Price;
        bool printed = e.Kind == EventKind.Execute || (e.Flags & EventFlags.Printable) != 0;
        if (printed && price > 0)
            trade = new NaiveTrade(price, taken, false, order.Side);
        return true;
    }

    private bool Replace(in InputEvent e, bool priceOk)
    {
        if (!_orders.TryGetValue(e.OrderId, out Order? old))
            return false;
        if (e.Quantity <= 0)
            return _orders.Remove(e.OrderId);
        if (!priceOk || _orders.ContainsKey(e.OrderId2))
            return false;
        _orders.Remove(e.OrderId);
        _orders.Add(e.OrderId2, new Order(old.Side, e.Price) { Shares = e.Quantity });
        return true;
    }

    private int Take(ulong id, Order order, int shares)
    {
        int taken = Math.Min(shares, order.Shares);
        order.Shares -= taken;
        if (order.Shares == 0)
            _orders.Remove(id);
        return taken;
    }
}
