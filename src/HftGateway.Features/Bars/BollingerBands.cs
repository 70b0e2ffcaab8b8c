namespace HftGateway.Features;

/// <summary>
/// bb_mid = mean of the last bb_n = 20 closes; bb_upper, bb_lower = ± bb_k = 2 population standard deviations, σ =
/// √(nΣC² − (ΣC)²)/n; bb_pct_b = (C − bb_lower)/(bb_upper − bb_lower), NaN if the bands meet.
/// <para><b>Units.</b> pu; a fraction. <b>Warm-up.</b> From bar n − 1.</para>
/// <para><b>Numbers.</b> 128-bit sums: exact until the root.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> O(1) a bar.</para>
/// <para><b>Reference.</b> Features specification, 10.3.</para>
/// </summary>
public unsafe struct BollingerBands
{
    /// <summary>bb_mid.</summary>
    public double Mid;

    /// <summary>bb_upper.</summary>
    public double Upper;

    /// <summary>bb_lower.</summary>
    public double Lower;

    /// <summary>bb_pct_b.</summary>
    public double Position;

    private long* _ring;
    private Int128 _squares;
    private long _sum;
    private double _width;
    private int _window;
    private int _count;
    private int _next;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int window) => window * sizeof(long);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, int window, double width)
    {
        _ring = (long*)memory;
        _window = window;
        _width = width;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        new Span<long>(_ring, _window).Clear();
        _squares = 0;
        _sum = 0;
        _count = 0;
        _next = 0;
        Mid = Upper = Lower = Position = double.NaN;
    }

    /// <summary>Takes a closed bar.</summary>
    public void Next(ref readonly Bar bar)
    {
        long left = _ring[_next];
        _squares += WideMath.Multiply(bar.Close, bar.Close) - WideMath.Multiply(left, left);
        _sum += bar.Close - left;
        _ring[_next] = bar.Close;
        _next = _next + 1 == _window ? 0 : _next + 1;
        if (_count < _window)
            _count++;
        if (_count < _window)
            return;
        double sigma = Math.Sqrt(WideMath.ToDouble(_window * _squares - WideMath.Multiply(_sum, _sum))) / _window;
        double half = _width * sigma;
        Mid = (double)_sum / _window;
        Upper = Mid + half;
        Lower = Mid - half;
        // n·C − ΣC is a whole number: no digits are lost where the close is near the middle.
        double away = (double)(_window * bar.Close - _sum) / _window;
        Position = half == 0 ? double.NaN : (away + half) / (2 * half);
    }
}
