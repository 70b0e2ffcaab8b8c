namespace HftGateway.Features.Tests;

/// <summary>
/// The columns that count from the beginning of the day, recomputed from all trades since: sums of the session in
/// 128 bits, and buckets of volume as whole lists. What is read off them is formed anew at each question.
/// </summary>
internal sealed class DriftReference(FeatureOptions options)
{
    private readonly List<(long Net, long Price)> _buckets = [];
    private readonly List<double> _fast = [];
    private readonly List<double> _history = [];
    private Int128 _turnover;
    private long _volume;
    private long _lastPrice;
    private long _firstBar = -1;
    private long _bucketVolume;
    private long _bucketNet;
    private long _fastSize;
    private long _fastVolume;
    private long _fastNet;
    private double _threshold = double.NaN;
    private long _rowNs = -1;

    /// <summary>A row, before its trade.</summary>
    public void OnRow(long tNs)
    {
        long period = options.VpinThresholdS * 1_000_000_000L;
        if (_rowNs >= 0 && tNs / period != _rowNs / period && _history.Count >= options.VpinHistMin)
        {
            double[] sorted = [.. _history.Order()];
            double h = (sorted.Length - 1) * options.VpinQuantile;
            int low = (int)h;
            _threshold = sorted[low] + (h - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]);
        }
        _rowNs = tNs;
    }

    /// <summary>The row's trade.</summary>
    public void OnTrade(long tNs, long price, long shares, int side, double atr)
    {
        _lastPrice = price;
        if (tNs >= options.SessionStartS * 1_000_000_000L && tNs < options.SessionEndS * 1_000_000_000L)
        {
            _turnover += (Int128)price * shares;
            _volume += shares;
        }
        if (_firstBar < 0)
            _firstBar = tNs / BarNs;
        for (long left = shares; left > 0;)
        {
            long part = Math.Min(left, options.VpinBucket - _bucketVolume);
            _bucketVolume += part;
            _bucketNet += side * part;
            left -= part;
            if (_bucketVolume < options.VpinBucket)
                break;
            _buckets.Add((_bucketNet, price));
            (_bucketVolume, _bucketNet) = (0, 0);
            Keep(_buckets, options.VpinN + 1);
        }
        if (!double.IsNaN(atr))
            Fast(shares, side, atr);
    }

    /// <summary>A column's value, given kyle_lambda.</summary>
    public double Value(string name, double lambda) => name switch
    {
        "vwap" => _volume == 0 ? double.NaN : (double)_turnover / _volume,
        "vwap_deviation" => _volume == 0 ? double.NaN
            : (double)((Int128)_lastPrice * _volume - _turnover) / (double)_turnover,
        "bar_count" => _firstBar < 0 ? 0 : _rowNs / BarNs - _firstBar,
        "vpin" => Vpin,
        "vpin_bvc" => Bulk,
        "vpin_fast" => FastValue,
        "vpin_p98" => _threshold,
        "toxicity_score" => Vpin * lambda,
        "time_to_close" => Math.Max(0, options.SessionEndS - _rowNs / 1e9),
        "day_of_week" => ((int)options.BusinessDate!.Value.DayOfWeek + 6) % 7,
        _ => throw new ArgumentException(name),
    };

    private long BarNs => (long)(options.BarS * 1e9);

    private double Vpin => _buckets.Count < options.VpinN ? double.NaN
        : _buckets[^options.VpinN..].Sum(static b => (double)Math.Abs(b.Net))
            / ((double)options.VpinN * options.VpinBucket);

    private double Bulk
    {
        get
        {
            int n = options.VpinN;
            if (_buckets.Count <= n)
                return double.NaN;
            double[] moves =
                [.. Enumerable.Range(1, n).Select(i => (double)(_buckets[i].Price - _buckets[i - 1].Price))];
            double mean = moves.Average();
            double deviation = Math.Sqrt(moves.Average(m => (m - mean) * (m - mean)));
            return deviation == 0 ? 0 : moves.Average(m => Math.Abs(ErrorFunction.Erf(m / deviation / Math.Sqrt(2))));
        }
    }

    private double FastValue => _fast.Count < options.VpinN ? double.NaN : _fast[^options.VpinN..].Average();

    private void Fast(long shares, int side, double atr)
    {
        for (long left = shares; left > 0;)
        {
            if (_fastVolume == 0)
            {
                _fastSize = Math.Max(
                    options.VpinFastMin, (long)Math.Floor(options.VpinAtrMult * atr / options.TickPu + 0.5 + 1e-9));
            }
            long part = Math.Min(left, _fastSize - _fastVolume);
            _fastVolume += part;
            _fastNet += side * part;
            left -= part;
            if (_fastVolume < _fastSize)
                break;
            _fast.Add(Math.Abs((double)_fastNet) / _fastSize);
            (_fastVolume, _fastNet) = (0, 0);
            Keep(_fast, options.VpinN);
            if (_fast.Count == options.VpinN)
                _history.Add(FastValue);
            Keep(_history, options.VpinHist);
        }
    }

    private static void Keep<T>(List<T> list, int count)
    {
        if (list.Count > count)
            list.RemoveAt(0);
    }
}
