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

    /// <summary>The contributions of a row to the order flow: e₄ to e₁, and −, −, −, e₅.</summary>
    private struct LevelFlows
    {
        public Vector256<double> First;
        public Vector256<double> Fifth;
    }

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
        Vector256<double> decay = default;
        if ((units & DecayingUnits) != 0)
            decay = Decay(t - head->LastRowNs);
        head->LastRowNs = t;

        bool valid = (flags & BookFlags.QuoteValid) != 0;
        LevelFlows flows = default;
        if (u.ChangeCount != 0)
            OnBook(s, units, in u, valid, ref flows);

        double sweep = 0;
        bool trade = (flags & BookFlags.Trade) != 0;
        head->Aggressor = 0;
        if (trade && (units & U.Tape) != 0)
            sweep = OnTrade(s, t, in u);
        head->Halts.Next((flags & BookFlags.Halted) != 0, t);

        if ((units & FlowUnits) != 0)
            OnFlow(s, units, in e, in u, flows);
        if ((units & DecayingUnits) != 0)
            OnDecay(s, units, decay, valid, trade, e.Kind);
        if ((units & U.Rates) != 0)
            ((MessageRates*)(s + _at.Rates))->Add(e.Kind, flags);
        if (trade | advanced)
            OnTradeOrTime(s, units);
        OnState(s, units, t, sweep, valid);
        if ((units & U.Scores) != 0)
            OnScores(s);
    }

    /// <summary>Section 3: the levels and what is read off them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnBook(byte* s, U units, ref readonly BookUpdate u, bool valid, ref LevelFlows flows)
    {
        // 255 where nothing displayed changed.
        int rank = u.Change0.Level;
        if (u.ChangeCount == 2)
            rank = Math.Min(rank, u.Change1.Level);
        if (rank >= SideMirror.Levels)
            return;
        if ((units & U.Levels) != 0)
        {
            LevelMirror* levels = (LevelMirror*)(s + _at.Levels);
            if (u.ChangeCount == 2 && u.Change1.Side != u.Change0.Side)
                OnTwoSides(s, units, levels, in u, ref flows);
            else
                OnSide(s, units, levels, in u, ref flows);
            ref SideMirror bids = ref levels->Bids;
            ref SideMirror asks = ref levels->Asks;
            if ((units & U.Depth) != 0)
                ((BookDepth*)(s + _at.Depth))->Finish(bids.BestOrders, asks.BestOrders, valid);
            if (rank == 0 && (units & U.Quote) != 0)
                ((TouchQuote*)(s + _at.Quote))->Set(bids.BestKey, -asks.BestKey, bids.BestShares, asks.BestShares, valid);
        }
        else if (rank == 0 && (units & U.Quote) != 0)
        {
            ((TouchQuote*)(s + _at.Quote))->Set(u.BestBid, u.BestAsk, u.BidQuantity, u.AskQuantity, valid);
            if ((units & U.TouchFlow) != 0)
            {
                double flow = ((TouchFlow*)(s + _at.Touch))->Next(u.BestBid, u.BidQuantity, u.BestAsk, u.AskQuantity);
                flows.First = Vector256.Create(0, 0, 0, flow);
            }
        }
    }

    /// <summary>One change, or two of the same side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnSide(byte* s, U units, LevelMirror* levels, ref readonly BookUpdate u, ref LevelFlows flows)
    {
        int side = (int)u.Change0.Side & 1;
        ref SideMirror mirror = ref LevelMirror.SideOf(ref *levels, in u.Change0);
        if ((units & U.TouchFlow) != 0)
        {
            LevelFlow before = new(in mirror);
            mirror.Apply(in u.Change0);
            if (u.ChangeCount == 2)
                mirror.Apply(in u.Change1);
            flows.First = before.Next(in mirror, 1 - 2 * side, out flows.Fifth);
        }
        else
        {
            mirror.Apply(in u.Change0);
            if (u.ChangeCount == 2)
                mirror.Apply(in u.Change1);
        }
        if ((units & U.Depth) != 0)
            ((BookDepth*)(s + _at.Depth))->SetSide(side, in mirror, in _weights);
    }

    /// <summary>A change of each side: no message of ITCH does that, but a snapshot of another feed may.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnTwoSides(byte* s, U units, LevelMirror* levels, ref readonly BookUpdate u, ref LevelFlows flows)
    {
        ref SideMirror bids = ref levels->Bids;
        ref SideMirror asks = ref levels->Asks;
        LevelFlow bidsBefore = new(in bids);
        LevelFlow asksBefore = new(in asks);
        levels->Apply(in u.Change0);
        levels->Apply(in u.Change1);
        flows.First = bidsBefore.Next(in bids, 1, out Vector256<double> fifthBid)
            + asksBefore.Next(in asks, -1, out Vector256<double> fifthAsk);
        flows.Fifth = fifthBid + fifthAsk;
        if ((units & U.Depth) == 0)
            return;
        BookDepth* depth = (BookDepth*)(s + _at.Depth);
        depth->SetSide(0, in bids, in _weights);
        depth->SetSide(1, in asks, in _weights);
    }

    /// <summary>Section 5: order flow imbalance over the short window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnFlow(byte* s, U units, ref readonly InputEvent e, ref readonly BookUpdate u, LevelFlows flows)
    {
        FlowValues* values = (FlowValues*)(s + _at.Flow);
        if ((units & U.TouchFlow) != 0)
        {
            LaneWindow* window = (LaneWindow*)(s + _at.FlowWindow);
            window->Add(flows.First);
            values->Publish(window->Sums);
            values->Event = flows.First[3];
        }
        if ((units & (U.LevelFlow | U.FlowDetail)) == 0)
            return;
        LaneWindow* detail = (LaneWindow*)(s + _at.DetailWindow);
        Vector256<double> row = flows.Fifth & Vector256.Create(0, 0, 0, -1L).AsDouble();
        if ((units & U.FlowDetail) != 0)
            row += DetailOf(s, in e, in u);
        detail->Add(row);
        values->PublishDetail(detail->Sums);
        if ((units & U.LevelFlow) != 0)
            values->AllLevels = Vector256.Sum(((LaneWindow*)(s + _at.FlowWindow))->Sums) + values->Level5;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> DetailOf(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        InstrumentHead* head = (InstrumentHead*)s;
        double informed = head->Aggressor * (double)u.TradeQuantity;
        double weighted = 0;
        if (u.ChangeCount != 0)
        {
            if ((u.Flags & BookFlags.QuoteBeforeValid) != 0)
            {
                double twiceTick = 2 * head->TickPu;
                weighted = FlowDetail.Weighted(in u.Change0, u.TwiceMidBefore, twiceTick);
                if (u.ChangeCount == 2)
                    weighted += FlowDetail.Weighted(in u.Change1, u.TwiceMidBefore, twiceTick);
            }
            long near = _nearTicks * (long)head->TickPu;
            if (e.Kind == EventKind.Add)
                informed += FlowDetail.AddedNear(in u.Change0, u.BestBid, u.BestAsk, near);
            else if (u.ChangeCount == 2)
                informed += FlowDetail.AddedNear(in u.Change1, u.BestBid, u.BestAsk, near);
        }
        return Vector256.Create(0, weighted, informed, 0);
    }

    /// <summary>e^x − 1 of the four time constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Decay(long elapsedNs) => elapsedNs <= _nearNs
        ? ExponentialDecay.ExpMinusOneNearZero(_rates * Vector256.Create((double)elapsedNs))
        : DecayOver(elapsedNs);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector256<double> DecayOver(long elapsedNs) =>
        ExponentialDecay.ExpMinusOne(_rates * Vector256.Create((double)elapsedNs));

    /// <summary>The exponential forms, and what is divided by them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnDecay(byte* s, U units, Vector256<double> decay, bool valid, bool trade, EventKind kind)
    {
        FlowValues* flow = (FlowValues*)(s + _at.Flow);
        TouchQuote* quote = (TouchQuote*)(s + _at.Quote);
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
    private void OnTradeOrTime(byte* s, U units)
    {
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
    private void OnState(byte* s, U units, long t, double sweep, bool valid)
    {
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
            double divergence = Divergence.Of(quote->BestBid, quote->BestAsk, quote->BidSize, quote->AskSize, last);
            head->Divergence = valid ? divergence : double.NaN;
        }
        if ((units & U.MidMove) != 0)
        {
            double earlier = ((MidSamples*)(s + _at.MidSamples))->TwiceEarlier;
            head->MidMove = (quote->TwiceMid - earlier) / (2 * head->TickPu);
        }
        if ((units & U.Pressure) != 0)
            ((SweepPressure*)(s + _at.Pressure))->Next(t, sweep, depth->Bids.Shares + depth->Asks.Shares, valid);
        if ((units & U.SignalStrength) != 0)
            SetStrength(s, head, depth);
        if ((units & U.Tradeability) != 0)
        {
            double gap = ((PriceRange*)(s + _at.PriceRange))->Value;
            ((Tradeability*)(s + _at.Tradeability))->Set(quote->SpreadBps, depth->DepthDollars, gap, recentHalt);
        }
        if ((units & U.Calendar) != 0)
            head->TimeToClose = Math.Max(0, _sessionEndS - t / 1e9);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetStrength(byte* s, InstrumentHead* head, BookDepth* depth)
    {
        double factor = ((VolumeVelocity*)(s + _at.VolumeVelocity))->Value * head->Tightness;
        head->StrengthLong = depth->Bids.Shares / depth->Asks.Shares * factor;
        head->StrengthShort = depth->Asks.Shares / depth->Bids.Shares * factor;
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
