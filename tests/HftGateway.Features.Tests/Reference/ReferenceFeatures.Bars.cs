namespace HftGateway.Features.Reference;

// Section 10.
internal sealed partial class ReferenceFeatures
{
    private static readonly string[] Indicators = Columns.All[Array.IndexOf(Columns.All, "returns_1m")..];

    private readonly List<ReferenceBar> _bars = [];
    private ReferenceBar? _open;

    // Wilder's sums of the directional movement, as of the latest bar, and the latest non-zero sign of the crossover.
    private readonly List<(double Plus, double Minus, double Range)> _movements = [];
    private (double Plus, double Minus, double Range) _movement;
    private readonly List<double> _dx = [];
    private double _gain;
    private double _loss;
    private int _crossSign;

    public IReadOnlyList<ReferenceBar> Bars => _bars;

    private long BarNs => (long)(p["bar_s"] * NsPerSecond);

    private void CloseBars(long clock)
    {
        while (_open != null && p.BarKind == "time" && _open.StartNs + BarNs <= clock)
            CloseBar(_open);
    }

    private void CloseBar(ReferenceBar closed)
    {
        closed.LastRow = Row;
        _bars.Add(closed);
        Indicate(closed);
        _open = NewBar(closed.Index + 1);
        _open.Open = _open.High = _open.Low = _open.Close = closed.Close;
    }

    // Bars that are not of time are numbered from 0, begin with their first trade and end with the one that fills them.
    private void CloseFullBar()
    {
        ReferenceBar bar = _open!;
        bool isFull = p.BarKind switch
        {
            "volume" => bar.Volume >= p.BarSize,
            "tick" => bar.Trades >= p.BarSize,
            "dollar" => bar.Turnover >= (Int128)p.BarSize * 10_000,
            _ => false,
        };
        if (isFull)
            CloseBar(bar);
    }

    private ReferenceBar NewBar(long index) => new()
    {
        Index = index, StartNs = p.BarKind == "time" ? index * BarNs : 0,
    };

    private void EnterBar(ReferenceTrade trade)
    {
        _open ??= NewBar(p.BarKind == "time" ? trade.Clock / BarNs : 0);
        if (_open.Trades == 0 && p.BarKind != "time")
            _open.StartNs = trade.Clock;
        if (_open.Trades == 0)
            _open.Open = _open.High = _open.Low = trade.Price;
        _open.High = Math.Max(_open.High, trade.Price);
        _open.Low = Math.Min(_open.Low, trade.Price);
        _open.Close = trade.Price;
        _open.Trades++;
        _open.Volume += trade.Size;
        _open.BuyVolume += trade.Side == 1 ? trade.Size : 0;
        _open.SellVolume += trade.Side == -1 ? trade.Size : 0;
        _open.Turnover += (Int128)trade.Price * trade.Size;
    }

    private void BarsOnRow()
    {
        _v["bar_count"] = _bars.Count;
        foreach (string name in Indicators)
            _v[name] = _bars.Count > 0 ? _bars[^1].Indicators[name] : name is "regime" or "ma_cross" ? 0 : Nothing;
    }

    private void Indicate(ReferenceBar bar)
    {
        Dictionary<string, double> i = bar.Indicators;
        int k = _bars.Count - 1;
        i["returns_1m"] = Return(k, 1);
        i["returns_5m"] = Return(k, 5);
        i["realized_vol"] = RealizedVolatility(k);
        i["atr"] = Atr(k);
        i["atr_ratio"] = Ratio(i["atr"], Mean("atr", k, p.Count("atr_avg_n")));
        Direction(i, k);
        Strength(i, k);
        Bands(i, k);
        Donchian(i, k);
        i["roc"] = Return(k, p.Count("roc_n"));
        int lag = p.Count("accel_lag");
        i["roc_accel"] = k < lag ? Nothing : i["roc"] - _bars[k - lag].Indicators["roc"];
        Averages(i, k);
        int n = p.Count("volume_n");
        i["volume_ratio"] = k < n ? Nothing
            : Ratio((double)bar.Volume * n, (double)_bars[(k - n)..k].Sum(static b => b.Volume));
        double ratio = Ratio(i["realized_vol"], Mean("realized_vol", k, p.Count("ivm_n")));
        i["vol_multiplier"] = double.IsNaN(ratio) ? Nothing : Math.Clamp(ratio, p["ivm_min"], p["ivm_max"]);
        i["regime"] = Regime(i["atr_ratio"], i["adx"]);
    }

    // 1.4: with inputs missing a regime is 0.
    private double Regime(double ratio, double adx) => double.IsNaN(ratio) || double.IsNaN(adx) ? 0
        : ratio > p["atr_volatile"] ? 3 : adx > p["adx_trend"] ? 1 : adx < p["adx_range"] ? 2 : 0;

    private double Return(int k, int bars) => k < bars ? Nothing
        : (double)(_bars[k].Close - _bars[k - bars].Close) / _bars[k - bars].Close;

    /// <summary>Mean of an indicator over the n bars before k; NaN if one of them is.</summary>
    private double Mean(string name, int k, int n) =>
        k < n ? Nothing : _bars[(k - n)..k].Average(b => b.Indicators[name]);

    private double RealizedVolatility(int k)
    {
        int n = p.Count("rv_n");
        if (k < n)
            return Nothing;
        double sum = 0;
        for (int i = k - n + 1; i <= k; i++)
            sum += Math.Pow(LogReturn(_bars[i].Close, _bars[i - 1].Close), 2);
        return Math.Sqrt(sum);
    }

    // ln(a/b) = 2 artanh((a - b)/(a + b)): the quotient a/b of nearly equal prices has lost what the logarithm is of.
    private static double LogReturn(long a, long b)
    {
        double z = (double)(a - b) / (a + b);
        if (Math.Abs(z) > 0.1)
            return Math.Log((double)a / b);
        double sum = 0;
        for (int k = 31; k >= 1; k -= 2)
            sum = sum * z * z + 2.0 / k;
        return sum * z;
    }

    private double TrueRange(int k)
    {
        ReferenceBar bar = _bars[k];
        if (k == 0)
            return bar.High - bar.Low;
        long close = _bars[k - 1].Close;
        return Math.Max(bar.High - bar.Low, Math.Max(Math.Abs(bar.High - close), Math.Abs(bar.Low - close)));
    }

    private double Atr(int k)
    {
        int n = p.Count("atr_n");
        if (k < n - 1)
            return Nothing;
        return k == n - 1 ? Enumerable.Range(0, n).Average(TrueRange)
            : ((n - 1) * _bars[k - 1].Indicators["atr"] + TrueRange(k)) / n;
    }

    private void Direction(Dictionary<string, double> i, int k)
    {
        i["plus_di"] = i["minus_di"] = i["adx"] = Nothing;
        int n = p.Count("adx_n");
        if (k == 0)
            return;
        long up = _bars[k].High - _bars[k - 1].High;
        long down = _bars[k - 1].Low - _bars[k].Low;
        (double Plus, double Minus, double Range) x =
            (up > down && up > 0 ? up : 0, down > up && down > 0 ? down : 0, TrueRange(k));
        _movements.Add(x);
        if (k < n)
            return;
        if (k == n)
        {
            _movement = (_movements.Average(static m => m.Plus), _movements.Average(static m => m.Minus),
                _movements.Average(static m => m.Range));
        }
        else
        {
            _movement = (((n - 1) * _movement.Plus + x.Plus) / n, ((n - 1) * _movement.Minus + x.Minus) / n,
                ((n - 1) * _movement.Range + x.Range) / n);
        }

        double plus = _movement.Range == 0 ? 0 : 100 * _movement.Plus / _movement.Range;
        double minus = _movement.Range == 0 ? 0 : 100 * _movement.Minus / _movement.Range;
        i["plus_di"] = plus;
        i["minus_di"] = minus;
        _dx.Add(plus + minus == 0 ? 0 : 100 * Math.Abs(plus - minus) / (plus + minus));
        if (_dx.Count == n)
            i["adx"] = _dx.Average();
        else if (_dx.Count > n)
            i["adx"] = ((n - 1) * _bars[k - 1].Indicators["adx"] + _dx[^1]) / n;
    }

    private void Strength(Dictionary<string, double> i, int k)
    {
        i["rsi"] = Nothing;
        int n = p.Count("rsi_n");
        if (k < n)
            return;
        double Gain(int j) => Math.Max(_bars[j].Close - _bars[j - 1].Close, 0);
        double Loss(int j) => Math.Max(_bars[j - 1].Close - _bars[j].Close, 0);
        _gain = k == n ? Enumerable.Range(1, n).Average(Gain) : ((n - 1) * _gain + Gain(k)) / n;
        _loss = k == n ? Enumerable.Range(1, n).Average(Loss) : ((n - 1) * _loss + Loss(k)) / n;
        i["rsi"] = _gain + _loss == 0 ? 50 : 100 * _gain / (_gain + _loss);
    }

    private void Bands(Dictionary<string, double> i, int k)
    {
        i["bb_mid"] = i["bb_upper"] = i["bb_lower"] = i["bb_pct_b"] = Nothing;
        int n = p.Count("bb_n");
        if (k < n - 1)
            return;
        Int128 sum = 0, squares = 0;
        foreach (ReferenceBar bar in _bars[(k - n + 1)..(k + 1)])
        {
            sum += bar.Close;
            squares += (Int128)bar.Close * bar.Close;
        }

        double mid = (double)sum / n;
        double sigma = Math.Sqrt((double)(n * squares - sum * sum)) / n;
        double width = p["bb_k"] * sigma;
        i["bb_mid"] = mid;
        i["bb_upper"] = mid + width;
        i["bb_lower"] = mid - width;
        // (C - lower)/(upper - lower) with C - mid as an integer over n.
        i["bb_pct_b"] = sigma == 0 ? Nothing : ((double)(n * (Int128)_bars[k].Close - sum) / n + width) / (2 * width);
    }

    private void Donchian(Dictionary<string, double> i, int k)
    {
        double High(string name) =>
            k < p.Count(name) ? Nothing : _bars[(k - p.Count(name))..k].Max(static b => b.High);
        double Low(string name) =>
            k < p.Count(name) ? Nothing : _bars[(k - p.Count(name))..k].Min(static b => b.Low);
        i["donchian_fast_upper"] = High("don_fast");
        i["donchian_fast_lower"] = Low("don_fast");
        i["donchian_medium_mid"] = (High("don_medium") + Low("don_medium")) / 2;
        i["donchian_slow_mid"] = (High("don_slow") + Low("don_slow")) / 2;
        i["donchian_exit_upper"] = High("don_exit");
        i["donchian_exit_lower"] = Low("don_exit");
    }

    private void Averages(Dictionary<string, double> i, int k)
    {
        int fast = p.Count("ma_fast");
        int slow = p.Count("ma_slow");
        long Sum(int n) => _bars[(k - n + 1)..(k + 1)].Sum(static b => b.Close);
        i["ma_fast"] = k < fast - 1 ? Nothing : (double)Sum(fast) / fast;
        i["ma_slow"] = k < slow - 1 ? Nothing : (double)Sum(slow) / slow;
        i["ma_cross"] = 0;
        if (k < Math.Max(fast, slow) - 1)
            return;
        int sign = Math.Sign(slow * Sum(fast) - fast * Sum(slow));
        if (sign == 0)
            return;
        if (sign == -_crossSign)
            i["ma_cross"] = sign;
        _crossSign = sign;
    }
}
