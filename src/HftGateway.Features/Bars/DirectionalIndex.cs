namespace HftGateway.Features;

/// <summary>
/// plus_di, minus_di, adx, n = adx_n = 14: +DM = H_k − H_{k−1} if that exceeds L_{k−1} − L_k and 0, else 0; −DM
/// symmetric; Wilder smoothing of +DM, −DM and TR from k = 1 on; DI = 100·DM/TR, 0 if TR = 0;
/// DX = 100·|+DI − −DI|/(+DI + −DI), 0 if the sum is 0; adx is DX, smoothed.
/// <para><b>Units.</b> [0, 100]. <b>Warm-up.</b> From bar n; adx from bar 2n − 1.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> O(1) a bar.</para>
/// <para><b>Reference.</b> Features specification, 10.3.</para>
/// </summary>
public struct DirectionalIndex
{
    /// <summary>plus_di.</summary>
    public double Plus;

    /// <summary>minus_di.</summary>
    public double Minus;

    /// <summary>adx.</summary>
    public double Adx;

    private WilderAverage _plus;
    private WilderAverage _minus;
    private WilderAverage _range;
    private WilderAverage _index;
    private long _high;
    private long _low;
    private long _close;
    private bool _hasBar;

    /// <summary>Sets n.</summary>
    public void Initialise(int n)
    {
        _plus.Initialise(n);
        _minus.Initialise(n);
        _range.Initialise(n);
        _index.Initialise(n);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _plus.Reset();
        _minus.Reset();
        _range.Reset();
        _index.Reset();
        _hasBar = false;
        Plus = Minus = Adx = double.NaN;
    }

    /// <summary>Takes a closed bar.</summary>
    public void Next(ref readonly Bar bar)
    {
        if (_hasBar)
        {
            long up = bar.High - _high;
            long down = _low - bar.Low;
            _plus.Push(up > down && up > 0 ? up : 0);
            _minus.Push(down > up && down > 0 ? down : 0);
            long range = Math.Max(Math.Abs(bar.High - _close), Math.Abs(bar.Low - _close));
            _range.Push(Math.Max(bar.High - bar.Low, range));
            Set();
        }
        _hasBar = true;
        _high = bar.High;
        _low = bar.Low;
        _close = bar.Close;
    }

    private void Set()
    {
        double range = _range.Value;
        if (double.IsNaN(range))
            return;
        Plus = range == 0 ? 0 : 100 * _plus.Value / range;
        Minus = range == 0 ? 0 : 100 * _minus.Value / range;
        double sum = Plus + Minus;
        _index.Push(sum == 0 ? 0 : 100 * Math.Abs(Plus - Minus) / sum);
        Adx = _index.Value;
    }
}
