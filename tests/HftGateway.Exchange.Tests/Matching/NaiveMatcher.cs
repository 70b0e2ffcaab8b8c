using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Tests.Matching;

/// <summary>
/// The matching rules once more, in the plainest way: one list of orders in time order, searched through for
/// everything. Written from the rules, not from the engine.
/// </summary>
internal sealed class NaiveMatcher(int symbols)
{
    public sealed class Order
    {
        public ulong Reference, Tag;
        public EventSide Side;
        public long Price;
        public int Quantity, Owner, Symbol;
        public bool PostOnly;
    }

    public readonly List<Order> Orders = [];
    public readonly bool[] Trading = new bool[symbols];
    public readonly List<string> Feed = [];
    private ulong _reference, _match;

    public OrderResult Submit(in NewOrder o, out ulong reference)
    {
        reference = 0;
        bool market = o.Kind == OrderKind.Market;
        bool rests = !market && o.Life == OrderLife.Day;
        if (o.Symbol >= symbols)
            return OrderResult.UnknownSymbol;
        if (!Trading[o.Symbol])
            return OrderResult.NotTrading;
        if (o.Quantity < 1 || o.Quantity > 999999)
            return OrderResult.InvalidQuantity;
        if (o.PostOnly && !rests)
            return OrderResult.InvalidCombination;
        if (!market && !GoodPrice(o.Price))
            return OrderResult.InvalidPrice;
        var order = new Order
        {
            Side = o.Side, Price = o.Price, Quantity = o.Quantity, Owner = o.Owner, Symbol = o.Symbol, Tag = o.Tag,
            PostOnly = o.PostOnly,
        };
        if (o.PostOnly && Best(order, market: false) != null)
            return OrderResult.WouldTrade;
        reference = order.Reference = ++_reference;
        Trade(order, market);
        if (order.Quantity > 0 && rests)
        {
            Orders.Add(order);
            Feed.Add($"A {order.Symbol} {order.Reference} {order.Side} {order.Quantity} {order.Price}");
        }

        return OrderResult.Accepted;
    }

    public OrderResult Cancel(ulong reference, int owner)
    {
        Order? order = Orders.Find(x => x.Reference == reference && x.Owner == owner);
        if (order == null)
            return OrderResult.UnknownOrder;
        Orders.Remove(order);
        Feed.Add($"D {order.Symbol} {reference}");
        return OrderResult.Accepted;
    }

    public OrderResult Replace(ulong reference, int owner, int leaves, long price, out ulong newReference)
    {
        newReference = 0;
        Order? order = Orders.Find(x => x.Reference == reference && x.Owner == owner);
        if (order == null)
            return OrderResult.UnknownOrder;
        if (leaves < 1 || leaves > 999999)
            return OrderResult.InvalidQuantity;
        if (!GoodPrice(price))
            return OrderResult.InvalidPrice;
        if (price == order.Price && leaves <= order.Quantity)
        {
            newReference = reference;
            if (leaves < order.Quantity)
                Feed.Add($"X {order.Symbol} {reference} {order.Quantity - leaves}");
            order.Quantity = leaves;
            return OrderResult.Accepted;
        }

        if (!Trading[order.Symbol])
            return OrderResult.NotTrading;
        var next = new Order
        {
            Side = order.Side, Price = price, Quantity = leaves, Owner = owner, Symbol = order.Symbol,
            PostOnly = order.PostOnly,
        };
        bool crosses = Best(next, market: false) != null;
        if (crosses && order.PostOnly)
            return OrderResult.WouldTrade;
        Orders.Remove(order);
        newReference = next.Reference = ++_reference;
        if (!crosses)
        {
            Orders.Add(next);
            Feed.Add($"U {next.Symbol} {reference} {newReference} {leaves} {price}");
            return OrderResult.Accepted;
        }

        Feed.Add($"D {order.Symbol} {reference}");
        Trade(next, market: false);
        if (next.Quantity > 0)
        {
            Orders.Add(next);
            Feed.Add($"A {next.Symbol} {next.Reference} {next.Side} {next.Quantity} {next.Price}");
        }

        return OrderResult.Accepted;
    }

    /// <summary>Orders of a side as they would trade: by price, and by time within a price (the list is in time
    /// order).</summary>
    public List<Order> Queue(int symbol, EventSide side)
    {
        IEnumerable<Order> mine = Orders.Where(x => x.Symbol == symbol && x.Side == side);
        return [.. side == EventSide.Buy ? mine.OrderByDescending(x => x.Price) : mine.OrderBy(x => x.Price)];
    }

    private static bool GoodPrice(long price) =>
        price >= 1 && price <= 1_999_999_900 && (price < 10_000 || price % 100 == 0);

    private Order? Best(Order incoming, bool market)
    {
        Order? best = null;
        foreach (Order x in Orders)
        {
            if (x.Symbol != incoming.Symbol || x.Side == incoming.Side)
                continue;
            bool acceptable = market
                || (incoming.Side == EventSide.Buy ? x.Price <= incoming.Price : x.Price >= incoming.Price);
            bool better = best == null
                || (incoming.Side == EventSide.Buy ? x.Price < best.Price : x.Price > best.Price);
            if (acceptable && better)
                best = x;
        }

        return best;
    }

    private void Trade(Order incoming, bool market)
    {
        while (incoming.Quantity > 0 && Best(incoming, market) is { } resting)
        {
            int quantity = Math.Min(incoming.Quantity, resting.Quantity);
            Feed.Add($"E {resting.Symbol} {resting.Reference} {quantity} {++_match}");
            resting.Quantity -= quantity;
            incoming.Quantity -= quantity;
            if (resting.Quantity == 0)
                Orders.Remove(resting);
        }
    }
}
