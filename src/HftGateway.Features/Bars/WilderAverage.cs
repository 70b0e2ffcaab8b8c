namespace HftGateway.Features;

/// <summary>
/// Wilder's smoothing: the mean of the first n values, then ((n − 1)·previous + x)/n.
/// <para><b>Warm-up.</b> NaN before n values. <b>Threading.</b> One thread. <b>Cost.</b> One division a value.</para>
/// <para><b>Reference.</b> Features specification, 10.3.</para>
/// </summary>
public struct WilderAverage
{
    private double _value;
    private double _sum;
    private int _n;
    private int _count;

    /// <summary>The average, NaN before n values.</summary>
    public readonly double Value => _value;

    /// <summary>Sets n, at least 1.</summary>
    public void Initialise(int n)
    {
        _n = n;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _value = double.NaN;
        _sum = 0;
        _count = 0;
    }

    /// <summary>Takes a value.</summary>
    public void Push(double x)
    {
        if (_count >= _n)
        {
            _value = ((_n - 1) * _value + x) / _n;
            return;
        }
        _sum += x;
        if (++_count == _n)
            _value = _sum / _n;
    }
}
