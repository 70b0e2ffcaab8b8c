namespace HftGateway.Features;

/// <summary>
/// atr: Wilder's average true range, n = atr_n = 14: TR₀ = H − L; TR_k = max(H − L, |H − C_{k−1}|, |L − C_{k−1}|); the
/// mean of the first n, then Wilder's smoothing. atr_ratio = ATR_k / mean of the previous atr_avg_n = 20 values, or
/// ATR_k / baseline where one is supplied.
/// <para><b>Units.</b> pu; a ratio, NaN if the mean is 0. <b>Warm-up.</b> From bar n − 1; from bar n + atr_avg_n − 1,
/// with a baseline from bar n − 1.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> O(1) a bar.</para>
/// <para><b>Reference.</b> Features specification, 10.3 and 13.4.</para>
/// </summary>
public unsafe struct AverageTrueRange
{
    /// <summary>atr.</summary>
    public double Value;

    /// <summary>atr_ratio.</summary>
    public double Ratio;

    private WilderAverage _average;
    private SlidingSum _earlier;
    private int _window;
    private long _close;
    private bool _hasClose;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) => SlidingSum.BytesFor(options.AtrAvgN);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, FeatureOptions options)
    {
        _average.Initialise(options.AtrN);
        _window = options.AtrAvgN;
        _earlier.Initialise(memory, _window);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _average.Reset();
        _earlier.Reset();
        _hasClose = false;
        Value = Ratio = double.NaN;
    }

    /// <summary>Takes a closed bar.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="baseline">The external average, pu; NaN if there is none.</param>
    public void Next(ref readonly Bar bar, double baseline)
    {
        long range = bar.High - bar.Low;
        if (_hasClose)
            range = Math.Max(range, Math.Max(Math.Abs(bar.High - _close), Math.Abs(bar.Low - _close)));
        _hasClose = true;
        _close = bar.Close;
        _average.Push(range);
        Value = _average.Value;
        if (double.IsNaN(Value))
            return;
        double usual = !double.IsNaN(baseline) ? baseline : _earlier.IsFull ? _earlier.Sum / _window : double.NaN;
        Ratio = usual > 0 ? Value / usual : double.NaN;
        _earlier.Push(Value);
    }
}
