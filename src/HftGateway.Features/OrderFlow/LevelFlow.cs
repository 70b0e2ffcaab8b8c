using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// e_k(n): the contribution of one row to order flow imbalance at each of the five best levels, in shares,
/// 1{P ≥ P₋}·q − 1{P ≤ P₋}·q₋ − 1{P′ ≤ P′₋}·q′ + 1{P′ ≥ P′₋}·q′₋ with the k-th bid (P, q), the k-th ask (P′, q′) and ₋
/// the row before. A missing bid is at −∞ with size 0, a missing ask at +∞.
/// <para><b>Method.</b> The side that did not change contributes q − q₋ = 0 at every level, so only the other is
/// compared. With keys that are greater where the price is better, the ask side's contribution is the negative of the
/// bid side's.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Eight vector comparisons and additions, no branch.</para>
/// <para><b>Reference.</b> Features specification, section 5; Cont, Kukanov, Stoikov (2014); Xu, Gould, Howison
/// (2019).</para>
/// </summary>
public readonly struct LevelFlow
{
    private readonly Vector256<double> _keys0;
    private readonly Vector256<double> _keys1;
    private readonly Vector256<double> _shares0;
    private readonly Vector256<double> _shares1;

    /// <summary>Notes the levels of the side that is about to change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LevelFlow(ref readonly SideMirror side)
    {
        _keys0 = side.Keys(0);
        _keys1 = side.Keys(1);
        _shares0 = side.SharesOf(0);
        _shares1 = side.SharesOf(1);
    }

    /// <summary>The contributions, given the same side after the change.</summary>
    /// <param name="side">The side.</param>
    /// <param name="sign">+1 for bids, −1 for asks.</param>
    /// <param name="fifth">Element 3: e₅; the others mean nothing.</param>
    /// <returns>e₄, e₃, e₂, e₁.</returns>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Next(ref readonly SideMirror side, double sign, out Vector256<double> fifth)
    {
        Vector256<double> signs = Vector256.Create(sign);
        fifth = Contribution(side.Keys(1), side.SharesOf(1), _keys1, _shares1) * signs;
        return Contribution(side.Keys(0), side.SharesOf(0), _keys0, _shares0) * signs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Contribution(
        Vector256<double> keys, Vector256<double> shares, Vector256<double> keysBefore, Vector256<double> sharesBefore)
    {
        Vector256<double> now = shares & Vector256.GreaterThanOrEqual(keys, keysBefore);
        Vector256<double> before = sharesBefore & Vector256.LessThanOrEqual(keys, keysBefore);
        return now - before;
    }
}
