namespace HftGateway.Features;

/// <summary>
/// volume_ratio = V_k / mean of the previous volume_n = 20 volumes; NaN if that mean is 0.
/// <para><b>Units.</b> A ratio. <b>Warm-up.</b> From bar n.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One division a bar.</para>
/// <para><b>Reference.</b> Features specification, 10.3 (source 4).</para>
/// </summary>
public unsafe struct VolumeRatio
{
    /// <summary>volume_ratio.</summary>
    public double Value;

    private long* _ring;
    private long _sum;
    private int _window;
    private int _count;
    private int _next;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int window) => window * sizeof(long);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, int window)
    {
        _ring = (long*)memory;
        _window = window;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        new Span<long>(_ring, _window).Clear();
        _sum = 0;
        _count = 0;
        _next = 0;
        Value = double.NaN;
    }

    /// <summary>Takes a closed bar.</summary>
    public void Next(ref readonly Bar bar)
    {
        if (_count == _window)
            Value = _sum == 0 ? double.NaN : (double)bar.Volume * _window / _sum;
        else
            _count++;
        _sum += bar.Volume - _ring[_next];
        _ring[_next] = bar.Volume;
        _next = _next + 1 == _window ? 0 : _next + 1;
    }
}
