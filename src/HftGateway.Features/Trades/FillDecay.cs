using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// fill_decay_k = 2·N / Σ|2p − M| over the last N = decay_window = 200 eligible trades: the maximum-likelihood decay of
/// the depth that market orders reach, Avellaneda and Stoikov's k. NaN if the sum is 0.
/// <para><b>Units.</b> 1/pu. <b>Warm-up.</b> That many eligible trades; held between.</para>
/// <para><b>Threading.</b> One thread. <b>Invariants.</b> Integer sum: no drift. <b>Cost.</b> One division an eligible
/// trade.</para>
/// <para><b>Reference.</b> Features specification, 6.5 (source 4).</para>
/// </summary>
public unsafe struct FillDecay
{
    /// <summary>fill_decay_k.</summary>
    public double Value;

    private long* _ring;
    private long _sum;
    private int _window;
    private int _count;
    private int _next;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int window) => window * sizeof(long);

    /// <summary>Sets the window up over memory that stays the caller's.</summary>
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
        _sum = 0;
        _count = 0;
        _next = 0;
        Value = double.NaN;
    }

    /// <summary>Takes an eligible trade.</summary>
    [HotPath]
    public void Add(long price, long twiceMidBefore)
    {
        long distance = Math.Abs(2 * price - twiceMidBefore);
        _sum += distance - _ring[_next];
        _ring[_next] = distance;
        _next = _next + 1 == _window ? 0 : _next + 1;
        if (_count < _window)
            _count++;
        if (_count == _window)
            Value = _sum == 0 ? double.NaN : 2.0 * _window / _sum;
    }
}
