using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// Trades and volume of the long window, for trade_velocity = trade_intensity / (trades in it / its length) and
/// volume_velocity.
/// <para><b>Units.</b> Trades, shares; the velocity a ratio. <b>Window.</b> BTW(long_delta_ns = 1 s, long_m = 60).
/// <b>Warm-up.</b> That window; the ratio is NaN without trades in it.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Nothing on a row without a trade.</para>
/// <para><b>Reference.</b> Features specification, 6.4 and 9.2.</para>
/// </summary>
public struct LongWindow
{
    /// <summary>trade_velocity.</summary>
    public double TradeVelocity;

    /// <summary>The window: trades, shares, 0, 0.</summary>
    public LaneWindow Window;

    private double _seconds;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) => LaneWindow.BytesFor(options.LongM);

    /// <summary>Shares in the window, NaN until warm.</summary>
    public readonly double Volume => Window.Sums[1];

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public unsafe void Initialise(byte* memory, FeatureOptions options)
    {
        Window.Initialise(memory, options.LongDeltaNs, options.LongM, exact: true);
        _seconds = options.LongM * (options.LongDeltaNs / 1e9);
        Start(0);
    }

    /// <summary>Back to the initial state, with the warm-up from t₀.</summary>
    public void Start(long t0Ns)
    {
        Window.Start(t0Ns);
        TradeVelocity = double.NaN;
    }

    /// <summary>Takes a trade.</summary>
    [HotPath]
    public void Add(int shares) => Window.Add(Vector256.Create(1.0, shares, 0, 0));

    /// <summary>Forms trade_velocity anew: after a trade, and when either window has moved.</summary>
    /// <param name="tradeIntensity">trade_intensity, 1/s.</param>
    [HotPath]
    public void SetVelocity(double tradeIntensity)
    {
        double trades = Window.Sums[0];
        TradeVelocity = trades > 0 ? tradeIntensity * _seconds / trades : double.NaN;
    }
}
