namespace HftGateway.Features;

/// <summary>
/// vpin_bvc: bulk volume classification on vpin's buckets. P_j is the price of the trade that completed bucket j,
/// ΔP_j = P_j − P_{j−1}; from the (n + 1)-th bucket on, with σ the population standard deviation of the last n ΔP, the
/// value is (1/n)·Σ|2Φ(ΔP_i/σ) − 1|; 0 if σ = 0.
/// <para><b>Units.</b> [0, 1]. <b>Window.</b> n = vpin_n = 50 buckets. <b>Warm-up.</b> n + 1 buckets; changes when one
/// completes.</para>
/// <para><b>Numbers.</b> σ = √(nΣd² − (Σd)²)/n from 128-bit sums: no drift. Φ by <see cref="ErrorFunction"/>.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> n error functions per row that completes a bucket.</para>
/// <para><b>Reference.</b> Features specification, 7.2.</para>
/// </summary>
public unsafe struct BulkClassification
{
    /// <summary>vpin_bvc.</summary>
    public double Value;

    private long* _ring;
    private Int128 _squares;
    private long _sum;
    private long _lastPrice;
    private long _changes;
    private int _window;
    private int _next;
    private bool _hasPrice;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int window) => window * sizeof(long);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _ring = (long*)memory;
        _window = window;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        new Span<long>(_ring, _window).Clear();
        _squares = 0;
        _sum = 0;
        _changes = 0;
        _next = 0;
        _hasPrice = false;
        Value = double.NaN;
    }

    /// <summary>Takes the buckets that one trade completed.</summary>
    /// <param name="price">The trade's price.</param>
    /// <param name="buckets">How many, at least 1.</param>
    public void Complete(long price, long buckets)
    {
        if (_hasPrice)
            Push(price - _lastPrice);
        _hasPrice = true;
        _lastPrice = price;
        long further = buckets - 1;
        for (long i = Math.Min(further, _window); i > 0; i--)
            Push(0);
        _changes += Math.Max(0, further - _window);
        if (_changes >= _window)
            Value = Mean();
    }

    private void Push(long change)
    {
        long left = _ring[_next];
        _squares += WideMath.Multiply(change, change) - WideMath.Multiply(left, left);
        _sum += change - left;
        _ring[_next] = change;
        _next = _next + 1 == _window ? 0 : _next + 1;
        _changes++;
    }

    private readonly double Mean()
    {
        double sigma = Math.Sqrt(WideMath.ToDouble(_window * _squares - WideMath.Multiply(_sum, _sum))) / _window;
        if (sigma == 0)
            return 0;
        // 2Φ(x) − 1 = erf(x/√2).
        double scale = 1 / (sigma * Math.Sqrt(2));
        double sum = 0;
        for (int i = 0; i < _window; i++)
            sum += ErrorFunction.Erf(Math.Abs(_ring[i]) * scale);
        return sum / _window;
    }
}
