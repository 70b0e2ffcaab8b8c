using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;
using HftGateway.Platform.Memory;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

/// <summary>
/// The features of all instruments of one feed, as a plan asks for them: takes every event with what the book stage
/// said of it.
/// <para><b>Threading.</b> One thread. It reads nothing but its arguments, so it may run behind the book stage on
/// another core.</para>
/// <para><b>Invariants.</b> Order of work per row: the clock advances with the state before the message, then the book,
/// then trade-driven features, then book-driven ones. The clock is the largest timestamp of the feed's own messages so
/// far: timers, orders and signals do not move it.</para>
/// <para><b>Reset.</b> A feed gap and the recovery after it put the features of every instrument back to their initial
/// state. The levels are emptied only where the book says that it was (<see cref="BookFlags.Cleared"/>): until then
/// they must stay in step with it. The trading state is kept: a halted instrument does not look tradeable after a
/// gap.</para>
/// <para><b>Limits.</b> Times 0 to 2^62 ns; parameters as <see cref="FeatureOptions"/>. A plan without features of
/// several levels knows sizes at the touch up to 2^31 − 1 shares only.</para>
/// <para><b>Cost.</b> See perf/README.md. What the plan has not asked for costs a predicted branch and no memory; no
/// allocation after construction.</para>
/// <para><b>Reference.</b> Features specification.</para>
/// </summary>
public sealed unsafe partial class FeatureEngine : IDisposable
{
    private const BookFlags RowFlags = BookFlags.Changed | BookFlags.Trade;

    // What every row reads comes first.
    private readonly byte* _states;
    private readonly nuint _stride;
    private long _clockNs;
    private readonly U _units;
    private readonly int _instruments;
    private readonly RowOffsets _row;
    private readonly FeatureLayout _at;
    private readonly Vector256<double> _rates;
    private readonly long _nearNs;
    private readonly long _tinyNs;
    private readonly bool _hasAll;
    private readonly uint _plainFlags;
    private readonly int[] _offsets;
    private readonly int[] _indicatorOffsets;
    private readonly double[] _indicators;
    private readonly IBarSink? _bars;
    private readonly ExternalInputs _external;
    private readonly NativeRegion _region;
    private readonly long _sessionEndNs;
    private readonly long _thresholdNs;
    private readonly GateOptions _gates;
    private long _stepsBack;

    /// <summary>Takes all memory and starts in the initial state.</summary>
    /// <param name="plan">What to compute.</param>
    /// <param name="instruments">How many instruments, 1 to 65,535.</param>
    /// <param name="tickPu">
    /// Ticks of the instruments from 0; where it is shorter or 0, <see cref="FeatureOptions.TickPu"/>.
    /// </param>
    /// <param name="bars">Receives closed bars, if the plan publishes them.</param>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had.</exception>
    public FeatureEngine(
        FeaturePlan plan, int instruments, ReadOnlySpan<int> tickPu = default, IBarSink? bars = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(instruments, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(instruments, InputEvent.NoInstrument);
        FeatureOptions o = plan.Options;
        Plan = plan;
        _instruments = instruments;
        _units = plan.Units;
        _gates = plan.Gates;
        _bars = bars;
        _at = new FeatureLayout(plan);
        _row = new RowOffsets(_at);
        _stride = (nuint)_at.Bytes;
        _region = new NativeRegion(_stride * (nuint)instruments);
        _states = _region.Pointer;
        _offsets = [.. plan.Columns.Select(column => _at.OffsetOf(column, _states))];
        _indicatorOffsets = [.. FeatureRegistry.Indicators.Select(column => _at.OffsetOf(column, _states))];
        _indicators = new double[_indicatorOffsets.Length];
        _external = new ExternalInputs(instruments, o);
        _rates = Vector256.Create(-1e-9 / o.OfiTauS, -1e-9 / o.DepthTauS, -1e-9 / o.SpreadTauS, -1e-9 / o.ArrivalTauS);
        double shortest = Math.Min(Math.Min(o.OfiTauS, o.DepthTauS), Math.Min(o.SpreadTauS, o.ArrivalTauS));
        _nearNs = (long)(-ExponentialDecay.NearZero * 1e9 * shortest * (1 - 1e-9));
        _tinyNs = (long)(-ExponentialDecay.Tiny * 1e9 * shortest * (1 - 1e-9));
        _hasAll = (_units & RowUnits) == RowUnits;
        // 1 is none of the flags that are compared with it: then no row is plain.
        bool hasPlain = (_units & U.LargestLevel) == 0 || o.ImbalanceLevels == SideMirror.Levels;
        _plainFlags = hasPlain ? (uint)BookFlags.QuoteValid : 1;
        _sessionEndNs = o.SessionEndS * 1_000_000_000L;
        _thresholdNs = o.VpinThresholdS * 1_000_000_000L;
        for (int i = 0; i < instruments; i++)
            _at.Initialise(State(i), i < tickPu.Length && tickPu[i] > 0 ? tickPu[i] : o.TickPu);
    }

    /// <summary>Frees the memory. Nothing may be called afterwards.</summary>
    public void Dispose() => _region.Dispose();

    /// <summary>What it computes.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>How many instruments.</summary>
    public int InstrumentCount => _instruments;

    /// <summary>Bytes of one instrument.</summary>
    public int BytesPerInstrument => (int)_stride;

    /// <summary>The clock: the largest timestamp of the feed so far, ns since midnight.</summary>
    public long ClockNs => _clockNs;

    /// <summary>Messages of the feed whose timestamp was below one before: an anomaly of the feed.</summary>
    public long TimeStepsBack => _stepsBack;

    /// <summary>Values from outside the feed.</summary>
    public ExternalInputs External => _external;

    /// <summary>Takes one event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="u">What the book stage said of it.</param>
    /// <returns>True if it was a row: <see cref="CopyValues"/> gives its values until the next event.</returns>
    [HotPath]
    public bool OnEvent(ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        AdvanceClock(in e);
        if ((u.Flags & RowFlags) == 0 || e.Instrument >= _instruments)
        {
            OnOther(in e, in u);
            return false;
        }
        OnRow(State(e.Instrument), in e, in u);
        return true;
    }

    /// <summary>
    /// Takes one event and fills the slot's section. A row fills everything but <see cref="FeatureRow.DoneTicks"/>; any
    /// other event only <see cref="FeatureRow.Flags"/>, without <see cref="FeatureFlags.Row"/> and with the status bits
    /// of its instrument, if it is one of a book.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="u">What the book stage said of this event.</param>
    /// <param name="row">The slot's feature section.</param>
    [HotPath]
    public void OnEvent(ref readonly InputEvent e, ref readonly BookUpdate u, ref FeatureRow row)
    {
        AdvanceClock(in e);
        if ((u.Flags & RowFlags) == 0 || e.Instrument >= _instruments)
        {
            row.Flags = OnOther(in e, in u);
            return;
        }
        byte* s = State(e.Instrument);
        OnRow(s, in e, in u);
        Publish(s, u.Flags, ref row);
    }

    /// <summary>
    /// Moves the clock without an event and closes every bar of every instrument that ends by then: at the end of a
    /// file, with its last timestamp.
    /// </summary>
    public void AdvanceTo(long clockNs)
    {
        _clockNs = Math.Max(_clockNs, clockNs);
        for (int i = 0; i < _instruments; i++)
        {
            InstrumentHead* head = (InstrumentHead*)State(i);
            if (head->NextBoundaryNs == long.MinValue || _clockNs < head->NextBoundaryNs)
                continue;
            Advance(State(i), _clockNs);
            // trade_velocity and volume_velocity are formed on rows: the next one must, as if it had moved the clock.
            head->NextBoundaryNs = _clockNs;
        }
    }

    /// <summary>The values of the plan's columns as of the instrument's last row, in the plan's order.</summary>
    /// <param name="instrument">Instrument.</param>
    /// <param name="values">As many doubles as the plan has columns.</param>
    public void CopyValues(int instrument, Span<double> values)
    {
        byte* s = Checked(instrument);
        for (int i = 0; i < _offsets.Length; i++)
            values[i] = *(double*)(s + _offsets[i]);
    }

    /// <summary>is_tradeable(mode) at the instrument's last row, if the plan has a feature of tradeability.</summary>
    /// <exception cref="InvalidOperationException">The plan has none.</exception>
    public TradeabilityReason IsTradeable(int instrument, TradeabilityMode mode)
    {
        byte* s = Checked(instrument);
        return _at.Tradeability != 0
            ? ((Tradeability*)(s + _at.Tradeability))->Reason(mode)
            : throw new InvalidOperationException("the plan has no feature of tradeability, such as tradeable_safe");
    }

    /// <summary>
    /// Takes an event of an external liquidation feed into lpi; from the first on sweeps no longer count there.
    /// </summary>
    /// <param name="instrument">Instrument.</param>
    /// <param name="signedShares">Shares, positive when the forced order buys.</param>
    /// <param name="timeNs">Its time, ns since midnight.</param>
    public void AddLiquidation(int instrument, double signedShares, long timeNs)
    {
        byte* s = Checked(instrument);
        if (_at.Pressure != 0)
            ((SweepPressure*)(s + _at.Pressure))->AddExternal(timeNs, signedShares);
    }

    /// <summary>The levels of an instrument, as after the last event, if the plan has features of several.</summary>
    /// <exception cref="InvalidOperationException">The plan has none.</exception>
    public ref readonly LevelMirror Levels(int instrument)
    {
        byte* s = Checked(instrument);
        if (_at.Levels == 0)
            throw new InvalidOperationException("the plan has no feature of several levels, such as depth_imbalance");
        return ref *(LevelMirror*)(s + _at.Levels);
    }

    private byte* Checked(int instrument)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(instrument);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instrument, _instruments);
        return State(instrument);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* State(int instrument) => _states + _stride * (nuint)instrument;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AdvanceClock(ref readonly InputEvent e)
    {
        if (e.Kind is >= EventKind.Add and < EventKind.FeedGap)
        {
            if (e.TimeNs >= _clockNs)
                _clockNs = e.TimeNs;
            else
                _stepsBack++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FeatureFlags OnOther(ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        if (e.Kind is EventKind.FeedGap or EventKind.FeedRecovered)
        {
            // A live feed says why. What was late or silent leaves the books as they are; and where they are rebuilt,
            // each book of the venue says Cleared with its next update, which begins its features anew.
            if (e.Code != 0)
                return FlagsOf(u.Flags);
            for (int i = 0; i < _instruments; i++)
                _at.ResetSeries(State(i));
            return FlagsOf(u.Flags);
        }
        if (u.Flags == BookFlags.None || e.Instrument >= _instruments)
            return FeatureFlags.None;
        byte* s = State(e.Instrument);
        InstrumentHead* head = (InstrumentHead*)s;
        if ((u.Flags & BookFlags.Cleared) != 0)
            _at.Clear(s);
        bool halted = (u.Flags & BookFlags.Halted) != 0;
        if (halted != head->Halts.IsHalted)
            head->ShownHalt = InstrumentHead.Unshown;
        head->Halts.Next(halted, _clockNs);
        return FlagsOf(u.Flags) | (head->Halts.IsRecent(_clockNs) ? FeatureFlags.RecentHalt : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish(byte* s, BookFlags flags, ref FeatureRow row)
    {
        InstrumentHead* head = (InstrumentHead*)s;
        row.Flags = FlagsOf(flags) | FeatureFlags.Row
            | (head->Halts.IsRecent(head->LastRowNs) ? FeatureFlags.RecentHalt : 0);
        row.Aggressor = head->Aggressor;
        row.ClosedGates = (_units & U.Gates) != 0 ? Gates(s) : FeatureGates.None;
        int[] offsets = _offsets;
        for (int i = 0; i < offsets.Length && i < FeatureRow.MaxValues; i++)
            row[i] = *(double*)(s + offsets[i]);
    }

    private FeatureGates Gates(byte* s)
    {
        FeatureGates closed = _at.Tradeability != 0
            ? ((Tradeability*)(s + _at.Tradeability))->Failures(_gates.Mode)
            : FeatureGates.None;
        if (_gates.QuoteStuffing && ((MessageRates*)(s + _at.Rates))->Stuffing != 0)
            closed |= FeatureGates.QuoteStuffing;
        // Written so that NaN closes.
        if (_gates.MaxToxicity > 0 && !(((TradeFlowWindow*)(s + _at.TradeFlow))->Toxicity <= _gates.MaxToxicity))
            closed |= FeatureGates.Toxicity;
        if (_gates.Vpin)
        {
            FastBuckets* fast = (FastBuckets*)(s + _at.FastBuckets);
            double limit = double.IsNaN(fast->Quantile) ? _gates.VpinDefault : fast->Quantile;
            if (!(fast->Value < limit))
                closed |= FeatureGates.Vpin;
        }
        return closed;
    }

    /// <summary>The bits that mean the same in both; the shifts are tested.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FeatureFlags FlagsOf(BookFlags flags)
    {
        uint bits = (uint)flags;
        uint quoteAndStale = (bits >> 2) & (uint)(FeatureFlags.QuoteValid | FeatureFlags.Stale);
        uint halted = (bits >> 3) & (uint)FeatureFlags.Halted;
        uint trade = (bits << 4) & (uint)FeatureFlags.Trade;
        return (FeatureFlags)(quoteAndStale | halted | trade);
    }
}
