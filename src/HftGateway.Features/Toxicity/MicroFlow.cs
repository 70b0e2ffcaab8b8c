using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// ofi_adaptive: EWMA with ofi_alpha = 0.15 of s·v over accepted trades, started at the first. From the micro_window =
/// 30th trade on, a trade is accepted if s ≠ 0 and v + 1e-9 ≥ micro_fraction (0.2) × the median size of the 30 trades
/// before it.
/// <para><b>Units.</b> Shares. <b>Warm-up.</b> The first accepted trade; held between trades.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One push into a sorted window of 30 a trade.</para>
/// <para><b>Reference.</b> Features specification, 7.6 (source 3).</para>
/// </summary>
public unsafe struct MicroFlow
{
    /// <summary>ofi_adaptive.</summary>
    public double Value;

    private SortedWindow _sizes;
    private double _alpha;
    private double _fraction;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) => SortedWindow.BytesFor(options.MicroWindow);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, FeatureOptions options)
    {
        _sizes.Initialise(memory, options.MicroWindow);
        _alpha = options.OfiAlpha;
        _fraction = options.MicroFraction;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _sizes.Reset();
        Value = double.NaN;
    }

    /// <summary>Takes a trade.</summary>
    /// <param name="side">−1, 0 or 1.</param>
    /// <param name="shares">At least 1.</param>
    [HotPath]
    public void Add(int side, int shares)
    {
        if (side != 0 && _sizes.IsFull && shares + 1e-9 >= _fraction * _sizes.Median)
        {
            double x = side * (double)shares;
            Value = double.IsNaN(Value) ? x : Math.FusedMultiplyAdd(_alpha, x - Value, Value);
        }
        _sizes.Push(shares);
    }
}
