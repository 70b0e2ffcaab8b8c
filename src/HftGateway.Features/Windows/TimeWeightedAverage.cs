using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// ETWA_τ: the exponentially time-weighted average of a piecewise constant signal that is defined on valid quotes. It
/// starts at the first valid x; at each row, if the row before was valid, a ← w·a + (1 − w)·x_before, w = e^{−Δ/τ}.
/// Held through invalid quotes. NaN before the first valid x.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Two operations a row beside the shared exponential.</para>
/// <para><b>Reference.</b> Features specification, 1.7.</para>
/// </summary>
public struct TimeWeightedAverage
{
    private double _before;
    private bool _beforeValid;

    /// <summary>The average at the last row.</summary>
    public double Value;

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        Value = double.NaN;
        _before = 0;
        _beforeValid = false;
    }

    /// <summary>Weighs the signal of the row before by the time since, then notes the row's own.</summary>
    /// <param name="decayMinusOne">e^{−Δ/τ} − 1.</param>
    /// <param name="x">The row's value; any number when <paramref name="valid"/> is false.</param>
    /// <param name="valid">The row's quote is valid.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double decayMinusOne, double x, bool valid)
    {
        if (_beforeValid)
            Value = Math.FusedMultiplyAdd(decayMinusOne, Value - _before, Value);
        else if (valid && double.IsNaN(Value))
            Value = x;
        _before = x;
        _beforeValid = valid;
    }
}
