using System.Runtime.CompilerServices;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.Strategies;

/// <summary>
/// The machinery that all strategies share: the state machine, the exits, the blocks, and what happens when the feed,
/// the session or an order fails. A strategy adds when to enter and when its signal has faded.
/// <para>Everything is level-triggered: an event only changes what is known; then the machine compares what is known
/// with what should be and asks for the difference. An intent that finds no room, an order that is refused or lost, is
/// thus asked for again at a later event, and no state waits for an event that may never come.</para>
/// <para><b>Threading.</b> The strategy stage's thread only, but for <see cref="View"/> and the counters.</para>
/// <para><b>Invariants.</b> At most one entry, one target and one exit order an instrument. An exit is sent only when
/// nothing else works on the instrument, so own orders alone never turn a position over. Time is the largest time of
/// any event so far.</para>
/// <para><b>Reference.</b> Strategies specification 1.1 to 1.6.</para>
/// </summary>
[HotPath]
internal sealed unsafe partial class StrategyCore : IDisposable
{
    // Bounds what one event can cost when there are many instruments; the rest of the round follows at the next events.
    private const int InstrumentsPerRound = 64;

    private readonly NativeRegion _instrumentRegion;
    private readonly NativeRegion _orderRegion;
    private readonly NativeRegion _venueRegion;
    private readonly InstrumentState* _instruments;
    private readonly OwnOrder* _orders;
    private readonly VenueState* _venues;
    private readonly int _count;
    private readonly int _venueCount;
    private readonly OrderIdAllocator _ids;
    private readonly ExitRules _rules;
    private readonly CoreSettings _set;

    private long _nowNs = long.MinValue;
    private int _epoch;
    private int _scanNext;
    private int _scanLeft;
    private bool _loggedOn;
    private bool _inboundGap;
    private TradingMode _mode;

    /// <summary>Makes the machinery; all memory is taken here.</summary>
    /// <param name="options">Common options, valid.</param>
    /// <param name="rules">Exit rules.</param>
    /// <param name="instruments">Instruments by their dense index.</param>
    /// <param name="ids">Ids of the stage.</param>
    /// <exception cref="ArgumentException">An option or an instrument is invalid.</exception>
    public StrategyCore(
        StrategyOptions options, ExitRules rules, ReadOnlySpan<InstrumentInfo> instruments, OrderIdAllocator ids)
    {
        IReadOnlyList<string> errors = options.Validate();
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors), nameof(options));
        if (instruments.Length is 0 or >= InputEvent.NoInstrument)
            throw new ArgumentException(
                $"instruments: {instruments.Length} is outside 1 to 65534", nameof(instruments));

        _set = new CoreSettings(options);
        _rules = rules;
        _ids = ids;
        _count = instruments.Length;
        foreach (InstrumentInfo info in instruments)
            _venueCount = Math.Max(_venueCount, info.Venue + 1);
        Counters = new StrategyCounters();
        _instrumentRegion = new NativeRegion((nuint)_count * InstrumentState.SizeBytes);
        _instruments = (InstrumentState*)_instrumentRegion.Pointer;
        _orderRegion = new NativeRegion(((nuint)ids.Last + 1) * (nuint)sizeof(OwnOrder));
        _orders = (OwnOrder*)_orderRegion.Pointer;
        _venueRegion = new NativeRegion((nuint)_venueCount * (nuint)sizeof(VenueState), hugePages: false);
        _venues = (VenueState*)_venueRegion.Pointer;
        for (int i = 0; i < _venueCount; i++)
            _venues[i].LastFeedNs = long.MinValue;
        for (int i = 0; i < _count; i++)
        {
            InstrumentInfo info = instruments[i];
            if (info.TickPu < 1 || info.Lot < 1)
                throw new ArgumentException($"{info.Symbol}: tick {info.TickPu} and lot {info.Lot} must be at least 1");
            _instruments[i].Tick = info.TickPu;
            _instruments[i].Lot = info.Lot;
            _instruments[i].Venue = info.Venue;
            _instruments[i].State = options.Enabled ? StrategyState.Flat : StrategyState.Off;
        }

        _mode = options.Enabled ? TradingMode.Normal : TradingMode.Flatten;
    }

    /// <summary>Counters, readable from any thread.</summary>
    public StrategyCounters Counters { get; }

    /// <summary>Instruments.</summary>
    public int Count => _count;

    /// <summary>Largest event time so far.</summary>
    public long NowNs => _nowNs;

    /// <summary>State of an instrument.</summary>
    /// <param name="instrument">Its index, below <see cref="Count"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref InstrumentState Instrument(int instrument) => ref _instruments[instrument];

    /// <summary>State of an instrument for reports.</summary>
    /// <param name="instrument">Its index.</param>
    public StrategyInstrumentView View(int instrument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)instrument, (uint)_count);
        ref InstrumentState s = ref _instruments[instrument];
        // In this order: in OFF no order is made, and a fill is booked before its order ends. Read the other way round, a
        // position that is opened meanwhile could be missed together with its order.
        var state = (StrategyState)Volatile.Read(ref Unsafe.As<StrategyState, byte>(ref s.State));
        int working = (Volatile.Read(ref s.EntryId) != 0 ? 1 : 0) + (Volatile.Read(ref s.TargetId) != 0 ? 1 : 0)
            + (Volatile.Read(ref s.ExitId) != 0 ? 1 : 0);
        return new StrategyInstrumentView(
            state,
            Volatile.Read(ref s.Ledger.Position),
            AverageCostLedger.Saturate(s.Ledger.Realised),
            s.TradesToday,
            s.StopPrice,
            s.TargetPrice,
            working);
    }

    /// <summary>Returns the memory; no event may follow.</summary>
    public void Dispose()
    {
        _instrumentRegion.Dispose();
        _orderRegion.Dispose();
        _venueRegion.Dispose();
        Counters.Dispose();
    }

    /// <summary>Moves the clock: the largest time seen.</summary>
    /// <param name="timeNs">Time of the event.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(long timeNs)
    {
        if (timeNs > _nowNs)
            _nowNs = timeNs;
    }

    /// <summary>Takes a message of the feed.</summary>
    /// <param name="input">The event, a market-data kind other than gap, recovery and end.</param>
    /// <param name="update">Its book section.</param>
    /// <returns>The instrument concerned, −1 if none of ours.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int OnMarket(ref readonly InputEvent input, ref readonly BookUpdate update)
    {
        if (input.Venue < _venueCount)
        {
            _venues[input.Venue].LastFeedNs = _nowNs;
            _venues[input.Venue].Alarmed = false;
        }

        int instrument = input.Instrument;
        if (instrument >= _count)
            return -1;
        _instruments[instrument].Quote.Apply(in update);
        return instrument;
    }

    /// <summary>Takes any event that is not a message of the feed.</summary>
    /// <param name="input">The event.</param>
    /// <param name="output">Where intents go.</param>
    public void OnOther(ref readonly InputEvent input, ref StrategyOutput output)
    {
        switch (input.Kind)
        {
            case EventKind.Order:
                int instrument = OnOrder(in input);
                if (instrument >= 0)
                    Decide(ref _instruments[instrument], instrument, signalFaded: false, ref output);
                break;
            case EventKind.Session:
                OnSession((SessionEventType)input.Code);
                break;
            case EventKind.Timer:
                OnTimer();
                break;
            case EventKind.Command:
                OnCommand(in input);
                break;
            case EventKind.FeedGap:
            case EventKind.FeedRecovered:
                OnFeedState(input.Venue, input.Kind == EventKind.FeedGap);
                break;
        }
    }

    /// <summary>Carries on with the round over all instruments that a change of a common state began.</summary>
    /// <param name="output">Where intents go.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ContinueRound(ref StrategyOutput output)
    {
        if (_scanLeft > 0)
            Round(ref output);
    }

    private void Round(ref StrategyOutput output)
    {
        for (int budget = InstrumentsPerRound; _scanLeft > 0 && budget > 0; budget--)
        {
            if (output.Count == StrategyOutput.MaxIntents)
                return;
            int instrument = _scanNext;
            ref InstrumentState s = ref _instruments[instrument];
            int overflow = output.Overflow;
            if (!IsIdle(ref s))
                Decide(ref s, instrument, signalFaded: false, ref output);
            // What found no room here is asked for first at the next event.
            if (output.Overflow != overflow)
                return;
            _scanNext = instrument + 1 == _count ? 0 : instrument + 1;
            _scanLeft--;
        }
    }

    // Every instrument is looked at once more, from where the last round stands.
    private void StartRound() => _scanLeft = _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsIdle(ref readonly InstrumentState s)
    {
        bool normal = ModeSwitch.Stricter(_mode, s.Mode) == TradingMode.Normal;
        StrategyState resting = normal ? StrategyState.Flat : StrategyState.Off;
        return s.State == resting && s.Ledger.Position == 0 && s.NothingWorks;
    }

    private void OnSession(SessionEventType type)
    {
        switch (type)
        {
            case SessionEventType.LoggedOn:
                _loggedOn = true;
                _epoch++;
                break;
            case SessionEventType.Disconnected:
                _inboundGap = false;
                _loggedOn = false;
                break;
            case SessionEventType.Logout:
                _loggedOn = false;
                break;
            case SessionEventType.InboundGap:
                _inboundGap = true;
                break;
            case SessionEventType.InboundGapFilled:
                _inboundGap = false;
                break;
            default:
                return;
        }

        StartRound();
    }

    private void OnTimer()
    {
        for (int venue = 0; venue < _venueCount; venue++)
        {
            ref VenueState v = ref _venues[venue];
            if (!v.Alarmed && IsSilent(venue) && _nowNs - v.LastFeedNs > _set.FeedStaleNs + _set.StaleAlarmNs)
            {
                v.Alarmed = true;
                Counters.Add(StrategyCounter.SilenceAlarms);
            }
        }

        StartRound();
    }

    private void OnCommand(ref readonly InputEvent input)
    {
        var command = (OperatorCommand)input.Code;
        if (input.Instrument == InputEvent.NoInstrument)
        {
            _mode = ModeSwitch.After(_mode, command, _set.KillAction);
            for (int i = 0; i < _count; i++)
            {
                // Resume for all lifts what was imposed on single instruments too.
                if (command == OperatorCommand.Resume)
                    _instruments[i].Mode = ModeSwitch.After(_instruments[i].Mode, command, _set.KillAction);
                RestartExit(ref _instruments[i], command);
            }
        }
        else if (input.Instrument < _count)
        {
            ref InstrumentState s = ref _instruments[input.Instrument];
            s.Mode = ModeSwitch.After(s.Mode, command, _set.KillAction);
            RestartExit(ref s, command);
        }

        StartRound();
    }

    // The way out of an exit that stands at its largest slip: the operator asks again, and the mid of now is the
    // anchor.
    private void RestartExit(ref InstrumentState s, OperatorCommand command)
    {
        if (command is not (OperatorCommand.Kill or OperatorCommand.Flatten) || s.State != StrategyState.Exit)
            return;
        s.FirstExitTwiceMid = 0;
        s.ExitTries = 0;
        s.SlipLimitReached = false;
    }

    private void OnFeedState(ushort venue, bool gap)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_instruments[i].Venue != venue)
                continue;
            if (gap)
                _instruments[i].Quote.OnGap();
            else
                _instruments[i].Quote.OnRecovered();
        }

        StartRound();
    }

    // A feed that never spoke is not silent: there is no quote yet, which blocks everything by itself.
    private bool IsSilent(int venue)
    {
        long last = _venues[venue].LastFeedNs;
        return _set.FeedStaleNs > 0 && last != long.MinValue && _nowNs - last > _set.FeedStaleNs
            && (!_set.UseSessionWindow || (_nowNs >= _set.SessionStartNs && _nowNs < _set.SessionEndNs));
    }

    private struct VenueState
    {
        public long LastFeedNs;
        public bool Alarmed;
    }
}
