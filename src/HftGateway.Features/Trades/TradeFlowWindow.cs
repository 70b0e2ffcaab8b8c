using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// Signed and total volume of the last N trades: flow_imbalance_norm = Σ s·v / Σ v, in [−1, 1], NaN before N trades,
/// held between trades. Trades with s = 0 count in the total only.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Integer running sums over a ring of N trades: no drift.</para>
/// <para><b>Cost.</b> One division a trade.</para>
/// <para><b>Reference.</b> Features specification, 1.6 and 6.3.</para>
/// </summary>
public unsafe struct TradeFlowWindow
{
    private struct Entry
    {
        public int Signed;
        public int Volume;
    }

    private double _normalised;
    private long _signed;
    private long _volume;
    private Entry* _ring;
    private int _window;
    private int _count;
    private int _next;

    /// <summary>Bytes that a window of that many trades needs.</summary>
    public static int BytesFor(int window) => window * sizeof(Entry);

    /// <summary>flow_imbalance_norm.</summary>
    public readonly double Normalised => _normalised;

    /// <summary>flow_imbalance = Σ s·v, shares; NaN before N trades.</summary>
    public readonly double Imbalance => _count == _window ? _signed : double.NaN;

    /// <summary>Sets the window up over memory that stays the caller's.</summary>
    /// <param name="memory"><see cref="BytesFor"/> bytes, aligned to 8.</param>
    /// <param name="window">Trades, at least 1.</param>
    public void Initialise(byte* memory, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _ring = (Entry*)memory;
        _window = window;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        new Span<Entry>(_ring, _window).Clear();
        _signed = 0;
        _volume = 0;
        _count = 0;
        _next = 0;
        _normalised = double.NaN;
    }

    /// <summary>Takes a trade.</summary>
    /// <param name="side">−1, 0 or 1.</param>
    /// <param name="shares">At least 1.</param>
    [HotPath]
    public void Add(int side, int shares)
    {
        Entry* entry = _ring + _next;
        int signed = side * shares;
        // An empty place holds zeros, so that the same subtraction serves before the window is full.
        _signed += (long)signed - entry->Signed;
        _volume += (long)shares - entry->Volume;
        entry->Signed = signed;
        entry->Volume = shares;
        _next = _next + 1 == _window ? 0 : _next + 1;
        if (_count < _window)
            _count++;
        if (_count == _window)
            _normalised = (double)_signed / _volume;
    }
}
