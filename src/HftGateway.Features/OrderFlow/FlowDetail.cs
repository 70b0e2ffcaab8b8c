using System.Runtime.CompilerServices;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// What one row adds to ofi_volume_weighted and ofi_trade_informed.
/// <para><b>ofi_volume_weighted.</b> Σ_flows σ·Δq/(1 + d): a flow is one change of one side (σ = +1 bid, −1 ask) by Δq
/// shares at a price, d = |2·price − M|/(2·tick_pu) with M from the quote before the row; nothing when that was not
/// valid. Computed as σ·Δq·2·tick/(2·tick + |2·price − M|): one division.</para>
/// <para><b>ofi_trade_informed.</b> s·v of a trade; σ·Δq of every added quantity whose price is within ofi_near_ticks =
/// 2 ticks of its own side's best after the row.</para>
/// <para><b>Units.</b> Shares. <b>Threading.</b> Pure functions.</para>
/// <para><b>Reference.</b> Features specification, section 5 (source 4).</para>
/// </summary>
public static class FlowDetail
{
    /// <summary>The flow of one level change, weighted by its distance from the mid.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Weighted(ref readonly LevelChange change, long twiceMidBefore, double twiceTick)
    {
        // As doubles, exact below 2⁵³: the absolute value of a whole number takes a branch on which side it was.
        double distance = Math.Abs((double)(2 * change.Price - twiceMidBefore));
        int isAsk = (int)change.Side & 1;
        double signed = (change.QuantityDelta ^ -isAsk) + isAsk;
        return signed * twiceTick / (twiceTick + distance);
    }

    /// <summary>The signed quantity that a level change added near the best of its side, 0 if none.</summary>
    /// <param name="change">The change.</param>
    /// <param name="best">Best price of its side after the row.</param>
    /// <param name="nearPu">ofi_near_ticks in price units.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long AddedNear(ref readonly LevelChange change, long best, long nearPu)
    {
        // No branch on the side or the distance: both are a coin's toss to the processor.
        long sign = 1 - 2 * ((int)change.Side & 1);
        long away = sign * (best - change.Price);
        long isNear = away <= nearPu ? 1 : 0;
        return sign * change.QuantityDelta * isNear;
    }
}
