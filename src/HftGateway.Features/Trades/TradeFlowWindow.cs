using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// Over the last flow_window = 100 trades: flow_imbalance = Σ s·v, flow_imbalance_norm = Σ s·v / Σ v,
/// order_flow_toxicity = |Σ s·v| / Σ v, tick_rule_agg = Σ tick·v / Σ v. Trades with s = 0 count in Σ v only.
/// <para><b>Units.</b> Shares; [−1, 1], [0, 1], [−1, 1]. <b>Warm-up.</b> That many trades; held between trades.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Integer running sums over a ring of N trades: no drift.</para>
/// <para><b>Cost.</b> Two divisions a trade.</para>
/// <para><b>Reference.</b> Features specification, 1.6, 6.2 and 6.3 (sources 0 and 4).</para>
/// </summary>
public unsafe struct TradeFlowWindow
{
    private struct Entry
    {
        public int Signed;
        public int Volume;
        public int Ticked;
    }

    /// <summary>flow_imbalance.</summary>
    public double Imbalance;

    /// <summary>flow_imbalance_norm.</summary>
    public double Normalised;

    /// <summary>order_flow_toxicity.</summary>
    public double Toxicity;

    /// <summary>tick_rule_agg.</summary>
    public double TickAggregate;

    private long _signed;
    private long _volume;
    private long _ticked;
    private Entry* _ring;
    private int _window;
    private int _count;
    private int _next;

    /// <summary>Bytes that a window of that many trades needs.</summary>
    public static int BytesFor(int window) => window * sizeof(Entry);

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
        _ticked = 0;
        _count = 0;
        _next = 0;
        Imbalance = Normalised = Toxicity = TickAggregate = double.NaN;
    }

    /// <summary>Takes a trade.</summary>
    /// <param name="side">−1, 0 or 1.</param>
    /// <param name="tick">The tick rule including this trade: −1, 0 or 1.</param>
    /// <param name="shares">At least 1.</param>
    [HotPath]
    public void Add(int side, int tick, int shares)
    {
        Entry* entry = _ring + _next;
        int signed = side * shares;
        int ticked = tick * shares;
        // An empty place holds zeros, so that the same subtraction serves before the window is full.
        _signed += (long)signed - entry->Signed;
        _volume += (long)shares - entry->Volume;
        _ticked += (long)ticked - entry->Ticked;
        entry->Signed = signed;
        entry->Volume = shares;
        entry->Ticked = ticked;
        _next = _next + 1 == _window ? 0 : _next + 1;
        if (_count < _window)
            _count++;
        if (_count < _window)
            return;
        Imbalance = _signed;
        Normalised = (double)_signed / _volume;
        Toxicity = Math.Abs(Normalised);
        TickAggregate = (double)_ticked / _volume;
    }
}
