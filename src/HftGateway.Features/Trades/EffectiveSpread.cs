using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// effective_spread_last = s(2p − M) of the last eligible trade (M twice the mid before it; negative: price
/// improvement); effective_spread = mean of 20000·s(2p − M)/M over the last flow_window = 100 eligible trades.
/// <para><b>Units.</b> pu; bps. <b>Warm-up.</b> The first, and that many, eligible trades; held between.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Two divisions an eligible trade.</para>
/// <para><b>Reference.</b> Features specification, 6.5 (source 0).</para>
/// </summary>
public unsafe struct EffectiveSpread
{
    /// <summary>effective_spread_last.</summary>
    public double Last;

    /// <summary>effective_spread.</summary>
    public double Mean;

    private SlidingSum _sum;
    private int _window;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int window) => SlidingSum.BytesFor(window);

    /// <summary>Sets the window up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, int window)
    {
        _sum.Initialise(memory, window);
        _window = window;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _sum.Reset();
        Last = Mean = double.NaN;
    }

    /// <summary>Takes an eligible trade.</summary>
    [HotPath]
    public void Add(int side, long price, long twiceMidBefore)
    {
        long spread = side * (2 * price - twiceMidBefore);
        Last = spread;
        _sum.Push(20_000.0 * spread / twiceMidBefore);
        if (_sum.IsFull)
            Mean = _sum.Sum / _window;
    }
}
