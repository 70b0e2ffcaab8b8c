using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// mpd = ((A − L)·QB + (B − L)·QA)/(QB + QA) with L the last trade's price: micro-price − last trade.
/// <para><b>Units.</b> pu. <b>Warm-up.</b> The first trade; NaN while the quote is not valid.</para>
/// <para><b>Numbers.</b> Whole numbers until the one division.</para>
/// <para><b>Threading.</b> Pure function.</para>
/// <para><b>Reference.</b> Features specification, 8.2 (source 3).</para>
/// </summary>
public static class Divergence
{
    /// <summary>mpd; NaN in any argument gives NaN.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double bid, double ask, double bidSize, double askSize, double lastPrice) =>
        Math.FusedMultiplyAdd(ask - lastPrice, bidSize, (bid - lastPrice) * askSize) / (bidSize + askSize);
}
