using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// S(t) = Σ x_j·e^{−(t − t_j)/τ}: decays at every row, then takes the row's x. 0 over no events.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Two operations a row beside the shared exponential.</para>
/// <para><b>Limits.</b> What has decayed below 10⁻²⁰⁰ is 0: subnormal numbers would cost a hundred times as
/// much.</para>
/// <para><b>Reference.</b> Features specification, 1.7.</para>
/// </summary>
public struct DecayedSum
{
    private const double Gone = 1e-200;

    /// <summary>The sum at the last row.</summary>
    public double Value;

    /// <summary>Back to the initial state.</summary>
    public void Reset() => Value = 0;

    /// <summary>Decays by the time since the last row, then adds.</summary>
    /// <param name="decayMinusOne">e^{−Δ/τ} − 1.</param>
    /// <param name="x">The row's value.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double decayMinusOne, double x)
    {
        double decayed = Math.FusedMultiplyAdd(Value, decayMinusOne, Value);
        Value = (Math.Abs(decayed) < Gone ? 0 : decayed) + x;
    }
}
