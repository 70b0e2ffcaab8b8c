using System.Runtime.Intrinsics;

namespace HftGateway.Features;

/// <summary>
/// The five best levels of both sides before a row, for the contributions of a row with more than one change straight
/// from their definition: e_k = 1{P ≥ P₋}·q − 1{P ≤ P₋}·q₋ − 1{P′ ≤ P′₋}·q′ + 1{P′ ≥ P′₋}·q′₋ with the k-th bid (P, q),
/// the k-th ask (P′, q′) and ₋ the row before. A missing bid is at −∞ with size 0, a missing ask at +∞.
/// <para><b>Threading.</b> One thread, on the stack.</para>
/// <para><b>Reference.</b> Features specification, section 5; Cont, Kukanov, Stoikov (2014); Xu, Gould, Howison
/// (2019).</para>
/// </summary>
internal unsafe ref struct LevelSnapshot
{
    private const int Kept = 5;

    private fixed long _prices[2 * Kept];
    private fixed long _shares[2 * Kept];

    /// <summary>Notes the levels.</summary>
    public LevelSnapshot(ref readonly LevelMirror levels)
    {
        for (int i = 0; i < Kept; i++)
        {
            _prices[i] = BidPrice(in levels.Bids, i);
            _shares[i] = levels.Bids.Shares(i);
            _prices[Kept + i] = AskPrice(in levels.Asks, i);
            _shares[Kept + i] = levels.Asks.Shares(i);
        }
    }

    /// <summary>e₁ to e₄, given the levels after the row.</summary>
    /// <param name="levels">Levels after the row.</param>
    /// <param name="fifth">e₅.</param>
    public readonly Vector256<double> Flow(ref readonly LevelMirror levels, out double fifth)
    {
        double* flows = stackalloc double[Kept];
        for (int i = 0; i < Kept; i++)
        {
            long bid = BidPrice(in levels.Bids, i);
            long ask = AskPrice(in levels.Asks, i);
            long flow = bid >= _prices[i] ? levels.Bids.Shares(i) : 0;
            flow -= bid <= _prices[i] ? _shares[i] : 0;
            flow -= ask <= _prices[Kept + i] ? levels.Asks.Shares(i) : 0;
            flow += ask >= _prices[Kept + i] ? _shares[Kept + i] : 0;
            flows[i] = flow;
        }
        fifth = flows[Kept - 1];
        return Vector256.Create(flows[0], flows[1], flows[2], flows[3]);
    }

    private static long BidPrice(ref readonly SideMirror side, int rank) =>
        side.Shares(rank) != 0 ? side.Price(rank) : long.MinValue;

    private static long AskPrice(ref readonly SideMirror side, int rank) =>
        side.Shares(rank) != 0 ? side.Price(rank) : long.MaxValue;
}
