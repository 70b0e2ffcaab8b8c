namespace HftGateway.Features.Reference;

// Section 6.
internal sealed partial class ReferenceFeatures
{
    private readonly List<ReferenceTrade> _eligible = [];
    private readonly List<double> _lambdas = [];
    private readonly List<double> _fastLambdas = [];

    private void TradesSection()
    {
        ReferenceTrade? last = _trades.LastOrDefault();
        _v["last_price"] = last?.Price ?? Nothing;
        _v["last_size"] = last?.Size ?? Nothing;
        _v["aggressor"] = last?.Side ?? Nothing;
        _v["tick_rule"] = last?.Tick ?? Nothing;
        _v["momentum_ticks"] = Momentum();
        int n = p.Count("flow_window");
        bool full = _trades.Count >= n;
        List<ReferenceTrade> window = full ? _trades[^n..] : [];
        long volume = window.Sum(static t => t.Size);
        long signed = window.Sum(static t => t.Side * t.Size);
        long ticks = window.Sum(static t => t.Tick * t.Size);
        _v["tick_rule_agg"] = full ? (double)ticks / volume : Nothing;
        _v["flow_imbalance"] = full ? signed : Nothing;
        _v["flow_imbalance_norm"] = full ? (double)signed / volume : Nothing;
        _v["order_flow_toxicity"] = full ? (double)Math.Abs(signed) / volume : Nothing;
        double intensity = ShortTrades.Count() / ShortSeconds;
        _v["trade_intensity"] = IsShortWarm ? intensity : Nothing;
        _v["trade_velocity"] =
            IsShortWarm && IsLongWarm ? Ratio(intensity, LongTrades.Count() / LongSeconds) : Nothing;
        double tau = p["arrival_tau_s"];
        _v["trade_arrival_rate"] = Decayed(_trades, static t => t.Clock, static _ => 1, tau) / tau;
        _v["order_arrival_rate"] = Decayed(_rows, static r => r.Clock,
            static r => r.Message.Type is 'A' or 'F' ? 1 : 0, tau) / tau;
    }

    private double Momentum()
    {
        if (Row.Trade == null)
            return Held("momentum_ticks");
        if (_trades.Count == 1)
            return 0;
        double run = Held("momentum_ticks");
        return Math.Sign(_trades[^1].Price - _trades[^2].Price) switch
        {
            1 => Math.Max(run, 0) + 1,
            -1 => Math.Min(run, 0) - 1,
            _ => run,
        };
    }

    private void CostsSection()
    {
        if (Row.Trade is not { IsEligible: true } trade)
        {
            foreach (string name in (string[])["effective_spread_last", "effective_spread", "fill_decay_k",
                "kyle_lambda", "kyle_lambda_fast", "kyle_lambda_slope", "kyle_spike_ratio"])
                _v[name] = Held(name);
            return;
        }

        _eligible.Add(trade);
        _v["effective_spread_last"] = trade.Side * (2 * trade.Price - trade.TwiceMid);
        int n = p.Count("flow_window");
        _v["effective_spread"] = _eligible.Count < n ? Nothing : _eligible[^n..].Average(
            static t => 20_000.0 * (t.Side * (2 * t.Price - t.TwiceMid)) / t.TwiceMid);
        n = p.Count("decay_window");
        _v["fill_decay_k"] = _eligible.Count < n ? Nothing
            : Ratio(2.0 * n, _eligible[^n..].Sum(static t => Math.Abs(2 * t.Price - t.TwiceMid)));
        Kyle();
    }

    private void Kyle()
    {
        if (_eligible.Count > 1)
        {
            _lambdas.Add(Lambda(p.Count("kyle_window")));
            _fastLambdas.Add(Lambda(p.Count("kyle_fast_window")));
        }

        double slow = _lambdas.Count > 0 ? _lambdas[^1] : Nothing;
        double fast = _fastLambdas.Count > 0 ? _fastLambdas[^1] : Nothing;
        int lag = p.Count("kyle_slope_lag");
        _v["kyle_lambda"] = slow;
        _v["kyle_lambda_fast"] = fast;
        _v["kyle_lambda_slope"] = _lambdas.Count > lag ? slow - _lambdas[^(lag + 1)] : Nothing;
        _v["kyle_spike_ratio"] = slow > 0 ? fast / slow : Nothing;
    }

    // Least squares over the last n pairs: pair i is of the eligible trades i and i + 1.
    private double Lambda(int n)
    {
        if (_eligible.Count - 1 < n)
            return Nothing;
        Int128 sumX = 0, sumY = 0, sumXx = 0, sumXy = 0;
        for (int i = _eligible.Count - 1 - n; i < _eligible.Count - 1; i++)
        {
            Int128 x = _eligible[i].Side * _eligible[i].Size;
            Int128 y = _eligible[i + 1].TwiceMid - _eligible[i].TwiceMid;
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumXy += x * y;
        }

        return Ratio(n * sumXy - sumX * sumY, 2 * (n * sumXx - sumX * sumX));
    }
}
