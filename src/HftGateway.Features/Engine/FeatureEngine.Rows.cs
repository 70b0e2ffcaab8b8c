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
            ((FlowValues*)(s + _at.Flow))->Event = 0;
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
            ((MessageRates*)(s + _at.Rates))->Add(e.Kind, flags);
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
        if ((_units & U.Levels) == 0)
        {
            if (rank == 0)
                OnTouch(s, in u, valid);
            return;
        }
        if (u.ChangeCount == 1)
            OnLevel(s, in u.Change0);
        else
            OnTwoLevels(s, in u);
        OnLevels(s, valid);
    }

    /// <summary>The touch of a plan that has no mirror of the levels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnTouch(byte* s, ref readonly BookUpdate u, bool valid)
    {
        TouchQuote* quote = (TouchQuote*)(s + _at.Quote);
        if ((_units & U.TouchFlow) != 0)
        {
            double flow = u.ChangeCount == 1
                ? (1 - 2 * ((int)u.Change0.Side & 1)) * (double)u.Change0.QuantityDelta
                : TouchFlow.Between(in *quote, u.BestBid, u.BidQuantity, u.BestAsk, u.AskQuantity);
            ((FlowValues*)(s + _at.Flow))->Event = flow;
            ((LaneWindow*)(s + _at.FlowWindow))->Add(Vector256.CreateScalar(flow));
        }
        quote->Set(u.BestBid, u.BestAsk, u.BidQuantity, u.AskQuantity, valid);
    }

    /// <summary>One change: nearly every message.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnLevel(byte* s, ref readonly LevelChange change)
    {
        U units = _units;
        ref SideMirror mirror = ref LevelMirror.SideOf(ref *(LevelMirror*)(s + _at.Levels), in change);
        if ((units & U.TouchFlow) != 0)
            AddFlow(s, mirror.Flow(in change, out double fifth), fifth);
        mirror.Apply(in change);
        OnSide(s, (int)change.Side & 1, ref mirror);
    }

    /// <summary>What is formed anew from the levels of a side that changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnSide(byte* s, int side, ref SideMirror mirror)
    {
        if ((_units & U.DepthValue) != 0)
            ((BookDepth*)(s + _at.Depth))->SetValue(side, in mirror);
        if ((_units & U.BookShape) != 0)
            ((BookDepth*)(s + _at.Depth))->SetShape(side, in mirror);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddFlow(byte* s, Vector256<double> flow, double fifth)
    {
        ((FlowValues*)(s + _at.Flow))->Event = flow.ToScalar();
        ((LaneWindow*)(s + _at.FlowWindow))->Add(flow);
        if ((_units & U.LevelFlow) != 0)
            ((LaneWindow*)(s + _at.DetailWindow))->Add(Vector256.CreateScalar(fifth));
    }

    /// <summary>
    /// Two changes: a replace, of one side, or a message of another feed that changes both. The contributions are those
    /// of the two together.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnTwoLevels(byte* s, ref readonly BookUpdate u)
    {
        LevelMirror* levels = (LevelMirror*)(s + _at.Levels);
        LevelSnapshot before = new(in *levels);
        levels->Apply(in u.Change0);
        levels->Apply(in u.Change1);
        if ((_units & U.TouchFlow) != 0)
            AddFlow(s, before.Flow(in *levels, out double fifth), fifth);
        OnSide(s, 0, ref levels->Bids);
        OnSide(s, 1, ref levels->Asks);
    }

    /// <summary>What is read off the levels.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnLevels(byte* s, bool valid)
    {
        LevelMirror* levels = (LevelMirror*)(s + _at.Levels);
        ref SideMirror bids = ref levels->Bids;
        ref SideMirror asks = ref levels->Asks;
        if ((_units & U.Depth) != 0)
            ((BookDepth*)(s + _at.Depth))->Finish(in bids, in asks, valid);
        if ((_units & U.Quote) != 0)
            ((TouchQuote*)(s + _at.Quote))->Set(bids.Best, asks.Best, bids.BestShares, asks.BestShares, valid);
    }

    /// <summary>Section 5: order flow imbalance over the short window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnFlow(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        U units = _units;
        FlowValues* values = (FlowValues*)(s + _at.Flow);
        Vector256<double> sums = default;
        if ((units & U.TouchFlow) != 0)
        {
            sums = ((LaneWindow*)(s + _at.FlowWindow))->Sums;
            values->Publish(sums);
        }
        if ((units & (U.LevelFlow | U.FlowDetail)) == 0)
            return;
        LaneWindow* detail = (LaneWindow*)(s + _at.DetailWindow);
        if ((units & U.FlowDetail) != 0)
            detail->Add(DetailOf(s, in e, in u));
        Vector256<double> details = detail->Sums;
        values->PublishDetail(details);
        if ((units & U.LevelFlow) != 0)
            values->AllLevels = Vector256.Sum(sums) + details.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> DetailOf(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        InstrumentHead* head = (InstrumentHead*)s;
        long informed = head->Aggressor * (long)u.TradeQuantity;
        double weighted = 0;
        if (u.ChangeCount != 0)
        {
            long near = _nearTicks * (long)head->TickPu;
            ref readonly LevelChange added = ref u.Change0;
            long adds = e.Kind == EventKind.Add ? 1 : 0;
            double twiceTick = 2 * head->TickPu;
            bool hasMid = (u.Flags & BookFlags.QuoteBeforeValid) != 0;
            if (hasMid)
                weighted = FlowDetail.Weighted(in u.Change0, u.TwiceMidBefore, twiceTick);
            if (u.ChangeCount == 2)
            {
                adds = 1;
                added = ref u.Change1;
                if (hasMid)
                    weighted += FlowDetail.Weighted(in u.Change1, u.TwiceMidBefore, twiceTick);
            }
            // The best of the change's side: best bid and best ask are neighbours.
            long best = Unsafe.Add(ref Unsafe.AsRef(in u.BestBid), (int)added.Side & 1);
            informed += adds * FlowDetail.AddedNear(in added, best, near);
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
        FlowValues* flow = (FlowValues*)(s + _at.Flow);
        TouchQuote* quote = (TouchQuote*)(s + _at.Quote);
        Vector256<double> decay = elapsedNs <= _nearNs
            ? ExponentialDecay.ExpMinusOneNearZero(_rates * Vector256.Create((double)elapsedNs))
            : DecayOver(elapsedNs);
        if ((units & U.OfiDecay) != 0)
            ((DecayedSum*)(s + _at.OfiDecay))->Add(decay[0], flow->Event);
        if ((units & U.TouchDepth) != 0)
        {
            TimeWeightedAverage* depth = (TimeWeightedAverage*)(s + _at.TouchDepth);
            depth->Add(decay[1], (quote->BidSize + quote->AskSize) * 0.5, valid);
            if ((units & U.TouchFlow) != 0)
                flow->Normalised = flow->Level1 / depth->Value;
        }
        if ((units & U.AverageSpread) != 0)
        {
            TimeWeightedAverage* average = (TimeWeightedAverage*)(s + _at.AverageSpread);
            average->Add(decay[2], quote->Spread, valid);
            ((InstrumentHead*)s)->Tightness = average->Value / quote->Spread;
        }
        if ((units & U.Arrivals) != 0)
            ((ArrivalRates*)(s + _at.Arrivals))->Add(decay[3], trade, kind == EventKind.Add);
    }

    /// <summary>What only a trade or the passing of time changes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnTradeOrTime(byte* s)
    {
        U units = _units;
        if ((units & U.LongWindow) == 0)
            return;
        LongWindow* window = (LongWindow*)(s + _at.LongWindow);
        if ((units & U.TradeVelocity) != 0)
            window->SetVelocity(((MessageRates*)(s + _at.Rates))->TradeIntensity);
        if ((units & U.VolumeVelocity) != 0)
            ((VolumeVelocity*)(s + _at.VolumeVelocity))->Set(window->Volume);
    }

    /// <summary>Sections 7.7, 8 and 9: what is read off the state after the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnState(byte* s, long t, double sweep, bool valid)
    {
        U units = _units;
        InstrumentHead* head = (InstrumentHead*)s;
        TouchQuote* quote = (TouchQuote*)(s + _at.Quote);
        BookDepth* depth = (BookDepth*)(s + _at.Depth);
        bool recentHalt = head->Halts.IsRecent(t);
        if ((units & U.Status) != 0)
        {
            head->Halted = head->Halts.IsHalted ? 1 : 0;
            head->RecentHalt = recentHalt ? 1 : 0;
        }
        if ((units & U.Divergence) != 0)
        {
            double last = ((TradeTape*)(s + _at.Tape))->LastPrice;
            head->Divergence = valid ? Divergence.Of(in *quote, last) : double.NaN;
        }
        if ((units & U.MidMove) != 0)
        {
            double earlier = ((MidSamples*)(s + _at.MidSamples))->TwiceEarlier;
            head->MidMove = (quote->TwiceMid - earlier) * head->PerTwiceTick;
        }
        if ((units & U.Pressure) != 0)
            ((SweepPressure*)(s + _at.Pressure))->Next(t, sweep, depth->BidShares + depth->AskShares, valid);
        if ((units & U.SignalStrength) != 0)
            SetStrength(s, head, depth);
        if ((units & U.Tradeability) != 0)
        {
            double gap = ((PriceRange*)(s + _at.PriceRange))->Value;
            ((Tradeability*)(s + _at.Tradeability))->Set(quote->SpreadBps, depth->DepthDollars, gap, recentHalt);
        }
        if ((units & U.Calendar) != 0)
            head->TimeToClose = Math.Max(0, _sessionEndNs - t) * 1e-9;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetStrength(byte* s, InstrumentHead* head, BookDepth* depth)
    {
        double factor = ((VolumeVelocity*)(s + _at.VolumeVelocity))->Value * head->Tightness;
        double bids = depth->BidShares;
        double asks = depth->AskShares;
        factor /= bids * asks;
        head->StrengthLong = bids * bids * factor;
        head->StrengthShort = asks * asks * factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnScores(byte* s)
    {
        int count = _at.ScoreCount;
        for (int i = 0; i < count; i++)
        {
            ScoreSlot* slot = (ScoreSlot*)(s + _at.Score(i));
            slot->Value = slot->Score.Score(*(double*)(s + slot->Source));
        }
    }
}
