namespace HftGateway.Features;

/// <summary>
/// ofi_event, e₁(n): the contribution of one row to order flow imbalance at the touch, in shares,
/// 1{P ≥ P₋}·q − 1{P ≤ P₋}·q₋ − 1{P′ ≤ P′₋}·q′ + 1{P′ ≥ P′₋}·q′₋ with bid (P, q), ask (P′, q′) and ₋ the row before.
/// A missing bid is at −∞ with size 0, a missing ask at +∞. Defined on any book, also a crossed one.
/// <para><b>Threading.</b> Pure function. <b>Cost.</b> About 20 instructions; a row with a single change does not need
/// it, its contribution is the change of quantity.</para>
/// <para><b>Reference.</b> Features specification, section 5; Cont, Kukanov, Stoikov (2014).</para>
/// </summary>
public static class TouchFlow
{
    /// <summary>e₁, given the touch before (size 0: the side is empty) and after.</summary>
    public static double Between(
        ref readonly TouchQuote before, double bid, double bidShares, double ask, double askShares)
    {
        double bidBefore = before.BidSize == 0 ? double.NegativeInfinity : before.BestBid;
        double askBefore = before.AskSize == 0 ? double.PositiveInfinity : before.BestAsk;
        bid = bidShares == 0 ? double.NegativeInfinity : bid;
        ask = askShares == 0 ? double.PositiveInfinity : ask;
        double flow = bid >= bidBefore ? bidShares : 0;
        flow -= bid <= bidBefore ? before.BidSize : 0;
        flow -= ask <= askBefore ? askShares : 0;
        flow += ask >= askBefore ? before.AskSize : 0;
        return flow;
    }
}
