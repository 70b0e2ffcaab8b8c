namespace HftGateway.Features;

/// <summary>
/// realized_vol = √Σ of the last rv_n = 30 squared log returns of one bar; vol_multiplier = clamp(realized_vol / mean
/// of the previous ivm_n = 30 values, ivm_min = 0.25, ivm_max = 4), or that of iv_current / iv_avg30 where both are
/// supplied.
/// <para><b>Units.</b> Per bar; a ratio, NaN if the mean is 0. <b>Warm-up.</b> From bar rv_n; from bar rv_n + ivm_n.
/// </para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> A logarithm and a root a bar.</para>
/// <para><b>Reference.</b> Features specification, 10.3 and 13.4.</para>
/// </summary>
public unsafe struct RealizedVolatility
{
    /// <summary>realized_vol.</summary>
    public double Value;

    /// <summary>vol_multiplier.</summary>
    public double Multiplier;

    private SlidingSum _squares;
    private SlidingSum _earlier;
    private double _least;
    private double _greatest;
    private double _close;
    private int _window;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) =>
        SlidingSum.BytesFor(options.RvN) + SlidingSum.BytesFor(options.IvmN);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, FeatureOptions options)
    {
        _squares.Initialise(memory, options.RvN);
        _earlier.Initialise(memory + SlidingSum.BytesFor(options.RvN), options.IvmN);
        _window = options.IvmN;
        _least = options.IvmMin;
        _greatest = options.IvmMax;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _squares.Reset();
        _earlier.Reset();
        _close = double.NaN;
        Value = Multiplier = double.NaN;
    }

    /// <summary>Takes a closed bar.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="impliedRatio">iv_current / iv_avg30, NaN if they are not supplied.</param>
    public void Next(ref readonly Bar bar, double impliedRatio)
    {
        if (!double.IsNaN(_close))
        {
            // ln(1 + r) keeps the digits of a small return, which the logarithm of a ratio near 1 would lose.
            double logReturn = LogOnePlus((bar.Close - _close) / _close);
            _squares.Push(logReturn * logReturn);
        }
        _close = bar.Close;
        double ratio = impliedRatio;
        if (_squares.IsFull)
        {
            Value = Math.Sqrt(_squares.Sum);
            if (double.IsNaN(ratio) && _earlier.IsFull && _earlier.Sum > 0)
                ratio = Value / (_earlier.Sum / _window);
            _earlier.Push(Value);
        }
        Multiplier = double.IsNaN(ratio) ? double.NaN : Math.Clamp(ratio, _least, _greatest);
    }

    // Kahan's: the error of 1 + r is corrected by the quotient.
    private static double LogOnePlus(double r)
    {
        double u = 1 + r;
        return u == 1 ? r : Math.Log(u) * (r / (u - 1));
    }
}
