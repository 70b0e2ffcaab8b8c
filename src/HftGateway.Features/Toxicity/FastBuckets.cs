using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// vpin_fast: the mean of |Σ s·v|/size over the last vpin_n = 50 completed buckets whose size is fixed when their first
/// share is allocated: max(vpin_fast_min = 100, ⌊vpin_atr_mult·atr/tick_pu + 0.5 + 1e-9⌋) shares, vpin_atr_mult = 40.
/// Trades while atr is NaN are ignored. vpin_p98: the vpin_quantile = 98th percentile (type 7) of the last vpin_hist =
/// 1000 values of vpin_fast, one per bucket, refreshed at <see cref="Refresh"/> if there are vpin_hist_min = 100.
/// <para><b>Units.</b> [0, 1]. <b>Warm-up.</b> vpin_n buckets; for the quantile vpin_hist_min values and the next
/// period.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> O(1) a trade that completes no bucket; a completed one costs a push
/// into the sorted window.</para>
/// <para><b>Reference.</b> Features specification, 7.3 and 7.4 (source 3).</para>
/// </summary>
public unsafe struct FastBuckets
{
    /// <summary>vpin_fast.</summary>
    public double Value;

    /// <summary>vpin_p98.</summary>
    public double Quantile;

    private SlidingSum _imbalances;
    private SortedWindow _history;
    private double _atrToShares;
    private double _least;
    private double _q;
    private long _size;
    private long _filled;
    private long _signed;
    private int _window;
    private int _historyWindow;
    private int _historyLeast;
    private bool _wantsQuantile;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options, bool quantile) =>
        SlidingSum.BytesFor(options.VpinN) + (quantile ? SortedWindow.BytesFor(options.VpinHist) : 0);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    /// <param name="memory"><see cref="BytesFor"/> bytes, aligned to 8.</param>
    /// <param name="options">Parameters.</param>
    /// <param name="tickPu">The instrument's tick.</param>
    /// <param name="quantile">Whether vpin_p98 is wanted.</param>
    public void Initialise(byte* memory, FeatureOptions options, double tickPu, bool quantile)
    {
        _imbalances.Initialise(memory, options.VpinN);
        if (quantile)
            _history.Initialise(memory + SlidingSum.BytesFor(options.VpinN), options.VpinHist);
        _wantsQuantile = quantile;
        _atrToShares = options.VpinAtrMult / tickPu;
        _least = options.VpinFastMin;
        _q = options.VpinQuantile;
        _window = options.VpinN;
        _historyWindow = options.VpinHist;
        _historyLeast = options.VpinHistMin;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _imbalances.Reset();
        if (_wantsQuantile)
            _history.Reset();
        _size = 0;
        _filled = 0;
        _signed = 0;
        Value = Quantile = double.NaN;
    }

    /// <summary>Takes a trade.</summary>
    /// <param name="side">−1, 0 or 1.</param>
    /// <param name="shares">At least 1.</param>
    /// <param name="atr">atr, pu; NaN: the trade is ignored.</param>
    [HotPath]
    public void Add(int side, long shares, double atr)
    {
        if (double.IsNaN(atr))
            return;
        if (_filled == 0)
            _size = SizeFor(atr);
        if (shares >= _size - _filled)
        {
            shares = Complete(side, shares, atr);
        }
        _filled += shares;
        _signed += side * shares;
    }

    /// <summary>A new period began: the quantile of the values so far.</summary>
    public void Refresh()
    {
        if (_history.Count >= _historyLeast)
            Quantile = _history.Quantile(_q);
    }

    private readonly long SizeFor(double atr) =>
        (long)Math.Max(_least, Math.Min(Math.Floor(_atrToShares * atr + 0.5 + 1e-9), 1e15));

    /// <summary>Fills the bucket that is open and as many more as the trade can; returns what is left of it.</summary>
    private long Complete(int side, long shares, double atr)
    {
        long room = _size - _filled;
        Push(Math.Abs(_signed + side * room) / (double)_size, 1);
        shares -= room;
        _size = SizeFor(atr);
        long full = shares / _size;
        if (full > 0)
            Push(side == 0 ? 0 : 1, full);
        _filled = 0;
        _signed = 0;
        return shares - full * _size;
    }

    private void Push(double imbalance, long times)
    {
        long moving = Math.Min(times, _window);
        for (long i = 0; i < moving; i++)
        {
            _imbalances.Push(imbalance);
            if (!_imbalances.IsFull)
                continue;
            Value = _imbalances.Sum / _window;
            if (_wantsQuantile)
                _history.Push(Value);
        }
        // From then on the mean stays what it is.
        if (times > moving && _wantsQuantile)
            _history.Push(Value, Math.Min(times - moving, _historyWindow));
    }
}
