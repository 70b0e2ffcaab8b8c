using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// What a row does. Every step is there for some units of work only; the branches are the same on every row.
public sealed unsafe partial class FeatureEngine
{
    private const U DecayingUnits = U.OfiDecay | U.TouchDepth | U.AverageSpread | U.Arrivals;
    private const U FlowUnits = U.TouchFlow | U.FlowDetail;
    private const U StateUnits = U.Status | U.Divergence | U.MidMove | U.Pressure | U.SignalStrength | U.Tradeability
        | U.Calendar;

    [HotPath]
    private void OnRow(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        U units = _units;
        InstrumentHead* head = (InstrumentHead*)s;
        BookFlags flags = u.Flags;
        if ((flags & BookFlags.Cleared) != 0)
            _at.Clear(s);
        long t = _clockNs;
        bool advanced = t >= head->NextBoundaryNs;
        if (advanced)
            Advance(s, t);
        long elapsedNs = t - head->LastRowNs;
        head->LastRowNs = t;

        bool valid = (flags & BookFlags.QuoteValid) != 0;
        if ((units & FlowUnits) != 0)
            ((FlowValues*)(s + _row.Flow))->Event = 0;
        if (u.ChangeCount != 0 && (units & (U.Quote | U.Levels)) != 0)
            OnBook(s, in u, valid);

        double sweep = 0;
        bool trade = (flags & BookFlags.Trade) != 0;
        head->Aggressor = 0;
        if (trade && (units & U.Tape) != 0)
            sweep = OnTrade(s, t, in u);
        head->Halts.Next((flags & BookFlags.Halted) != 0, t);

        if ((units & FlowUnits) != 0)
            OnFlow(s, in e, in u);
        if ((units & DecayingUnits) != 0)
            OnDecay(s, elapsedNs, valid, trade, e.Kind);
        if ((units & U.Rates) != 0)
            ((MessageRates*)(s + _row.Rates))->Add(e.Kind, flags);
        if (trade | advanced)
            OnTradeOrTime(s);
        if ((units & StateUnits) != 0)
            OnState(s, t, sweep, valid);
        if ((units & U.Scores) != 0)
            OnScores(s);
    }

    /// <summary>Section 3: the levels and what is read off them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnBook(byte* s, ref readonly BookUpdate u, bool valid)
    {
        // 255 where nothing displayed changed.
        int rank = u.Change0.Level;
        if (u.ChangeCount == 2)
            rank = Math.Min(rank, u.Change1.Level);
        if (rank >= SideMirror.Levels)
            return;
        if ((_units & U.Levels) != 0)
            OnLevels(s, in u, valid);
        else if (rank == 0)
            OnTouch(s, in u, valid);
    }

    /// <summary>The touch of a plan that has no mirror of the levels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnTouch(byte* s, ref readonly BookUpdate u, bool valid)
    {
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        if ((_units & U.TouchFlow) != 0)
        {
            double flow = u.ChangeCount == 1
                ? (1 - 2 * ((int)u.Change0.Side & 1)) * (double)u.Change0.QuantityDelta
                : TouchFlow.Between(in *quote, u.BestBid, u.BidQuantity, u.BestAsk, u.AskQuantity);
            ((FlowValues*)(s + _row.Flow))->Event = flow;
            ((LaneWindow*)(s + _row.FlowWindow))->Add(Vector256.CreateScalar(flow));
        }
        quote->Set(u.BestBid, u.BestAsk, u.BidQuantity, u.AskQuantity, valid);
    }

    /// <summary>The mirror of the levels and what is read off it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnLevels(byte* s, ref readonly BookUpdate u, bool valid)
    {
        U units = _units;
        LevelMirror* levels = (LevelMirror*)(s + _row.Levels);
        if (u.ChangeCount == 1)
        {
            ref readonly LevelChange change = ref u.Change0;
            ref SideMirror side = ref LevelMirror.SideOf(ref *levels, in change);
            if (change.Action == LevelAction.Update)
            {
                if ((units & U.TouchFlow) != 0)
                    AddFlow(s, side.FlowOfUpdate(in change, out double fifth), fifth);
                side.Update(in change);
            }
            else if (change.Action is LevelAction.Insert or LevelAction.Remove)
            {
                if ((units & U.TouchFlow) != 0)
                    AddFlow(s, side.FlowOfMove(in change, out double fifth), fifth);
                side.Move(in change);
            }
        }
        else
        {
            OnTwoLevels(s, in u);
        }
        if ((units & U.Depth) != 0)
            ((BookDepth*)(s + _row.Depth))->Finish(in levels->Bids, in levels->Asks, valid);
        if ((units & U.Quote) != 0)
        {
            ((TouchQuote*)(s + _row.Quote))->Set(
                levels->Bids.Best, levels->Asks.Best, levels->Bids.BestShares, levels->Asks.BestShares, valid);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddFlow(byte* s, Vector256<double> flow, double fifth)
    {
        ((FlowValues*)(s + _row.Flow))->Event = flow.ToScalar();
        ((LaneWindow*)(s + _row.FlowWindow))->Add(flow);
        if ((_units & U.LevelFlow) != 0)
            ((LaneWindow*)(s + _row.DetailWindow))->Add(Vector256.CreateScalar(fifth));
    }

    /// <summary>
    /// Two changes: a replace, of one side, or a message of another feed that changes both. The contributions are those
    /// of the two together.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnTwoLevels(byte* s, ref readonly BookUpdate u)
    {
        LevelMirror* levels = (LevelMirror*)(s + _row.Levels);
        LevelSnapshot before = new(in *levels);
        levels->Apply(in u.Change0);
        levels->Apply(in u.Change1);
        if ((_units & U.TouchFlow) != 0)
            AddFlow(s, before.Flow(in *levels, out double fifth), fifth);
    }

    /// <summary>Section 5: order flow imbalance over the short window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnFlow(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        U units = _units;
        FlowValues* values = (FlowValues*)(s + _row.Flow);
        Vector256<double> sums = default;
        if ((units & U.TouchFlow) != 0)
        {
            sums = ((LaneWindow*)(s + _row.FlowWindow))->Sums;
            values->Publish(sums);
        }
        if ((units & (U.LevelFlow | U.FlowDetail)) == 0)
            return;
        LaneWindow* detail = (LaneWindow*)(s + _row.DetailWindow);
        if ((units & U.FlowDetail) != 0)
            detail->Add(DetailOf((InstrumentHead*)s, in e, in u));
        Vector256<double> details = detail->Sums;
        values->PublishDetail(details);
        if ((units & U.LevelFlow) != 0)
            values->AllLevels = Vector256.Sum(sums) + details.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> DetailOf(InstrumentHead* head, ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        long informed = head->Aggressor * (long)u.TradeQuantity;
        double weighted = 0;
        if (u.ChangeCount != 0)
        {
            ref readonly LevelChange added = ref u.Change0;
            long adds = e.Kind == EventKind.Add ? 1 : 0;
            bool hasMid = (u.Flags & BookFlags.QuoteBeforeValid) != 0;
            if (hasMid)
                weighted = FlowDetail.Weighted(in u.Change0, u.TwiceMidBefore, head->TwiceTickPu);
            if (u.ChangeCount == 2)
            {
                adds = 1;
                added = ref u.Change1;
                if (hasMid)
                    weighted += FlowDetail.Weighted(in u.Change1, u.TwiceMidBefore, head->TwiceTickPu);
            }
            // The best of the change's side: best bid and best ask are neighbours.
            long best = Unsafe.Add(ref Unsafe.AsRef(in u.BestBid), (int)added.Side & 1);
            informed += adds * FlowDetail.AddedNear(in added, best, head->NearPu);
        }
        return Vector256.Create(0, weighted, informed, 0.0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector256<double> DecayOver(long elapsedNs) =>
        ExponentialDecay.ExpMinusOne(_rates * Vector256.Create((double)elapsedNs));

    /// <summary>The exponential forms, and what is divided by them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnDecay(byte* s, long elapsedNs, bool valid, bool trade, EventKind kind)
    {
        U units = _units;
        FlowValues* flow = (FlowValues*)(s + _row.Flow);
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        Vector256<double> decay = elapsedNs <= _nearNs
            ? ExponentialDecay.ExpMinusOneNearZero(_rates * Vector256.Create((double)elapsedNs))
            : DecayOver(elapsedNs);
        if ((units & U.OfiDecay) != 0)
            ((DecayedSum*)(s + _row.OfiDecay))->Add(decay[0], flow->Event);
        if ((units & U.TouchDepth) != 0)
        {
            TimeWeightedAverage* depth = (TimeWeightedAverage*)(s + _row.TouchDepth);
            depth->Add(decay[1], (quote->BidSize + quote->AskSize) * 0.5, valid);
            if ((units & U.TouchFlow) != 0)
                flow->Normalised = flow->Level1 / depth->Value;
        }
        if ((units & U.AverageSpread) != 0)
        {
            TimeWeightedAverage* average = (TimeWeightedAverage*)(s + _row.AverageSpread);
            average->Add(decay[2], quote->Spread, valid);
            ((InstrumentHead*)s)->Tightness = average->Value / quote->Spread;
        }
        if ((units & U.Arrivals) != 0)
            ((ArrivalRates*)(s + _row.Arrivals))->Add(decay[3], trade, kind == EventKind.Add);
    }

    /// <summary>What only a trade or the passing of time changes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnTradeOrTime(byte* s)
    {
        U units = _units;
        if ((units & U.LongWindow) == 0)
            return;
        LongWindow* window = (LongWindow*)(s + _row.LongWindow);
        if ((units & U.TradeVelocity) != 0)
            window->SetVelocity(((MessageRates*)(s + _row.Rates))->TradeIntensity);
        if ((units & U.VolumeVelocity) != 0)
            ((VolumeVelocity*)(s + _row.VolumeVelocity))->Set(window->Volume);
    }

    /// <summary>Sections 7.7, 8 and 9: what is read off the state after the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnState(byte* s, long t, double sweep, bool valid)
    {
        U units = _units;
        InstrumentHead* head = (InstrumentHead*)s;
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        BookDepth* depth = (BookDepth*)(s + _row.Depth);
        bool recentHalt = head->Halts.IsRecent(t);
        if ((units & U.Status) != 0)
        {
            head->Halted = head->Halts.IsHalted ? 1 : 0;
            head->RecentHalt = recentHalt ? 1 : 0;
        }
        if ((units & U.Divergence) != 0)
        {
            double last = ((TradeTape*)(s + _row.Tape))->LastPrice;
            head->Divergence = valid ? Divergence.Of(in *quote, last) : double.NaN;
        }
        if ((units & U.MidMove) != 0)
        {
            double earlier = ((MidSamples*)(s + _row.MidSamples))->TwiceEarlier;
            head->MidMove = (quote->TwiceMid - earlier) * head->PerTwiceTick;
        }
        if ((units & U.Pressure) != 0)
            ((SweepPressure*)(s + _row.Pressure))->Next(t, sweep, depth->BidShares + depth->AskShares, valid);
        if ((units & U.SignalStrength) != 0)
            SetStrength(s, head, depth);
        if ((units & U.Tradeability) != 0)
        {
            double gap = ((PriceRange*)(s + _row.PriceRange))->Value;
            ((Tradeability*)(s + _row.Tradeability))->Set(quote->SpreadBps, depth->DepthDollars, gap, recentHalt);
        }
        if ((units & U.Calendar) != 0)
            head->TimeToClose = Math.Max(0, _sessionEndNs - t) * 1e-9;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetStrength(byte* s, InstrumentHead* head, BookDepth* depth)
    {
        double factor = ((VolumeVelocity*)(s + _row.VolumeVelocity))->Value * head->Tightness;
        double bids = depth->BidShares;
        double asks = depth->AskShares;
        factor /= bids * asks;
        head->StrengthLong = bids * bids * factor;
        head->StrengthShort = asks * asks * factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnScores(byte* s)
    {
        byte* next = s + _row.Scores;
        for (int i = _row.ScoreCount; i > 0; i--, next += _row.ScoreStride)
        {
            ScoreSlot* slot = (ScoreSlot*)next;
            slot->Value = slot->Score.Score(*(double*)(s + slot->Source));
        }
    }
}
