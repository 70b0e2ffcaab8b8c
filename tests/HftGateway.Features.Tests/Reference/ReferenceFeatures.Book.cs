namespace HftGateway.Features.Reference;

// Sections 3, 4 and 5.
internal sealed partial class ReferenceFeatures
{
    private static long Shares(List<ReferenceLevel> levels, int depth) => levels.Take(depth).Sum(static l => l.Shares);

    private long BidDepth(ReferenceRow row) => Shares(row.Bids, p.Count("depth_levels"));

    private long AskDepth(ReferenceRow row) => Shares(row.Asks, p.Count("depth_levels"));

    private void BookSection()
    {
        List<ReferenceLevel> bids = Row.Bids;
        List<ReferenceLevel> asks = Row.Asks;
        ReferenceLevel bid = bids.FirstOrDefault();
        ReferenceLevel ask = asks.FirstOrDefault();
        _v["best_bid"] = bids.Count > 0 ? bid.Price : Nothing;
        _v["best_ask"] = asks.Count > 0 ? ask.Price : Nothing;
        _v["bid_size_1"] = bid.Shares;
        _v["ask_size_1"] = ask.Shares;
        _v["bid_orders_1"] = bid.Orders;
        _v["ask_orders_1"] = ask.Orders;
        _v["bid_depth_5"] = BidDepth(Row);
        _v["ask_depth_5"] = AskDepth(Row);
        foreach (string name in (string[])["mid", "spread", "spread_ticks", "spread_relative", "spread_bps",
            "microprice", "execution_edge", "depth_imbalance", "order_imbalance", "order_count_imbalance",
            "depth_dollars", "book_imbalance", "book_pressure", "tobi", "wall_ratio"])
            _v[name] = Nothing;
        if (!Row.IsValid)
            return;
        (long b, long a, long qb, long qa) = (bid.Price, ask.Price, bid.Shares, ask.Shares);
        _v["mid"] = (a + b) / 2.0;
        _v["spread"] = a - b;
        _v["spread_ticks"] = (a - b) / p["tick_pu"];
        _v["spread_relative"] = 2.0 * (a - b) / (a + b);
        _v["spread_bps"] = 20_000.0 * (a - b) / (a + b);
        _v["microprice"] = Ratio((Int128)a * qb + (Int128)b * qa, qb + qa);
        _v["execution_edge"] = Ratio((Int128)(a - b) * (qb - qa), 2 * ((Int128)qb + qa));
        _v["tobi"] = Ratio((double)qb, qb + qa);
        Depths(bids, asks);
    }

    private void Depths(List<ReferenceLevel> bids, List<ReferenceLevel> asks)
    {
        int near = p.Count("depth_levels");
        int far = p.Count("imbalance_levels");
        long db = BidDepth(Row);
        long da = AskDepth(Row);
        _v["depth_imbalance"] = Ratio((double)(db - da), db + da);
        _v["order_imbalance"] = _v["depth_imbalance"];
        int nb = bids.Take(near).Sum(static l => l.Orders);
        int na = asks.Take(near).Sum(static l => l.Orders);
        _v["order_count_imbalance"] = Ratio((double)(nb - na), nb + na);
        Int128 money = 0;
        foreach (ReferenceLevel level in bids.Take(near).Concat(asks.Take(near)))
            money += (Int128)level.Price * level.Shares;
        _v["depth_dollars"] = (double)money / 10_000;
        long fb = Shares(bids, far);
        long fa = Shares(asks, far);
        _v["book_imbalance"] = Ratio((double)(fb - fa), fb + fa);
        double wb = bids.Take(far).Select(static (l, i) => l.Shares / (i + 1.0)).Sum();
        double wa = asks.Take(far).Select(static (l, i) => l.Shares / (i + 1.0)).Sum();
        _v["book_pressure"] = Ratio(wb - wa, wb + wa);
        _v["wall_ratio"] = Ratio((double)bids.Take(far).Concat(asks.Take(far)).Max(static l => l.Shares), fb + fa);
    }

    private void RatesSection()
    {
        bool warm = IsShortWarm;
        int updates = ShortRows.Count(static r => r.Message.Type != 'P');
        int quotes = ShortRows.Count(static r => r.Message.Type is 'A' or 'F' or 'X' or 'D' or 'U');
        int trades = ShortTrades.Count();
        double rate = updates / ShortSeconds;
        _v["book_update_rate"] = warm ? rate : Nothing;
        _v["book_stability"] = warm ? 1 / Math.Max(rate, 1) : Nothing;
        _v["quote_msg_count"] = warm ? quotes : Nothing;
        _v["quote_stuffing"] = warm && quotes > p["stuffing_threshold"] ? 1 : 0;
        _v["order_to_trade_ratio"] = warm ? (double)quotes / Math.Max(trades, 1) : Nothing;
    }

    private void ImbalanceSection()
    {
        for (int k = 0; k < 5; k++)
            Row.Imbalance[k] = Contribution(k, Before, Row);
        bool warm = IsShortWarm;
        _v["ofi_event"] = Row.Imbalance[0];
        double sum = 0;
        for (int k = 0; k < 5; k++)
        {
            int level = k;
            double each = ShortRows.Sum(r => r.Imbalance[level]);
            _v[k == 0 ? "ofi" : $"ofi_l{k + 1}"] = warm ? each : Nothing;
            sum += each;
        }

        _v["mlofi"] = warm ? sum : Nothing;
        _v["avg_touch_depth"] = TimeWeighted("avg_touch_depth", static r => (r.Bids[0].Shares + r.Asks[0].Shares) / 2.0,
            p["depth_tau_s"]);
        _v["ofi_norm"] = Ratio(_v["ofi"], _v["avg_touch_depth"]);
        _v["ofi_decay"] = Decayed(_rows, static r => r.Clock, static r => r.Imbalance[0], p["ofi_tau_s"]);
        _v["ofi_volume_weighted"] = warm ? ShortRows.Reverse().Sum(Weighted) : Nothing;
        _v["ofi_trade_informed"] = warm ? ShortRows.Sum(TradeInformed) : Nothing;
    }

    // e_k. A missing bid level has price -∞ and size 0, a missing ask level +∞ and 0.
    private static long Contribution(int k, ReferenceRow? before, ReferenceRow now)
    {
        (long Price, long Shares) none = (long.MinValue, 0);
        (long Price, long Shares) bid = k < now.Bids.Count ? (now.Bids[k].Price, now.Bids[k].Shares) : none;
        (long Price, long Shares) bid0 =
            before != null && k < before.Bids.Count ? (before.Bids[k].Price, before.Bids[k].Shares) : none;
        none = (long.MaxValue, 0);
        (long Price, long Shares) ask = k < now.Asks.Count ? (now.Asks[k].Price, now.Asks[k].Shares) : none;
        (long Price, long Shares) ask0 =
            before != null && k < before.Asks.Count ? (before.Asks[k].Price, before.Asks[k].Shares) : none;
        return (bid.Price >= bid0.Price ? bid.Shares : 0) - (bid.Price <= bid0.Price ? bid0.Shares : 0)
            - (ask.Price <= ask0.Price ? ask.Shares : 0) + (ask.Price >= ask0.Price ? ask0.Shares : 0);
    }

    private double Weighted(ReferenceRow row)
    {
        if (!row.WasValid)
            return 0;
        double sum = 0;
        foreach (ReferenceFlow flow in row.Effect.Flows)
        {
            double d = Math.Abs(2 * flow.Price - row.TwiceMidBefore) / (2 * p["tick_pu"]);
            sum += flow.Sigma * flow.Shares / (1 + d);
        }

        return sum;
    }

    private long TradeInformed(ReferenceRow row)
    {
        long sum = row.Trade == null ? 0 : row.Trade.Side * row.Trade.Size;
        foreach (ReferenceFlow flow in row.Effect.Flows.Where(static f => f.Shares > 0))
        {
            long best = flow.Sigma == 1 ? row.Bids[0].Price : row.Asks[0].Price;
            if (Math.Abs(best - flow.Price) <= p["ofi_near_ticks"] * p["tick_pu"])
                sum += flow.Sigma * flow.Shares;
        }

        return sum;
    }
}
