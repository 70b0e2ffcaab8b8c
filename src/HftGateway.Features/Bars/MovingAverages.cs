namespace HftGateway.Features;

/// <summary>
/// ma_fast, ma_slow: means of the last ma_fast = 10 and ma_slow = 30 closes; ma_cross = ±1 on the bar where the sign of
/// their difference becomes the opposite of the last sign that was not zero, else 0.
/// <para><b>Units.</b> pu; −1, 0, 1. <b>Warm-up.</b> From bars 9 and 29; ma_cross is 0 before 30.</para>
/// <para><b>Numbers.</b> Integer sums, and the sign is decided on integers.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Two divisions a bar.</para>
/// <para><b>Reference.</b> Features specification, 10.3.</para>
/// </summary>
public unsafe struct MovingAverages
{
    /// <summary>ma_fast.</summary>
    public double Fast;

    /// <summary>ma_slow.</summary>
    public double Slow;

    /// <summary>ma_cross.</summary>
    public double Cross;

    private long* _ring;
    private long _fastSum;
    private long _slowSum;
    private long _count;
    private int _fastWindow;
    private int _slowWindow;
    private int _size;
    private int _sign;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) => Math.Max(options.MaFast, options.MaSlow) * sizeof(long);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, FeatureOptions options)
    {
        _ring = (long*)memory;
        _fastWindow = options.MaFast;
        _slowWindow = options.MaSlow;
        _size = Math.Max(_fastWindow, _slowWindow);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        new Span<long>(_ring, _size).Clear();
        _fastSum = 0;
        _slowSum = 0;
        _count = 0;
        _sign = 0;
        Fast = Slow = double.NaN;
        Cross = 0;
    }

    /// <summary>Takes a closed bar.</summary>
    public void Next(ref readonly Bar bar)
    {
        _fastSum += bar.Close - Left(_fastWindow);
        _slowSum += bar.Close - Left(_slowWindow);
        _ring[_count % _size] = bar.Close;
        _count++;
        if (_count >= _fastWindow)
            Fast = (double)_fastSum / _fastWindow;
        if (_count >= _slowWindow)
            Slow = (double)_slowSum / _slowWindow;
        if (_count < _size)
            return;
        int sign = Math.Sign(_slowWindow * _fastSum - _fastWindow * _slowSum);
        Cross = sign == -_sign ? sign : 0;
        _sign = sign != 0 ? sign : _sign;
    }

    private readonly long Left(int window) => _count < window ? 0 : _ring[(_count - window) % _size];
}
