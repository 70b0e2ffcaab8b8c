using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// What a row does behind the book and the trade: flows, decays, and what is read off the state.
public sealed unsafe partial class FeatureEngine
{
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
