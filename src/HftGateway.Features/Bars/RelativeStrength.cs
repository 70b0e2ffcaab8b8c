namespace HftGateway.Features;

/// <summary>
/// rsi, n = rsi_n = 14: gains and losses of the close from k = 1 on, smoothed by Wilder; 100·G/(G + L), 50 if both are
/// 0.
/// <para><b>Units.</b> [0, 100]. <b>Warm-up.</b> From bar n.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> O(1) a bar.</para>
/// <para><b>Reference.</b> Features specification, 10.3.</para>
/// </summary>
public struct RelativeStrength
{
    /// <summary>rsi.</summary>
    public double Value;

    private WilderAverage _gain;
    private WilderAverage _loss;
    private long _close;
    private bool _hasClose;

    /// <summary>Sets n.</summary>
    public void Initialise(int n)
    {
        _gain.Initialise(n);
        _loss.Initialise(n);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _gain.Reset();
        _loss.Reset();
        _hasClose = false;
        Value = double.NaN;
    }

    /// <summary>Takes a closed bar.</summary>
    public void Next(ref readonly Bar bar)
    {
        if (_hasClose)
        {
            long change = bar.Close - _close;
            _gain.Push(Math.Max(change, 0));
            _loss.Push(Math.Max(-change, 0));
            double sum = _gain.Value + _loss.Value;
            Value = sum == 0 ? 50 : 100 * _gain.Value / sum;
        }
        _hasClose = true;
        _close = bar.Close;
    }
}
