using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// What a row does to the levels and the quote.
public sealed unsafe partial class FeatureEngine
{
    /// <summary>Section 3: the levels and what is read off them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> OnBook<TPlan>(byte* s, ref readonly BookUpdate u, bool valid, out double fifth)
        where TPlan : struct, IRowPlan
    {
        fifth = 0;
        // 255 where nothing displayed changed.
        int rank = u.Change0.Level;
        if (u.ChangeCount == 2)
            rank = Math.Min(rank, u.Change1.Level);
        if (rank >= SideMirror.Levels)
            return default;
        if ((UnitsOf<TPlan>() & U.Levels) != 0)
        {
            if (u.ChangeCount != 1 || u.Change0.Action != LevelAction.Update)
                return OnMovedLevels<TPlan>(s, in u, valid, out fifth);
            LevelMirror* levels = (LevelMirror*)(s + _row.Levels);
            ref SideMirror side = ref LevelMirror.SideOf(ref *levels, in u.Change0);
            return OnLevel<TPlan>(s, levels, ref side, in u.Change0, valid, false, out fifth);
        }
        return rank == 0 ? OnTouch<TPlan>(s, in u, valid, u.ChangeCount == 1) : default;
    }

    /// <summary>
    /// The quote became valid or ceased to be. On a feed by level that may happen without a change of any level: a
    /// matching event that spans messages begins with one anywhere and ends with none.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnValidity<TPlan>(byte* s, ref readonly BookUpdate u, bool valid)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        LevelMirror* levels = (LevelMirror*)(s + _row.Levels);
        ((InstrumentHead*)s)->ShownValid = valid ? (uint)BookFlags.QuoteValid : 0;
        if ((units & U.Depth) != 0)
            ((BookDepth*)(s + _row.Depth))->Finish(in *levels, valid, units);
        if ((units & U.Quote) == 0)
            return;
        if ((units & U.Levels) != 0)
        {
            SetQuote<TPlan>(s, levels, valid);
            return;
        }
        ((TouchQuote*)(s + _row.Quote))->Set(
            u.BestBid, u.BestAsk, u.BidQuantity, u.AskQuantity, valid, (units & U.SpreadRatios) != 0,
            (units & U.TouchRatios) != 0);
    }

    /// <summary>The touch of a plan that has no mirror of the levels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> OnTouch<TPlan>(byte* s, ref readonly BookUpdate u, bool valid, bool single)
        where TPlan : struct, IRowPlan
    {
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        double flow = 0;
        if ((UnitsOf<TPlan>() & U.TouchFlow) != 0)
        {
            flow = single
                ? (1 - 2 * ((int)u.Change0.Side & 1)) * (double)u.Change0.QuantityDelta
                : TouchFlow.Between(in *quote, u.BestBid, u.BidQuantity, u.BestAsk, u.AskQuantity);
        }
        quote->Set(
            u.BestBid, u.BestAsk, u.BidQuantity, u.AskQuantity, valid, (UnitsOf<TPlan>() & U.SpreadRatios) != 0,
            (UnitsOf<TPlan>() & U.TouchRatios) != 0);
        return Vector256.CreateScalar(flow);
    }

    /// <summary>The update of one level, and what is read off the levels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> OnLevel<TPlan>(
        byte* s, LevelMirror* levels, ref SideMirror side, ref readonly LevelChange change, bool valid, bool plain,
        out double fifth)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        Vector256<double> flow = default;
        fifth = 0;
        if ((units & U.TouchFlow) != 0)
            flow = side.FlowOfUpdate(in change, out fifth);
        Vector256<double> sums = side.Update(
            in change, (units & U.DepthValue) != 0, (units & U.LargestLevel) != 0, plain);
        if ((units & U.Depth) != 0)
        {
            ((BookDepth*)(s + _row.Depth))->Finish(
                in side, sums, in LevelMirror.Opposite(ref *levels, ref side), (int)change.Side & 1, valid, units);
        }
        if ((units & U.Quote) != 0)
            SetQuote<TPlan>(s, levels, valid);
        return flow;
    }

    /// <summary>
    /// Births and deaths of levels, and rows with two changes: a replace, of one side, or a message of another feed
    /// that changes both. The contributions are those of the two together.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector256<double> OnMovedLevels<TPlan>(
        byte* s, ref readonly BookUpdate u, bool valid, out double fifth)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        LevelMirror* levels = (LevelMirror*)(s + _row.Levels);
        bool hasFlow = (units & U.TouchFlow) != 0;
        Vector256<double> flow = default;
        fifth = 0;
        if (u.ChangeCount == 1)
        {
            ref readonly LevelChange change = ref u.Change0;
            if (hasFlow && (change.Action is LevelAction.Insert or LevelAction.Remove))
            {
                ref SideMirror side = ref LevelMirror.SideOf(ref *levels, in change);
                flow = side.FlowOfMove(in change, out fifth);
            }
            levels->Apply(in change);
        }
        else
        {
            LevelSnapshot before = new(in *levels);
            levels->Apply(in u.Change0);
            levels->Apply(in u.Change1);
            if (hasFlow)
                flow = before.Flow(in *levels, out fifth);
        }
        if ((units & U.Depth) != 0)
            ((BookDepth*)(s + _row.Depth))->Finish(in *levels, valid, units);
        if ((units & U.Quote) != 0)
            SetQuote<TPlan>(s, levels, valid);
        return flow;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetQuote<TPlan>(byte* s, LevelMirror* levels, bool valid)
        where TPlan : struct, IRowPlan =>
        ((TouchQuote*)(s + _row.Quote))->Set(
            levels->Bids.Best, levels->Asks.Best, levels->Bids.BestShares, levels->Asks.BestShares, valid,
            (UnitsOf<TPlan>() & U.SpreadRatios) != 0, (UnitsOf<TPlan>() & U.TouchRatios) != 0);
}
