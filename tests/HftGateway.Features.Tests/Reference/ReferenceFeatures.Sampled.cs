namespace HftGateway.Features.Reference;

// Section 8.
internal sealed partial class ReferenceFeatures
{
    private readonly Dictionary<long, double> _midSamples = [];
    private readonly List<double> _adaptiveSamples = [];
    private readonly List<double> _divergenceSamples = [];

    // (2 ΔG)² of consecutive samples that both exist.
    private readonly List<Int128> _squaredMoves = [];
    private long _lastSample = long.MinValue;
    private decimal? _midAverage;

    // 8.1, with the state before the message: the values of the latest row.
    private void TakeSamples(long clock)
    {
        long delta = p.Ns("z_sample_ns");
        long boundary = clock / delta;
        if (_lastSample == long.MinValue)
            _lastSample = Start / delta;
        // Samples of a quiet time are all alike: more of them than the longest window change nothing.
        int enough = new[] { p.Count("z_window"), p.Count("sigma_window"), p.Count("move_samples") }.Max() + 2;
        long from = Math.Max(_lastSample + 1, boundary - enough);
        for (long j = from; j <= boundary; j++)
        {
            double mid = Row.Values["mid"];
            // The sample before: of this same quiet time if some were left out.
            double before = j == from && j > _lastSample + 1 ? mid : _midSamples.GetValueOrDefault(j - 1, Nothing);
            _midSamples[j] = mid;
            if (!double.IsNaN(mid) && !double.IsNaN(before))
                _squaredMoves.Add((Int128)(2 * (mid - before)) * (Int128)(2 * (mid - before)));
            Keep(_adaptiveSamples, Row.Values["ofi_adaptive"]);
            Keep(_divergenceSamples, Row.Values["mpd"]);
        }

        _lastSample = boundary;
    }

    private static void Keep(List<double> samples, double value)
    {
        if (!double.IsNaN(value))
            samples.Add(value);
    }

    private void RobustSection()
    {
        ReferenceTrade? last = _trades.LastOrDefault();
        _v["mpd"] = Nothing;
        if (Row.IsValid && last != null)
        {
            (ReferenceLevel b, ReferenceLevel a) = (Row.Bids[0], Row.Asks[0]);
            _v["mpd"] = Ratio((Int128)(a.Price - last.Price) * b.Shares + (Int128)(b.Price - last.Price) * a.Shares,
                (Int128)b.Shares + a.Shares);
        }

        _v["ofi_z"] = Score(_v["ofi_adaptive"], _adaptiveSamples);
        _v["mpd_z"] = Score(_v["mpd"], _divergenceSamples);
    }

    // 8.2.
    private double Score(double now, List<double> samples)
    {
        int n = p.Count("z_window");
        if (samples.Count < n || double.IsNaN(now))
            return Nothing;
        List<double> window = samples[^n..];
        double median = Median(window);
        double mad = Median(window.Select(x => Math.Abs(x - median)));
        return mad <= 1e-9 * Math.Max(1, Math.Abs(median)) ? Nothing : (now - median) / (1.4826 * mad);
    }

    // 8.3.
    private void DynamicsSection()
    {
        _v["mid_ema"] = Held("mid_ema");
        _v["dislocation"] = Held("dislocation");
        _v["trade_size_percentile"] = Held("trade_size_percentile");
        if (Row.Trade is { } trade)
        {
            // In decimal: the difference from the price may be a billionth of it.
            decimal alpha = 2m / (p.Count("ema_span") + 1);
            if (Row.IsValid)
                _midAverage = alpha * (Row.TwiceMid / 2m) + (1 - alpha) * (_midAverage ?? Row.TwiceMid / 2m);
            _v["mid_ema"] = (double?)_midAverage ?? Nothing;
            _v["dislocation"] = (double?)((trade.Price - _midAverage) / trade.Price) ?? Nothing;
            int n = p.Count("size_window");
            _v["trade_size_percentile"] = _trades.Count - 1 < n ? Nothing
                : _trades[^(n + 1)..^1].Count(t => t.Size < trade.Size) / (double)n;
        }

        double then = _midSamples.GetValueOrDefault(Clock / p.Ns("z_sample_ns") - p.Count("move_samples"), Nothing);
        _v["mid_move_5s"] = (2 * _v["mid"] - 2 * then) / (2 * p["tick_pu"]);
        int samples = p.Count("sigma_window");
        _v["sigma_1s"] = Nothing;
        if (_squaredMoves.Count >= samples)
        {
            Int128 sum = 0;
            foreach (Int128 square in _squaredMoves[^samples..])
                sum += square;
            _v["sigma_1s"] = Math.Sqrt((double)sum / 4 / samples / (p["z_sample_ns"] / NsPerSecond));
        }
    }
}
