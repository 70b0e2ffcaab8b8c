using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// mpd = ((A − L)·QB + (B − L)·QA)/(QB + QA) with L the last trade's price: micro-price − last trade.
/// <para><b>Units.</b> pu. <b>Warm-up.</b> The first trade; NaN while the quote is not valid.</para>
/// <para><b>Numbers.</b> Whole numbers until the one division: the z-score subtracts a median that may be close.</para>
/// <para><b>Threading.</b> Pure function.</para>
/// <para><b>Reference.</b> Features specification, 8.2 (source 3).</para>
/// </summary>
public static class Divergence
{
    /// <summary>mpd of a valid quote; NaN if there was no trade.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(ref readonly TouchQuote quote, double lastPrice) =>
        Numerator(in quote, lastPrice) / (quote.BidSize + quote.AskSize);

    /// <summary>mpd times the shares at the touch.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Numerator(ref readonly TouchQuote quote, double lastPrice) =>
        Math.FusedMultiplyAdd(
            quote.BestAsk - lastPrice, quote.BidSize, (quote.BestBid - lastPrice) * quote.AskSize);
}
