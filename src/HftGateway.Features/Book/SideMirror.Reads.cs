using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using HftGateway.Platform;

namespace HftGateway.Features;

// What is read off the levels of one side.
public unsafe partial struct SideMirror
{
    /// <summary>
    /// The least common multiple of 1 to 10: Q/i times it is a whole number, so that a sum weighted by rank is exact.
    /// </summary>
    public const int RankScale = 2_520;

    /// <summary>Σ key·Q of depth_levels levels: their value in pu·shares, negative on the ask side.</summary>
    [HotPath]
    public readonly double Value()
    {
        double value = 0;
        fixed (double* keys = &_keys[_top], shares = &_shares[_top])
        {
            for (int i = 0; i > -_nearLevels; i--)
                value = Math.FusedMultiplyAdd(keys[i], shares[i], value);
        }
        return value;
    }

    /// <summary>Σ Q_i/i of imbalance_levels levels times <see cref="RankScale"/>, and the largest Q_i.</summary>
    [HotPath]
    public readonly double Weighted(out double largest)
    {
        fixed (double* q = &_shares[_top])
        {
            if (_farLevels != Levels)
                return WeightedOfSome(q, out largest);
            // Two chains each, so that no addition waits for all before it.
            double odd = q[0] * RankScale + q[-2] * (RankScale / 3) + q[-4] * (RankScale / 5);
            double even = q[-1] * (RankScale / 2) + q[-3] * (RankScale / 4) + q[-5] * (RankScale / 6);
            odd += q[-6] * (RankScale / 7) + q[-8] * (RankScale / 9);
            even += q[-7] * (RankScale / 8) + q[-9] * (RankScale / 10);
            double a = Greater(Greater(q[0], q[-1]), Greater(q[-2], q[-3]));
            double b = Greater(Greater(q[-4], q[-5]), Greater(q[-6], q[-7]));
            largest = Greater(Greater(a, b), Greater(q[-8], q[-9]));
            return odd + even;
        }
    }

    /// <summary>
    /// The contributions e₁ to e₄ of a change, given before it is applied. Of a change at rank r, e_r is ± the change of
    /// quantity: a better price appears with its quantity, or the best goes with all it had. Behind it, a birth makes
    /// every price better and the contribution what now stands there; a death makes every price worse and it is what
    /// stood there.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="fifth">e₅.</param>
    /// <remarks>Features specification, section 5; Cont, Kukanov, Stoikov (2014).</remarks>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<double> Flow(ref readonly LevelChange change, out double fifth)
    {
        int rank = change.Level;
        int action = (int)change.Action;
        Vector256<double> ranks = Vector256.Create((double)rank);
        Vector256<double> first = Vector256.Create(0.0, 1, 2, 3);
        double own = _sign * change.QuantityDelta;
        Vector256<double> flow = Vector256.Equals(first, ranks) & Vector256.Create(own);
        fifth = rank == 4 ? own : 0;
        // Insert 1: what stands one rank before moves here. Remove 3: what stands here goes.
        if (action == (int)LevelAction.Update || rank >= 4)
            return flow;
        int shift = action == (int)LevelAction.Insert ? 1 : 0;
        double sign = action == (int)LevelAction.Insert ? _sign : -_sign;
        int at = _top + shift;
        // Place 0 is never behind the change; with a shift it would lie outside the levels.
        Vector256<double> moved = Vector256.Create(0, _shares[at - 1], _shares[at - 2], _shares[at - 3]);
        moved *= Vector256.Create(sign);
        fifth = sign * _shares[at - 4];
        return flow + (moved & Vector256.GreaterThan(first, ranks));
    }

    private readonly double WeightedOfSome(double* q, out double largest)
    {
        double sum = 0;
        largest = 0;
        for (int i = 0; i < _farLevels; i++)
        {
            sum += q[-i] * (RankScale / (i + 1));
            largest = Greater(largest, q[-i]);
        }
        return sum;
    }

    // No NaN here: one instruction instead of the five that Math.Max needs for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Greater(double a, double b) =>
        Vector128.MaxNative(Vector128.CreateScalarUnsafe(a), Vector128.CreateScalarUnsafe(b)).ToScalar();
}
