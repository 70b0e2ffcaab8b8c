using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// mid_ema: EWMA of the mid after each trade row with a valid quote, α = 2/(ema_span + 1), span 50; dislocation =
/// (p − mid_ema)/p of the last trade's price, mid_ema already updated by it.
/// <para><b>Units.</b> pu; a fraction. <b>Warm-up.</b> The first such row; held between trades.</para>
/// <para><b>Numbers.</b> Kept as distance from the latest mid: at high prices the difference of two averages would lose
/// what the dislocation is made of.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One division a trade.</para>
/// <para><b>Reference.</b> Features specification, 8.3 (source 4).</para>
/// </summary>
public struct MidAverage
{
    /// <summary>mid_ema.</summary>
    public double Average;

    /// <summary>dislocation.</summary>
    public double Dislocation;

    private double _alpha;
    private double _mid;
    private double _gap;

    /// <summary>Sets the span, at least 1 trade.</summary>
    public void Initialise(int span)
    {
        _alpha = 2.0 / (span + 1.0);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset() => Average = Dislocation = _mid = _gap = double.NaN;

    /// <summary>Takes a trade.</summary>
    /// <param name="price">Its price.</param>
    /// <param name="mid">The mid after the row, NaN if the quote is not valid.</param>
    [HotPath]
    public void Add(double price, double mid)
    {
        if (!double.IsNaN(mid))
        {
            _gap = double.IsNaN(Average) ? 0 : (1 - _alpha) * (_gap + (_mid - mid));
            _mid = mid;
            Average = mid + _gap;
        }
        // NaN before the first average.
        Dislocation = ((price - _mid) - _gap) / price;
    }
}
