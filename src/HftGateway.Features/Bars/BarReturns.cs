namespace HftGateway.Features;

/// <summary>
/// Simple returns over bars, (C_k − C_{k−m})/C_{k−m}: returns_1m (m = 1), returns_5m (m = 5), roc (m = roc_n = 10);
/// roc_accel = roc_k − roc_{k−accel_lag}, accel_lag = 5.
/// <para><b>Units.</b> Fractions. <b>Warm-up.</b> From bar m; roc_accel from bar roc_n + accel_lag.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Three divisions a bar.</para>
/// <para><b>Reference.</b> Features specification, 10.3.</para>
/// </summary>
public unsafe struct BarReturns
{
    private const int Five = 5;

    /// <summary>returns_1m.</summary>
    public double One;

    /// <summary>returns_5m.</summary>
    public double FiveBars;

    /// <summary>roc.</summary>
    public double Roc;

    /// <summary>roc_accel.</summary>
    public double Acceleration;

    private long* _closes;
    private double* _earlier;
    private long _count;
    private int _ring;
    private int _rocBars;
    private int _lag;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) =>
        (Math.Max(Five, options.RocN) + 1) * sizeof(long) + options.AccelLag * sizeof(double);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, FeatureOptions options)
    {
        _rocBars = options.RocN;
        _lag = options.AccelLag;
        _ring = Math.Max(Five, _rocBars) + 1;
        _closes = (long*)memory;
        _earlier = (double*)(_closes + _ring);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        new Span<double>(_earlier, _lag).Fill(double.NaN);
        _count = 0;
        One = FiveBars = Roc = Acceleration = double.NaN;
    }

    /// <summary>Takes a closed bar.</summary>
    public void Next(ref readonly Bar bar)
    {
        _closes[_count % _ring] = bar.Close;
        One = Return(bar.Close, 1);
        FiveBars = Return(bar.Close, Five);
        Roc = Return(bar.Close, _rocBars);
        ref double earlier = ref _earlier[_count % _lag];
        Acceleration = Roc - earlier;
        earlier = Roc;
        _count++;
    }

    private readonly double Return(long close, int bars)
    {
        if (_count < bars)
            return double.NaN;
        long before = _closes[(_count - bars) % _ring];
        return (double)(close - before) / before;
    }
}
