using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// vwap = Σ p·v / Σ v over trades with session_start ≤ t &lt; session_end; vwap_deviation = (last_price·Σv − Σpv)/Σpv,
/// on every trade, also outside the session.
/// <para><b>Units.</b> pu; a fraction. <b>Warm-up.</b> The first trade in the session; held between trades.</para>
/// <para><b>Numbers.</b> 128-bit sums: exact until the division.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Two divisions a trade.</para>
/// <para><b>Reference.</b> Features specification, 9.1 (source 2).</para>
/// </summary>
public struct SessionVwap
{
    /// <summary>vwap.</summary>
    public double Value;

    /// <summary>vwap_deviation.</summary>
    public double Deviation;

    private Int128 _turnover;
    private long _volume;
    private long _startNs;
    private long _endNs;

    /// <summary>Sets the session.</summary>
    public void Initialise(FeatureOptions options)
    {
        _startNs = options.SessionStartS * 1_000_000_000L;
        _endNs = options.SessionEndS * 1_000_000_000L;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _turnover = 0;
        _volume = 0;
        Value = Deviation = double.NaN;
    }

    /// <summary>Takes a trade.</summary>
    [HotPath]
    public void Add(long tNs, long price, long shares)
    {
        if (tNs >= _startNs && tNs < _endNs)
        {
            _turnover += WideMath.Multiply(price, shares);
            _volume += shares;
            Value = WideMath.ToDouble(_turnover) / _volume;
        }
        if (_volume == 0)
            return;
        Int128 difference = WideMath.Multiply(price, _volume) - _turnover;
        Deviation = WideMath.ToDouble(difference) / WideMath.ToDouble(_turnover);
    }
}
