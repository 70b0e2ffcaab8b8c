using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HftGateway.Features;

/// <summary>
/// What the order flow features publish: ofi = Σ e₁, ofi_l2 to ofi_l5 = Σ e_k, mlofi = their sum, ofi_volume_weighted =
/// Σ σ·Δq/(1 + d), ofi_trade_informed = Σ s·v over trades + σ·Δq over quantities added near the best; all over the
/// short window. ofi_event = e₁ of the row. ofi_norm = ofi/avg_touch_depth.
/// <para><b>Units.</b> Shares; ofi_norm a ratio. <b>Window.</b> BTW(short_delta_ns = 100 ms, short_m = 10).
/// <b>Warm-up.</b> That window; ofi_event none.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Reference.</b> Features specification, section 5.</para>
/// </summary>
public struct FlowValues
{
    // Two vectors: their order matters.

    /// <summary>ofi.</summary>
    public double Level1;

    /// <summary>ofi_l2.</summary>
    public double Level2;

    /// <summary>ofi_l3.</summary>
    public double Level3;

    /// <summary>ofi_l4.</summary>
    public double Level4;

    /// <summary>ofi_l5.</summary>
    public double Level5;

    /// <summary>ofi_volume_weighted.</summary>
    public double VolumeWeighted;

    /// <summary>ofi_trade_informed.</summary>
    public double TradeInformed;

    /// <summary>Nothing: the place of a series that does not exist.</summary>
    public double Unused;

    /// <summary>mlofi.</summary>
    public double AllLevels;

    /// <summary>ofi_event.</summary>
    public double Event;

    /// <summary>ofi_norm.</summary>
    public double Normalised;

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        Publish(Vector256.Create(double.NaN));
        PublishDetail(Vector256.Create(double.NaN));
        AllLevels = double.NaN;
        Event = double.NaN;
        Normalised = double.NaN;
    }

    /// <summary>Writes the sums of levels 1 to 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(Vector256<double> sums) => Unsafe.As<double, Vector256<double>>(ref Level1) = sums;

    /// <summary>Writes the sums of the second window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PublishDetail(Vector256<double> sums) => Unsafe.As<double, Vector256<double>>(ref Level5) = sums;
}
