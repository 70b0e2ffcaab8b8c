using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// ofi_event, e₁(n): the contribution of one row to order flow imbalance at the touch, in shares,
/// 1{P ≥ P₋}·q − 1{P ≤ P₋}·q₋ − 1{P′ ≤ P′₋}·q′ + 1{P′ ≥ P′₋}·q′₋ with bid (P, q), ask (P′, q′) and ₋ the row before.
/// A missing bid is at −∞ with size 0, a missing ask at +∞. Defined on any book, also a crossed one.
/// <para><b>Invariants.</b> Holds the touch after the last row.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> About 20 instructions, no branch.</para>
/// <para><b>Reference.</b> Features specification, section 5; Cont, Kukanov, Stoikov (2014).</para>
/// </summary>
public struct TouchFlow
{
    private long _bid;
    private long _bidShares;
    private long _ask;
    private long _askShares;

    /// <summary>Shares at the best bid after the last row.</summary>
    public readonly long BidShares => _bidShares;

    /// <summary>Shares at the best ask after the last row.</summary>
    public readonly long AskShares => _askShares;

    /// <summary>The book before the first row is empty.</summary>
    public void Reset()
    {
        _bid = long.MinValue;
        _bidShares = 0;
        _ask = long.MaxValue;
        _askShares = 0;
    }

    /// <summary>Takes the touch after the row (size 0: the side is empty) and returns e₁.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(long bid, long bidShares, long ask, long askShares)
    {
        bid = bidShares == 0 ? long.MinValue : bid;
        ask = askShares == 0 ? long.MaxValue : ask;
        long flow = bid >= _bid ? bidShares : 0;
        flow -= bid <= _bid ? _bidShares : 0;
        flow -= ask <= _ask ? askShares : 0;
        flow += ask >= _ask ? _askShares : 0;
        _bid = bid;
        _bidShares = bidShares;
        _ask = ask;
        _askShares = askShares;
        return flow;
    }
}
