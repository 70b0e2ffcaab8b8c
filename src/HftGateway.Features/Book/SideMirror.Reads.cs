using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    /// <summary>
    /// Shares and orders of depth_levels levels, shares of imbalance_levels levels, <see cref="Weighted"/>.
    /// </summary>
    public readonly Vector256<double> Sums
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _sums;
    }

    /// <summary>1 on the bid side, −1 on the ask side.</summary>
    internal readonly double Sign => _sign;

    /// <summary>Largest Q_i of imbalance_levels levels, if the side keeps it.</summary>
    public readonly double Largest => _largest;

    /// <summary>
    /// Σ key·Q of depth_levels levels, if the side keeps it: their value in pu·shares, negative on the ask side.
    /// </summary>
    public readonly double Value => _value;

    /// <summary>Σ Q_i/i of imbalance_levels levels times <see cref="RankScale"/>, if the side keeps it.</summary>
    public readonly double Weighted => _sums[3];

    /// <summary>
    /// The contributions e₁ to e₄ of an update, given before or after it is applied: ± the change of quantity at its
    /// own rank.
    /// </summary>
    /// <param name="change">The change, of a rank below <see cref="Levels"/>.</param>
    /// <param name="fifth">e₅.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<double> FlowOfUpdate(ref readonly LevelChange change, out double fifth)
    {
        double own = _sign * change.QuantityDelta;
        ref double mask = ref Unsafe.As<long, double>(ref Unsafe.Add(
            ref MemoryMarshal.GetReference(OwnRank), Levels - 1 - change.Level));
        fifth = (Vector128.CreateScalarUnsafe(Unsafe.Add(ref mask, 4)) & Vector128.CreateScalarUnsafe(own)).ToScalar();
        return Unsafe.As<double, Vector256<double>>(ref mask) & Vector256.Create(own);
    }

    // Read from 9 − rank on: the element of that rank is all ones.
    private static ReadOnlySpan<long> OwnRank => [0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0];

    /// <summary>
    /// The contributions e₁ to e₄ of a birth or death, given before it is applied. At its rank r, e_r is ± the change
    /// of quantity: a better price appears with its quantity, or the best goes with all it had. Behind it, a birth
    /// makes every price better and the contribution is what now stands there, one rank before until now; a death makes
    /// every price worse and it is what stood there.
    /// </summary>
    /// <param name="change">The change, of a rank below <see cref="Levels"/>.</param>
    /// <param name="fifth">e₅.</param>
    /// <remarks>Features specification, section 5; Cont, Kukanov, Stoikov (2014).</remarks>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<double> FlowOfMove(ref readonly LevelChange change, out double fifth)
    {
        int remove = (int)change.Action >> 1;
        ulong ranks = _ranks << (DigitBits * (remove ^ 1));
        Vector256<double> rank = Vector256.Create((double)change.Level);
        Vector256<double> behind = Vector256.Create(
            0, Number(ranks, 1, 0), Number(ranks, 2, 0), Number(ranks, 3, 0));
        Vector256<double> flow = behind & Vector256.LessThan(rank, Vector256.Create(0.0, 1, 2, 3));
        Vector128<double> last = Vector128.CreateScalar(Number(ranks, 4, 0))
            & Vector128.LessThan(rank.GetLower(), Vector128.Create(4.0));
        double sign = _sign * (1 - 2 * remove);
        Vector256<double> own = Vector256.Create(_sign * change.QuantityDelta);
        last = last * Vector128.Create(sign)
            + (own.GetLower() & Vector128.Equals(rank.GetLower(), Vector128.Create(4.0)));
        fifth = last.ToScalar();
        return flow * Vector256.Create(sign) + (own & Vector256.Equals(rank, Vector256.Create(0.0, 1, 2, 3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double WeightedByRank(ulong ranks)
    {
        // Two chains, so that no addition waits for all before it.
        double odd = Term(ranks, 0) + Term(ranks, 2);
        double even = Term(ranks, 1) + Term(ranks, 3);
        odd += Term(ranks, 4) + Term(ranks, 6);
        even += Term(ranks, 5) + Term(ranks, 7);
        return odd + Term(ranks, 8) + (even + Term(ranks, 9));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double Term(ulong ranks, int rank) =>
        Number(ranks, rank, 0) * _weights[rank * SlotLanes + 3];
}
