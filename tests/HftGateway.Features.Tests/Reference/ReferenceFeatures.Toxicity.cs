namespace HftGateway.Features.Reference;

// Section 7.
internal sealed partial class ReferenceFeatures
{
    // Completed volume buckets: buy - sell, and the price of the trade that completed each.
    private readonly List<(long Net, long Price)> _buckets = [];
    private readonly List<double> _fastBuckets = [];
    private readonly List<double> _fastValues = [];
    private readonly List<(long Clock, double Size)> _sweeps = [];
    private long _bucketVolume;
    private long _bucketNet;
    private long _fastSize;
    private long _fastVolume;
    private long _fastNet;
    private double _threshold = double.NaN;
    private int _runSide;
    private long _runVolume;
    private long _runLast = long.MinValue / 2;

    private void ToxicitySection()
    {
        _v["vpin"] = Held("vpin");
        _v["vpin_bvc"] = Held("vpin_bvc");
        _v["vpin_fast"] = Held("vpin_fast");
        _v["ofi_adaptive"] = Held("ofi_adaptive");
        if (Row.Trade is { } trade)
        {
            FillBuckets(trade);
            FillFastBuckets(trade);
            Adaptive(trade);
            if (!trade.IsHidden)
                Sweep(trade);
        }

        _v["vpin_p98"] = _threshold;
        _v["toxicity_score"] = _v["vpin"] * _v["kyle_lambda"];
        double depth = Math.Max(BidDepth(Row) + AskDepth(Row), 1);
        _v["lpi"] = Row.IsValid ? 2 * Math.Tanh(p["lpi_gain"] * Pressure() / depth) : Nothing;
    }

    // 7.7. Doubles, unless large sweeps of both sides cancel: then what is left is lost in their last digits.
    private double Pressure()
    {
        double tau = p["lpi_tau_s"];
        double pressure = Decayed(_sweeps, static s => s.Clock, static s => s.Size, tau);
        double all = Decayed(_sweeps, static s => s.Clock, static s => Math.Abs(s.Size), tau);
        if (Math.Abs(pressure) >= 1e-3 * all)
            return pressure;
        decimal sum = 0;
        foreach ((long clock, double size) in _sweeps)
        {
            decimal age = (Clock - clock) / (decimal)(tau * NsPerSecond);
            if (age < 60)
                sum += (decimal)size * ExpOfMinus(age);
        }

        return (double)sum;
    }

    // e^-x to 27 digits: the series of x/2^12, squared twelve times.
    private static decimal ExpOfMinus(decimal x)
    {
        const int Halvings = 12;
        decimal y = -x / (1 << Halvings);
        decimal term = 1, sum = 1;
        for (int k = 1; k <= 12; k++)
        {
            term *= y / k;
            sum += term;
        }

        for (int i = 0; i < Halvings; i++)
            sum *= sum;
        return sum;
    }

    // 7.1 and 7.2. Unclassified volume is half buy and half sell: it leaves buy - sell as it is.
    private void FillBuckets(ReferenceTrade trade)
    {
        long size = p.Ns("vpin_bucket");
        int n = p.Count("vpin_n");
        for (long left = trade.Size; left > 0;)
        {
            long part = Math.Min(left, size - _bucketVolume);
            _bucketVolume += part;
            _bucketNet += trade.Side * part;
            left -= part;
            if (_bucketVolume < size)
                break;
            _buckets.Add((_bucketNet, trade.Price));
            _bucketVolume = 0;
            _bucketNet = 0;
            // A trade of very many whole buckets: those in the middle are all alike and fill every window.
            if (_buckets.Count > 3 * n && left / size > 3 * n)
                left -= (left / size - 3 * n) * size;
        }

        if (_buckets.Count >= n)
            _v["vpin"] = Ratio((double)_buckets[^n..].Sum(static b => Math.Abs(b.Net)), (double)n * size);
        if (_buckets.Count > n)
            _v["vpin_bvc"] = Bulk(_buckets[^(n + 1)..]);
    }

    private static double Bulk(List<(long Net, long Price)> buckets)
    {
        List<long> moves = [.. buckets.Zip(buckets.Skip(1), static (a, b) => b.Price - a.Price)];
        int n = moves.Count;
        Int128 sum = 0, squares = 0;
        foreach (long move in moves)
        {
            sum += move;
            squares += (Int128)move * move;
        }

        double sigma = Math.Sqrt((double)(n * squares - sum * sum)) / n;
        // 2Φ(x) - 1 = erf(x/√2).
        return sigma == 0 ? 0 : moves.Average(d => Math.Abs(ErrorFunction(d / sigma / Math.Sqrt(2))));
    }

    // erf(x) = 2/√π e^(-x²) Σ 2^n x^(2n+1)/(1·3·…·(2n+1)): every term is positive, nothing cancels.
    private static double ErrorFunction(double x)
    {
        double a = Math.Abs(x);
        if (a > 6.5)
            return Math.Sign(x);
        double term = a;
        double sum = a;
        for (int n = 1; term > sum * 1e-18; n++)
        {
            term *= 2 * a * a / (2 * n + 1);
            sum += term;
        }

        return Math.Sign(x) * 2 / Math.Sqrt(Math.PI) * Math.Exp(-a * a) * sum;
    }

    // 7.3.
    private void FillFastBuckets(ReferenceTrade trade)
    {
        double atr = _v["atr"];
        if (double.IsNaN(atr))
            return;
        int n = p.Count("vpin_n");
        int enough = n + p.Count("vpin_hist") + 1;
        int whole = 0;
        for (long left = trade.Size; left > 0;)
        {
            if (_fastVolume == 0)
                _fastSize = Math.Max(p.Ns("vpin_fast_min"),
                    (long)Math.Floor(p["vpin_atr_mult"] * atr / p["tick_pu"] + 0.5 + 1e-9));
            long part = Math.Min(left, _fastSize - _fastVolume);
            _fastVolume += part;
            _fastNet += trade.Side * part;
            left -= part;
            if (_fastVolume < _fastSize)
                break;
            _fastBuckets.Add((double)Math.Abs(_fastNet) / _fastSize);
            _fastVolume = 0;
            _fastNet = 0;
            if (_fastBuckets.Count >= n)
            {
                _v["vpin_fast"] = _fastBuckets[^n..].Average();
                _fastValues.Add(_v["vpin_fast"]);
            }

            // As above: a whole bucket of one trade is |s|, and after so many every window holds nothing else.
            if (++whole > enough && left / _fastSize > enough)
                left -= (left / _fastSize - enough) * _fastSize;
        }
    }

    // 7.4, with the values of the rows before.
    private void RefreshToxicityThreshold(long clock)
    {
        long period = (long)(p["vpin_threshold_s"] * NsPerSecond);
        if (clock / period == Clock / period || _fastValues.Count < p.Count("vpin_hist_min"))
            return;
        int n = Math.Min(_fastValues.Count, p.Count("vpin_hist"));
        double[] sorted = [.. _fastValues[^n..].Order()];
        double h = (n - 1) * p["vpin_quantile"];
        int floor = (int)Math.Floor(h);
        _threshold = floor + 1 < n ? sorted[floor] + (h - floor) * (sorted[floor + 1] - sorted[floor]) : sorted[floor];
    }

    // 7.6.
    private void Adaptive(ReferenceTrade trade)
    {
        int window = p.Count("micro_window");
        int k = _trades.Count - 1;
        if (k < window || trade.Side == 0)
            return;
        double limit = p["micro_fraction"] * Median(_trades[^(window + 1)..^1].Select(static t => (double)t.Size));
        if (trade.Size + 1e-9 < limit)
            return;
        double alpha = p["ofi_alpha"];
        double x = trade.Side * trade.Size;
        double before = _v["ofi_adaptive"];
        _v["ofi_adaptive"] = double.IsNaN(before) ? x : alpha * x + (1 - alpha) * before;
    }

    // 7.7.
    private void Sweep(ReferenceTrade trade)
    {
        bool continues = trade.Side == _runSide && Clock - _runLast <= p.Ns("lpi_gap_ns");
        _runVolume = continues ? _runVolume + trade.Size : trade.Size;
        _runSide = trade.Side;
        _runLast = Clock;
        if (!Row.Effect.EmptiedBest)
            return;
        _sweeps.Add((Clock, (double)trade.Side * _runVolume));
        _runVolume = 0;
    }
}
