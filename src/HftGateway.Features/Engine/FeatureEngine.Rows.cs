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
    private const U StateUnits = U.Tightness | U.Divergence | U.MidMove | U.Pressure | U.SignalStrength | U.Tradeability
        | U.Calendar;

    // What a row does after the book, beside trades.
    private const U TailUnits = FlowUnits | DecayingUnits | U.Rates | StateUnits | U.Scores;

    // All that a row is asked for, and what these need.
    private const U RowUnits = U.Quote | U.SpreadRatios | U.TouchRatios | U.Levels | U.Depth | U.DepthRatios
        | U.DepthValue | U.BookPressure | U.LargestLevel | U.LevelFlow | U.Tape | U.LongWindow | U.TradeVelocity | U.VolumeVelocity
        | TailUnits;

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

    /// <summary>A row. All is compiled twice, once for plans that have every unit of a row.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnRow(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        if (IsPlain((InstrumentHead*)s, in u)
            && (_hasAll ? OnPlainRow<FullPlan>(s, in e, in u) : OnPlainRow<AnyPlan>(s, in e, in u)))
        {
            return;
        }
        if (_hasAll)
            OnRow<FullPlan>(s, in e, in u);
        else
            OnRow<AnyPlan>(s, in e, in u);
    }

    /// <summary>
    /// Nine rows in ten: an update of one level, at the same trading state and with a valid quote, no trade, and
    /// nothing for the clock to do.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsPlain(InstrumentHead* head, ref readonly BookUpdate u)
    {
        const uint Flags = (uint)(BookFlags.Cleared | BookFlags.Trade | BookFlags.QuoteValid | BookFlags.Halted);
        // Update or Beyond.
        const int Actions = 1 << (int)LevelAction.Update | 1 << (int)LevelAction.Beyond;
        return (((uint)u.Flags & Flags) ^ head->ShownHalt) == _plainFlags
            && head->ShownValid == (uint)BookFlags.QuoteValid
            && u.ChangeCount == 1
            && (Actions >> ((int)u.Change0.Action & 31) & 1) != 0
            && _clockNs < head->NextBoundaryNs
            && _clockNs - head->LastRowNs <= _nearNs;
    }

    /// <summary>
    /// A row of which <see cref="IsPlain"/> is true: what <c>OnRow</c> does, without a call, around which the
    /// processor's vector registers would have to be saved.
    /// </summary>
    /// <returns>False, and nothing done, if the row is not so plain.</returns>
    [HotPath]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool OnPlainRow<TPlan>(byte* s, ref readonly InputEvent e, ref readonly BookUpdate u)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        Vector256<double> flow = default;
        double fifth = 0;
        if (u.Change0.Level < SideMirror.Levels && (units & (U.Quote | U.Levels)) != 0)
        {
            if ((units & U.Levels) != 0)
            {
                LevelMirror* levels = (LevelMirror*)(s + _row.Levels);
                ref SideMirror side = ref LevelMirror.SideOf(ref *levels, in u.Change0);
                if ((units & U.DepthValue) != 0 && !side.CanUpdate(in u.Change0))
                    return false;
                flow = OnLevel<TPlan>(s, levels, ref side, in u.Change0, true, true, out fifth);
            }
            else if (u.Change0.Level == 0)
            {
                flow = OnTouch<TPlan>(s, in u, true, true);
            }
        }
        InstrumentHead* head = (InstrumentHead*)s;
        long t = _clockNs;
        long elapsedNs = t - head->LastRowNs;
        head->LastRowNs = t;
        head->Aggressor = 0;
        if ((units & U.Rates) != 0)
            ((MessageRates*)(s + _row.Rates))->Add(e.Kind, u.Flags);
        if ((units & TailUnits) != 0)
            OnTail<TPlan>(s, in e, in u, new RowTail(t, elapsedNs, 0, true, false, true), flow, fifth);
        return true;
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
        // What the row adds to ofi to ofi_l4, and to ofi_l5.
        Vector256<double> flow = default;
        double fifth = 0;
        if (u.ChangeCount != 0 && (units & (U.Quote | U.Levels)) != 0)
            flow = OnBook<TPlan>(s, in u, valid, out fifth);
        if (((uint)flags & (uint)BookFlags.QuoteValid) != head->ShownValid)
            OnValidity<TPlan>(s, in u, valid);

        double sweep = 0;
        bool trade = (flags & BookFlags.Trade) != 0;
        head->Aggressor = 0;
        if (trade && (units & U.Tape) != 0)
            sweep = OnTrade(s, t, in u);
        if (((uint)flags & (uint)BookFlags.Halted) != head->ShownHalt)
            OnHalt(s, t, flags);

        if ((units & U.Rates) != 0)
            ((MessageRates*)(s + _row.Rates))->Add(e.Kind, flags);
        if (trade | advanced)
            OnTradeOrTime<TPlan>(s);
        if ((units & TailUnits) != 0)
            OnTail<TPlan>(s, in e, in u, new RowTail(t, elapsedNs, sweep, valid, trade, false), flow, fifth);
    }

    /// <summary>What the last steps of a row need to know of it.</summary>
    private readonly struct RowTail(long t, long elapsedNs, double sweep, bool valid, bool trade, bool plain)
    {
        public readonly long T = t;
        public readonly long ElapsedNs = elapsedNs;
        public readonly double Sweep = sweep;
        public readonly bool Valid = valid;
        public readonly bool Trade = trade;
        public readonly bool Plain = plain;
    }

    /// <summary>What follows the book and the trade.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnTail<TPlan>(
        byte* s, ref readonly InputEvent e, ref readonly BookUpdate u, RowTail row, Vector256<double> flow,
        double fifth)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        Vector256<double> sums = default;
        if ((units & FlowUnits) != 0)
            sums = OnFlow<TPlan>(s, in e, in u, flow, fifth);
        Vector256<double> decayed = default;
        if ((units & DecayingUnits) != 0)
            decayed = OnDecay<TPlan>(s, row, flow.ToScalar(), e.Kind);
        if ((units & (StateUnits | DecayingUnits)) != 0)
            OnState<TPlan>(s, row, sums.ToScalar(), decayed);
        if ((units & U.Scores) != 0)
            OnScores(s);
    }

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
    /// The quote became valid or ceased to be. On a feed by level that may happen without a change of any level: a matching
    /// event that spans messages begins with one anywhere and ends with none.
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

    /// <summary>Section 5: order flow imbalance over the short window; returns the sums of levels 1 to 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> OnFlow<TPlan>(
        byte* s, ref readonly InputEvent e, ref readonly BookUpdate u, Vector256<double> flow, double fifth)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        FlowValues* values = (FlowValues*)(s + _row.Flow);
        Vector256<double> sums = default;
        if ((units & U.TouchFlow) != 0)
        {
            values->Event = flow.ToScalar();
            sums = ((LaneWindow*)(s + _row.FlowWindow))->AddAndSum(flow);
            values->Publish(sums);
        }
        if ((units & (U.LevelFlow | U.FlowDetail)) == 0)
            return sums;
        Vector256<double> detail = (units & U.FlowDetail) != 0
            ? DetailOf((InstrumentHead*)s, in e, in u, fifth)
            : Vector256.CreateScalar(fifth);
        Vector256<double> details = ((LaneWindow*)(s + _row.DetailWindow))->AddAndSum(detail);
        values->PublishDetail(details);
        if ((units & U.LevelFlow) != 0)
            values->AllLevels = Vector256.Sum(sums) + details.ToScalar();
        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> DetailOf(
        InstrumentHead* head, ref readonly InputEvent e, ref readonly BookUpdate u, double fifth)
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
        return Vector256.Create(fifth, weighted, informed, 0.0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector256<double> DecayOver(Vector256<double> x, long elapsedNs)
    {
        return elapsedNs <= _nearNs ? ExponentialDecay.ExpMinusOneNearZero(x) : ExponentialDecay.ExpMinusOne(x);
    }

    /// <summary>The exponential forms; returns the first four of <see cref="RowDecays"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> OnDecay<TPlan>(byte* s, RowTail row, double flow, EventKind kind)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        Vector256<double> x = _rates * Vector256.Create((double)row.ElapsedNs);
        Vector256<double> decay;
        if (row.ElapsedNs <= _tinyNs)
            decay = ExponentialDecay.ExpMinusOneTiny(x);
        else
            decay = row.Plain ? ExponentialDecay.ExpMinusOneNearZero(x) : DecayOver(x, row.ElapsedNs);
        bool averages = (units & (U.TouchDepth | U.AverageSpread)) != 0;
        double touch = 0, spread = 0;
        if (averages)
        {
            touch = (quote->BidSize + quote->AskSize) * 0.5;
            spread = quote->Spread;
        }
        return ((RowDecays*)(s + _row.Decays))->Add(
            decay, (units & U.OfiDecay) != 0 ? flow : 0, touch, spread, row.Valid, row.Trade,
            kind == EventKind.Add, averages,
            (units & U.Arrivals) != 0);
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

    /// <summary>Sections 5 to 9: what is read off the state after the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnState<TPlan>(byte* s, RowTail row, double ofi, Vector256<double> decayed)
        where TPlan : struct, IRowPlan
    {
        U units = UnitsOf<TPlan>();
        InstrumentHead* head = (InstrumentHead*)s;
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        BookDepth* depth = (BookDepth*)(s + _row.Depth);
        if (TPlan.HasAll)
            SetQuotients(s, row.Valid, ofi, decayed);
        else
            SetQuotients(s, units, row.Valid, ofi, decayed);
        if ((units & U.MidMove) != 0)
        {
            double earlier = ((MidSamples*)(s + _row.MidSamples))->TwiceEarlier;
            head->MidMove = (quote->TwiceMid - earlier) * head->PerTwiceTick;
        }
        if ((units & U.Tradeability) != 0)
            ((Tradeability*)(s + _row.Tradeability))->SetBook(quote->SpreadBps, depth->DepthDollars);
        if ((units & U.Calendar) != 0)
            head->TimeToClose = Math.Max(0, _sessionEndNs - row.T) * 1e-9;
        // Last, since it may call.
        if ((units & U.Pressure) != 0)
        {
            ((SweepPressure*)(s + _row.Pressure))->Next(
                row.T, row.Sweep, depth->BidShares + depth->AskShares, row.Valid);
        }
    }

    /// <summary>ofi_norm, spread_tightness, the signal strengths and mpd, all by one division of a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetQuotients(byte* s, bool valid, double ofi, Vector256<double> decayed)
    {
        InstrumentHead* head = (InstrumentHead*)s;
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        BookDepth* depth = (BookDepth*)(s + _row.Depth);
        double spread = quote->Spread;
        double average = decayed[2];
        double bids = depth->BidShares;
        double asks = depth->AskShares;
        double last = ((TradeTape*)(s + _row.Tape))->LastPrice;
        double velocity = ((VolumeVelocity*)(s + _row.VolumeVelocity))->Value;
        Vector256<double> quotients = Vector256.Create(
                ofi, average, velocity * average, Divergence.Numerator(in *quote, last))
            / Vector256.Create(decayed[1], spread, bids * asks * spread, quote->BidSize + quote->AskSize);
        ((FlowValues*)(s + _row.Flow))->Normalised = quotients.ToScalar();
        head->Tightness = quotients[1];
        head->StrengthLong = bids * bids * quotients[2];
        head->StrengthShort = asks * asks * quotients[2];
        head->Divergence = valid ? quotients[3] : double.NaN;
    }

    /// <summary>The same for a plan that has only some of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetQuotients(byte* s, U units, bool valid, double ofi, Vector256<double> decayed)
    {
        InstrumentHead* head = (InstrumentHead*)s;
        TouchQuote* quote = (TouchQuote*)(s + _row.Quote);
        if ((units & U.TouchDepth) != 0 && (units & U.TouchFlow) != 0)
            ((FlowValues*)(s + _row.Flow))->Normalised = ofi / decayed[1];
        if ((units & U.Tightness) != 0)
            head->Tightness = decayed[2] / quote->Spread;
        if ((units & U.SignalStrength) != 0)
            SetStrength(s, head, decayed[2], quote->Spread);
        if ((units & U.Divergence) != 0)
        {
            double last = ((TradeTape*)(s + _row.Tape))->LastPrice;
            head->Divergence = valid ? Divergence.Of(in *quote, last) : double.NaN;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetStrength(byte* s, InstrumentHead* head, double averageSpread, double spread)
    {
        BookDepth* depth = (BookDepth*)(s + _row.Depth);
        double bids = depth->BidShares;
        double asks = depth->AskShares;
        double velocity = ((VolumeVelocity*)(s + _row.VolumeVelocity))->Value;
        double factor = velocity * averageSpread / (bids * asks * spread);
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
