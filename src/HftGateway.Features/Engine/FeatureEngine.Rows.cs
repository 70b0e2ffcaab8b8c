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
        | U.DepthValue | U.BookPressure | U.LargestLevel | U.LevelFlow | U.Tape | U.LongWindow | U.TradeVelocity
        | U.VolumeVelocity | TailUnits;

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
}
