namespace HftGateway.Features;

/// <summary>
/// regime: 3 volatile if atr_ratio > atr_volatile (2); else 1 trending if adx > adx_trend (25); else 2 ranging if adx
/// &lt; adx_range (20); else 0, also while either is NaN.
/// <para><b>Units.</b> 0 to 3. <b>Warm-up.</b> None: 0. <b>Threading.</b> One thread.</para>
/// <para><b>Reference.</b> Features specification, 10.3.</para>
/// </summary>
public struct MarketRegime
{
    /// <summary>regime.</summary>
    public double Value;

    private double _volatile;
    private double _trend;
    private double _range;

    /// <summary>Sets the limits.</summary>
    public void Initialise(FeatureOptions options)
    {
        _volatile = options.AtrVolatile;
        _trend = options.AdxTrend;
        _range = options.AdxRange;
        Value = 0;
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset() => Value = 0;

    /// <summary>Takes the indicators of a closed bar.</summary>
    public void Next(double atrRatio, double adx)
    {
        bool known = !double.IsNaN(atrRatio) && !double.IsNaN(adx);
        Value = !known ? 0 : atrRatio > _volatile ? 3 : adx > _trend ? 1 : adx < _range ? 2 : 0;
    }
}
