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
    private const U StateUnits = U.Divergence | U.MidMove | U.Pressure | U.SignalStrength | U.Tradeability
        | U.Calendar;

    // All that a row is asked for, and what these need.
    private const U RowUnits = U.Quote | U.QuoteRatios | U.Levels | U.Depth | U.Rates | FlowUnits | U.LevelFlow
        | DecayingUnits | U.Tape | U.LongWindow | U.TradeVelocity | U.VolumeVelocity | StateUnits | U.Scores;

    /// <summary>What the compiler knows of a plan.</summary>
    private interface IRowPlan
    {
        /// <summary>The plan has all of <see cref="RowUnits"/>: nothing on a row need be asked.</summary>
        static abstract bool HasAll { get; }
    }

    private readonly struct AnyPlan : IRowPlan
    {
        public static bool HasAll => false;
    }

    private readonly struct FullPlan : IRowPlan
    {
        public static bool HasAll => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private U UnitsOf<TPlan>()
        where TPlan : struct, IRowPlan => TPlan.HasAll ? RowUnits : _units;

    /// <summary>A row: compiled twice, once for plans that have every unit of a row.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnRow(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        if (_hasAll)
            OnRow<FullPlan>(s, in e, in u);
        else
            OnRow<AnyPlan>(s, in e, in u);
    }

    [HotPath]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnRow<TPlan>(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
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
        bool shown = u.ChangeCount != 0 && (units & (U.Quote | U.Levels)) != 0 && OnBook<TPlan>(s, in u, valid);
        if (((uint)flags & (uint)BookFlags.QuoteValid) != head->ShownValid)
            OnValidity<TPlan>(s, in u, valid, shown);

        double sweep = 0;
        bool trade = (flags & BookFlags.Trade) != 0;
        head->Aggressor = 0;
        if (trade && (units & U.Tape) != 0)
            sweep = OnTrade(s, t, in u);
        if (((uint)flags & (uint)BookFlags.Halted) != head->ShownHalt)
            OnHalt(s, t, flags);

        if ((units & FlowUnits) != 0)
            OnFlow<TPlan>(s, in e, in u);
        if ((units & DecayingUnits) != 0)
            OnDecay<TPlan>(s, elapsedNs, valid, trade, e.Kind);
        if ((units & U.Rates) != 0)
            ((MessageRates*)(s + _row.Rates))->Add(e.Kind, flags);
        if (trade | advanced)
            OnTradeOrTime<TPlan>(s);
        if ((units & StateUnits) != 0)
            OnState<TPlan>(s, t, sweep, valid);
        if ((units & U.Scores) != 0)
            OnScores(s);
    }

    /// <summary>Section 3: the levels and what is read off them. Returns whether the quote was taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool OnBook<TPlan>(byte* s, ref readonly BookUpdate u, bool valid)
        where TPlan : struct, IRowPlan
    {
        // 255 where nothing displayed changed.
        int rank = u.Change0.Level;
        if (u.ChangeCount == 2)
            rank = Math.Min(rank, u.Change1.Level);
        if (rank >= SideMirror.Levels)
            return false;
        if ((UnitsOf<TPlan>() & U.Levels) != 0)
            OnLevels<TPlan>(s, in u, valid);
        else if (rank == 0)
            OnTouch<TPlan>(s, in u, valid);
        else
            return false;
        return true;
    }

    /// <summary>
    /// The quote became valid or ceased to be. On a feed by level that may happen without a change of any level: a matching
    /// event that spans messages begins with one anywhere and ends with none.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnValidity<TPlan>(byte* s, ref readonly BookUpdate u, bool valid, bool shown)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        ((InstrumentHead*)s)->ShownValid = valid ? (uint)BookFlags.QuoteValid : 0;
        if (shown)
            return;
        if ((units & U.Depth) != 0)
        {
            LevelMirror* levels = (LevelMirror*)(s + _row.Levels);
            ((BookDepth*)(s + _row.Depth))->Finish(in levels->Bids, in levels->Asks, valid);
        }
        if ((units & U.Quote) != 0)
        {
            ((TouchQuote*)(s + _row.Quote))->Set(
                u.BestBid, u.BestAsk, u.BidQuantity, u.AskQuantity, valid, (units & U.QuoteRatios) != 0);
        }
    }

    /// <summary>The touch of a plan that has no mirror of the levels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnTouch<TPlan>(byte* s, ref readonly BookUpdate u, bool valid)
        where TPlan : struct, IRowPlan
    {
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        if ((UnitsOf<TPlan>() & U.TouchFlow) != 0)
        {
            double flow = u.ChangeCount == 1
                ? (1 - 2 * ((int)u.Change0.Side & 1)) * (double)u.Change0.QuantityDelta
                : TouchFlow.Between(in *quote, u.BestBid, u.BidQuantity, u.BestAsk, u.AskQuantity);
            ((FlowValues*)(s + _row.Flow))->Event = flow;
            ((LaneWindow*)(s + _row.FlowWindow))->Add(Vector256.CreateScalar(flow));
        }
        quote->Set(
            u.BestBid, u.BestAsk, u.BidQuantity, u.AskQuantity, valid, (UnitsOf<TPlan>() & U.QuoteRatios) != 0);
    }

    /// <summary>The mirror of the levels and what is read off it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnLevels<TPlan>(byte* s, ref readonly BookUpdate u, bool valid)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        LevelMirror* levels = (LevelMirror*)(s + _row.Levels);
        if (u.ChangeCount == 1)
        {
            ref readonly LevelChange change = ref u.Change0;
            ref SideMirror side = ref LevelMirror.SideOf(ref *levels, in change);
            if (change.Action == LevelAction.Update)
            {
                if ((units & U.TouchFlow) != 0)
                    AddFlow<TPlan>(s, side.FlowOfUpdate(in change, out double fifth), fifth);
                side.Update(in change);
            }
            else if (change.Action is LevelAction.Insert or LevelAction.Remove)
            {
                if ((units & U.TouchFlow) != 0)
                    AddFlow<TPlan>(s, side.FlowOfMove(in change, out double fifth), fifth);
                side.Move(in change);
            }
        }
        else
        {
            OnTwoLevels<TPlan>(s, in u);
        }
        if ((units & U.Depth) != 0)
            ((BookDepth*)(s + _row.Depth))->Finish(in levels->Bids, in levels->Asks, valid);
        if ((units & U.Quote) != 0)
        {
            ((TouchQuote*)(s + _row.Quote))->Set(
                levels->Bids.Best, levels->Asks.Best, levels->Bids.BestShares, levels->Asks.BestShares, valid,
                (units & U.QuoteRatios) != 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddFlow<TPlan>(byte* s, Vector256<double> flow, double fifth)
        where TPlan : struct, IRowPlan
    {
        ((FlowValues*)(s + _row.Flow))->Event = flow.ToScalar();
        ((LaneWindow*)(s + _row.FlowWindow))->Add(flow);
        if ((UnitsOf<TPlan>() & U.LevelFlow) != 0)
            ((LaneWindow*)(s + _row.DetailWindow))->Add(Vector256.CreateScalar(fifth));
    }

    /// <summary>
    /// Two changes: a replace, of one side, or a message of another feed that changes both. The contributions are those
    /// of the two together.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnTwoLevels<TPlan>(byte* s, ref readonly BookUpdate u)
        where TPlan : struct, IRowPlan
    {
        LevelMirror* levels = (LevelMirror*)(s + _row.Levels);
        LevelSnapshot before = new(in *levels);
        levels->Apply(in u.Change0);
        levels->Apply(in u.Change1);
        if ((UnitsOf<TPlan>() & U.TouchFlow) != 0)
            AddFlow<TPlan>(s, before.Flow(in *levels, out double fifth), fifth);
    }

    /// <summary>Section 5: order flow imbalance over the short window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnFlow<TPlan>(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
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
    private static Vector256<double> DetailOf(
        InstrumentHead* head, ref readonly InputEvent e, ref readonly BookUpdate u)
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
    private Vector256<double> DecayOver(long elapsedNs)
    {
        Vector256<double> x = _rates * Vector256.Create((double)elapsedNs);
        return elapsedNs <= _nearNs ? ExponentialDecay.ExpMinusOneNearZero(x) : ExponentialDecay.ExpMinusOne(x);
    }

    /// <summary>The exponential forms, and what is divided by them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnDecay<TPlan>(byte* s, long elapsedNs, bool valid, bool trade, EventKind kind)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        FlowValues* flow = (FlowValues*)(s + _row.Flow);
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        RowDecays* decays = (RowDecays*)(s + _row.Decays);
        Vector256<double> decay = elapsedNs <= _tinyNs
            ? ExponentialDecay.ExpMinusOneTiny(_rates * Vector256.Create((double)elapsedNs))
            : DecayOver(elapsedNs);
        bool averages = (units & (U.TouchDepth | U.AverageSpread)) != 0;
        double x = 0, touch = 0, spread = 0;
        if ((units & U.OfiDecay) != 0)
            x = flow->Event;
        if (averages)
        {
            touch = (quote->BidSize + quote->AskSize) * 0.5;
            spread = quote->Spread;
        }
        decays->Add(
            decay, x, touch, spread, valid, trade, kind == EventKind.Add, averages, (units & U.Arrivals) != 0);
        if ((units & U.TouchDepth) != 0 && (units & U.TouchFlow) != 0)
            flow->Normalised = flow->Level1 / decays->TouchDepth;
        if ((units & U.AverageSpread) != 0)
            ((InstrumentHead*)s)->Tightness = decays->AverageSpread / spread;
    }

    /// <summary>What only a trade or the passing of time changes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnTradeOrTime<TPlan>(byte* s)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        SetStatus(s);
        if ((units & U.LongWindow) == 0)
            return;
        LongWindow* window = (LongWindow*)(s + _row.LongWindow);
        if ((units & U.TradeVelocity) != 0)
            window->SetVelocity(((MessageRates*)(s + _row.Rates))->TradeIntensity);
        if ((units & U.VolumeVelocity) != 0)
            ((VolumeVelocity*)(s + _row.VolumeVelocity))->Set(window->Volume);
    }

    /// <summary>The trading state of a row is not that of the row before, or was another in between.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnHalt(byte* s, long t, BookFlags flags)
    {
        InstrumentHead* head = (InstrumentHead*)s;
        head->ShownHalt = (uint)flags & (uint)BookFlags.Halted;
        head->Halts.Next(head->ShownHalt != 0, t);
        SetStatus(s);
        Bound(s);
    }

    /// <summary>Section 9.3, but for what every row may change.</summary>
    private void SetStatus(byte* s)
    {
        InstrumentHead* head = (InstrumentHead*)s;
        bool recentHalt = head->Halts.IsRecent(head->LastRowNs);
        head->Halted = head->Halts.IsHalted ? 1 : 0;
        head->RecentHalt = recentHalt ? 1 : 0;
        if ((_units & U.Tradeability) != 0)
        {
            double gap = ((PriceRange*)(s + _row.PriceRange))->Value;
            ((Tradeability*)(s + _row.Tradeability))->SetMarket(gap, recentHalt);
        }
    }

    /// <summary>Sections 7.7, 8 and 9: what is read off the state after the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnState<TPlan>(byte* s, long t, double sweep, bool valid)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        InstrumentHead* head = (InstrumentHead*)s;
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        BookDepth* depth = (BookDepth*)(s + _row.Depth);
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
            ((Tradeability*)(s + _row.Tradeability))->SetBook(quote->SpreadBps, depth->DepthDollars);
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
