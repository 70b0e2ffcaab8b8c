using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.Features;

/// <summary>
/// The features of all instruments of one feed: takes every event with what the book stage said of it and fills the
/// feature section of its slot.
/// <para><b>Threading.</b> One thread. It reads nothing but its arguments, so it may run behind the book stage on
/// another core.</para>
/// <para><b>Invariants.</b> Order of work per row: the clock advances with the state before the message, then the book,
/// then trade-driven features, then book-driven ones. The clock is the largest timestamp of the feed's own messages so
/// far: timers, orders and signals do not move it.</para>
/// <para><b>Reset.</b> A feed gap and the recovery after it put the features of every instrument back to their initial
/// state: rows between are computed (and marked stale) but nothing of them remains. The levels are emptied only where
/// the book says that it was (<see cref="BookFlags.Cleared"/>): until then they must stay in step with it. The trading
/// state is kept: a halted instrument does not look tradeable after a gap.</para>
/// <para><b>Limits.</b> Times 0 to 2^62 ns; parameters as <see cref="FeatureOptions"/>.</para>
/// <para><b>Cost.</b> 25 ns an event from cache, 33 ns streaming 16 MB of recorded updates (FeatureBenchmarks.OnEvent's
/// feed, Xeon Ice Lake at 3.56 GHz, shared host, .NET 10 JIT). No allocation after construction.</para>
/// <para><b>Reference.</b> Features specification, sections 1 to 6, 8, 9.</para>
/// </summary>
public sealed unsafe class FeatureCalculator : IDisposable
{
    private const BookFlags RowFlags = BookFlags.Changed | BookFlags.Trade;

    // The first line is what every row reads.
    private readonly byte* _states;
    private readonly nuint _stride;
    private long _clockNs;
    private readonly Vector128<double> _rates;
    private readonly nint _signalOffset;
    private readonly long _nearNs;
    private readonly int _instruments;
    private long _stepsBack;
    private readonly NativeRegion _region;

    /// <summary>Takes all memory and starts in the initial state.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="instruments">How many instruments, 1 to 65,535.</param>
    /// <param name="tickPu">
    /// Ticks of the instruments from 0; where it is shorter or 0, <see cref="FeatureOptions.TickPu"/>.
    /// </param>
    /// <exception cref="ArgumentException">An option is outside its range; the message says which.</exception>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had.</exception>
    public FeatureCalculator(FeatureOptions options, int instruments, ReadOnlySpan<int> tickPu = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(instruments, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(instruments, InputEvent.NoInstrument);
        IReadOnlyList<string> errors = options.Validate();
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors), nameof(options));
        _instruments = instruments;
        _stride = (nuint)InstrumentFeatures.BytesFor(options);
        _region = new NativeRegion(_stride * (nuint)instruments);
        _states = _region.Pointer;
        _rates = Vector128.Create(-1e-9 / options.OfiTauS, -1e-9 / options.DepthTauS);
        _nearNs = (long)(-ExponentialDecay.NearZero * 1e9 * Math.Min(options.OfiTauS, options.DepthTauS) * (1 - 1e-9));
        _signalOffset = OffsetOf(options.Signal);
        for (int i = 0; i < instruments; i++)
        {
            int tick = i < tickPu.Length && tickPu[i] > 0 ? tickPu[i] : options.TickPu;
            InstrumentFeatures.Initialise(State(i), options, tick);
        }
    }

    /// <summary>Frees the memory. Nothing may be called afterwards.</summary>
    public void Dispose() => _region.Dispose();

    /// <summary>How many instruments.</summary>
    public int InstrumentCount => _instruments;

    /// <summary>The clock: the largest timestamp of the feed so far, ns since midnight.</summary>
    public long ClockNs => _clockNs;

    /// <summary>Messages of the feed whose timestamp was below one before: an anomaly of the feed.</summary>
    public long TimeStepsBack => _stepsBack;

    /// <summary>The levels of an instrument, as after the last event.</summary>
    public ref readonly LevelMirror Levels(int instrument)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(instrument);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instrument, _instruments);
        return ref State(instrument)->Levels;
    }

    /// <summary>
    /// Takes one event. A row fills everything of <paramref name="row"/> but <see cref="FeatureRow.DoneTicks"/>; any
    /// other event only <see cref="FeatureRow.Flags"/>, without <see cref="FeatureFlags.Row"/> and with the status bits
    /// of its instrument, if it is one of a book.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="u">What the book stage said of this event.</param>
    /// <param name="row">The slot's feature section.</param>
    [HotPath]
    public void OnEvent(ref readonly InputEvent e, ref readonly BookUpdate u, ref FeatureRow row)
    {
        if (e.Kind is >= EventKind.Add and <= EventKind.Information)
        {
            if (e.TimeNs >= _clockNs)
                _clockNs = e.TimeNs;
            else
                _stepsBack++;
        }
        if ((u.Flags & RowFlags) == 0 || e.Instrument >= _instruments)
        {
            OnOther(in e, in u, ref row);
            return;
        }
        InstrumentFeatures* s = State(e.Instrument);
        if ((u.Flags & BookFlags.Cleared) != 0)
            s->Clear();
        OnRow(s, _clockNs, in u, ref row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnRow(InstrumentFeatures* s, long t, ref readonly BookUpdate u, ref FeatureRow row)
    {
        if (t >= s->NextBoundaryNs)
            s->Advance(t);
        long elapsedNs = t - s->LastRowNs;
        s->LastRowNs = t;
        Vector128<double> decay = elapsedNs <= _nearNs
            ? ExponentialDecay.ExpMinusOneNearZero(_rates * Vector128.Create((double)elapsedNs))
            : DecayOver(elapsedNs);

        BookFlags flags = u.Flags;
        if (u.ChangeCount != 0)
        {
            s->Levels.Apply(in u.Change0);
            if (u.ChangeCount == 2)
                s->Levels.Apply(in u.Change1);
        }
        row.Aggressor = (flags & BookFlags.Trade) != 0 ? OnTrade(s, in u) : 0;
        s->Halts.Next((flags & BookFlags.Halted) != 0, t);
        row.Flags = FlagsOf(flags) | FeatureFlags.Row | (s->Halts.IsRecent(t) ? FeatureFlags.RecentHalt : 0);

        bool valid = (flags & BookFlags.QuoteValid) != 0;
        WriteQuote(s, valid, ref row);
        WriteFlow(s, valid, decay, ref row);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Vector128<double> DecayOver(long elapsedNs) =>
        ExponentialDecay.ExpMinusOne(_rates * Vector128.Create((double)elapsedNs));

    private static int OnTrade(InstrumentFeatures* s, ref readonly BookUpdate u)
    {
        int side = TradeSide.Classify(in u, s->Tick.Next(u.TradePrice));
        s->Flow.Add(side, u.TradeQuantity);
        return side;
    }

    /// <summary>Section 3: the features of the book as it stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteQuote(InstrumentFeatures* s, bool valid, ref FeatureRow row)
    {
        ref SideMirror bids = ref s->Levels.Bids;
        ref SideMirror asks = ref s->Levels.Asks;
        long bid = bids.BestPrice;
        long ask = asks.BestPrice;
        long bidShares = bids.BestShares;
        long askShares = asks.BestShares;
        long bidDepth = bids.NearShares;
        long askDepth = asks.NearShares;
        row.BestBid = bid;
        row.BestAsk = ask;
        row.BidSize1 = bidShares;
        row.AskSize1 = askShares;
        row.BidDepth5 = bidDepth;
        row.AskDepth5 = askDepth;
        if (!valid)
        {
            WriteNoQuote(ref row);
            return;
        }
        // Prices and sizes are whole numbers, and so are their sums, differences and products: exact in a double below
        // 2^53, where products of 64-bit integers could overflow beyond. The division is the first to round.
        double b = bid;
        double a = ask;
        double qb = bidShares;
        double qa = askShares;
        double spread = a - b;
        double touch = qb + qa;
        row.Mid = (a + b) * 0.5;
        row.Spread = spread;
        row.SpreadTicks = spread / s->TickPu;
        row.Microprice = (a * qb + b * qa) / touch;
        row.ExecutionEdge = spread * (qb - qa) * 0.5 / touch;
        row.DepthImbalance = (double)(bidDepth - askDepth) / (bidDepth + askDepth);
        row.BookImbalance = (double)(bids.FarShares - asks.FarShares) / (bids.FarShares + asks.FarShares);
    }

    private static void WriteNoQuote(ref FeatureRow row)
    {
        row.Mid = double.NaN;
        row.Spread = double.NaN;
        row.SpreadTicks = double.NaN;
        row.Microprice = double.NaN;
        row.ExecutionEdge = double.NaN;
        row.DepthImbalance = double.NaN;
        row.BookImbalance = double.NaN;
    }

    /// <summary>Sections 5, 6.3 and 8.2: flows and the score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteFlow(InstrumentFeatures* s, bool valid, Vector128<double> decay, ref FeatureRow row)
    {
        long flow = s->Touch.Next(row.BestBid, row.BidSize1, row.BestAsk, row.AskSize1);
        s->Ofi.Add(flow);
        s->OfiDecay.Add(decay.GetElement(0), flow);
        s->TouchDepth.Add(decay.GetElement(1), (row.BidSize1 + row.AskSize1) * 0.5, valid);
        double ofi = s->Ofi.IsWarm ? s->Ofi.Sum : double.NaN;
        double depth = s->TouchDepth.Value;
        row.OfiEvent = flow;
        row.Ofi = ofi;
        row.AverageTouchDepth = depth;
        row.OfiNorm = ofi / depth;
        row.OfiDecay = s->OfiDecay.Value;
        row.FlowImbalanceNorm = s->Flow.Normalised;
        // The series is one of the fields just written: an offset instead of a branch on the option.
        double series = Unsafe.As<FeatureRow, double>(ref Unsafe.AddByteOffset(ref row, _signalOffset));
        s->Series = series;
        row.SignalZ = s->Score.Score(series);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnOther(ref readonly InputEvent e, ref readonly BookUpdate u, ref FeatureRow row)
    {
        row.Flags = FeatureFlags.None;
        if (e.Kind is EventKind.FeedGap or EventKind.FeedRecovered)
        {
            for (int i = 0; i < _instruments; i++)
                State(i)->ResetSeries();
            row.Flags = FlagsOf(u.Flags);
            return;
        }
        if (u.Flags == BookFlags.None || e.Instrument >= _instruments)
            return;
        InstrumentFeatures* s = State(e.Instrument);
        if ((u.Flags & BookFlags.Cleared) != 0)
            s->Clear();
        s->Halts.Next((u.Flags & BookFlags.Halted) != 0, _clockNs);
        row.Flags = FlagsOf(u.Flags) | (s->Halts.IsRecent(_clockNs) ? FeatureFlags.RecentHalt : 0);
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

    private static nint OffsetOf(FeatureSignal signal)
    {
        FeatureRow row = default;
        ref double field = ref row.OfiNorm;
        if (signal == FeatureSignal.Ofi)
            field = ref row.Ofi;
        else if (signal == FeatureSignal.OfiDecay)
            field = ref row.OfiDecay;
        else if (signal == FeatureSignal.FlowImbalanceNorm)
            field = ref row.FlowImbalanceNorm;
        return Unsafe.ByteOffset(ref Unsafe.As<FeatureRow, double>(ref row), ref field);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private InstrumentFeatures* State(int instrument) => (InstrumentFeatures*)(_states + _stride * (nuint)instrument);
}
