using System.Runtime.CompilerServices;
using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Platform;
using HftGateway.Platform.Memory;
using HftGateway.Strategies;

namespace HftGateway.Risk;

/// <summary>
/// Pre-trade risk: checks every intent, keeps the account of own orders, positions and profit.
/// <para><b>Threading.</b> <see cref="OnEvent"/> on the risk stage's thread; <see cref="View"/>,
/// <see cref="Counters"/>, <see cref="Mode"/> and <see cref="KillTripped"/> from any.</para>
/// <para><b>Invariants.</b> A refused intent changes nothing but a counter, and no intent is ever resized. What passed
/// counts against the limits from that moment until the exchange (or the session) says how it ended. A fill is booked
/// whatever the state of its order.</para>
/// <para><b>Limits.</b> A pending replace counts the larger of the old and the new quantity; one replace of an order at
/// a time. Fees are the taker's unless the order may only rest.</para>
/// <para><b>Cost.</b> A row without intents 6 ns; every rule of one order 24 ns more; registering it and booking its
/// end another 25 ns (RiskBenchmarks, 2.8 GHz Xeon of a shared machine). Budget 1 µs an order.</para>
/// <para><b>Reference.</b> Strategies specification 2; the order of the rules is that of
/// <see cref="RiskReason"/>.</para>
/// </summary>
[HotPath]
public sealed unsafe partial class RiskEngine : IDisposable
{
    private const double PuPerDollar = 10_000;
    private const int MicroDollarsPerPu = 100;

    private readonly NativeRegion _region;
    private readonly InstrumentRisk* _instruments;
    private readonly int _count;
    private readonly KillAction _killAction;
    private readonly long _collarTicks;
    private readonly long _collarBps;
    private readonly bool _allowMarketOrders;
    private readonly bool _refuseClosedGates;
    private readonly int _maxOrderQuantity;
    private readonly long _maxOrderNotionalPu;
    private readonly long _maxPositionQuantity;
    private readonly long _twiceMaxPositionNotionalPu;
    private readonly long _maxDailyLossPu;
    private readonly long _takerFee;
    private readonly long _makerFee;

    private long _nowNs = long.MinValue;
    private TokenBucket _rateTotal;
    private long _profitPu;
    private TradingMode _mode;
    private bool _loggedOn;
    private bool _inboundGap;
    private bool _killTripped;

    /// <summary>Makes the engine; all memory is taken here.</summary>
    /// <param name="limits">Limits.</param>
    /// <param name="instruments">Instruments by their dense index, 1 to 65 534.</param>
    /// <param name="orderCapacity">Largest own order id; the last id of the strategy stage's allocator.</param>
    /// <exception cref="ArgumentException">A limit or an instrument is invalid; the message names it.</exception>
    public RiskEngine(RiskLimits limits, ReadOnlySpan<InstrumentInfo> instruments, uint orderCapacity)
    {
        ArgumentNullException.ThrowIfNull(limits);
        IReadOnlyList<string> errors = limits.Validate();
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors), nameof(limits));
        if (instruments.Length is 0 or >= InputEvent.NoInstrument)
            throw new ArgumentException(
                $"instruments: {instruments.Length} is outside 1 to 65534", nameof(instruments));

        _killAction = limits.KillAction;
        _collarTicks = limits.CollarTicks;
        _collarBps = limits.CollarBps;
        _allowMarketOrders = limits.AllowMarketOrders;
        _refuseClosedGates = limits.RefuseClosedGates;
        _maxOrderQuantity = limits.MaxOrderQuantity;
        _maxOrderNotionalPu = (long)Math.Round(limits.MaxOrderNotional * PuPerDollar);
        _maxPositionQuantity = limits.MaxPositionQuantity;
        _twiceMaxPositionNotionalPu = 2 * (long)Math.Round(limits.MaxPositionNotional * PuPerDollar);
        _maxDailyLossPu = (long)Math.Round(limits.MaxDailyLoss * PuPerDollar);
        _takerFee = (long)Math.Round(limits.TakerFee * PuPerDollar * MicroDollarsPerPu);
        _makerFee = -(long)Math.Round(limits.MakerRebate * PuPerDollar * MicroDollarsPerPu);
        _rateTotal = new TokenBucket(limits.MaxOrdersPerSecondTotal);
        _count = instruments.Length;
        Counters = new RiskCounters();
        Orders = new OrderTable(orderCapacity);
        _region = new NativeRegion((nuint)_count * InstrumentRisk.SizeBytes);
        _instruments = (InstrumentRisk*)_region.Pointer;
        for (int i = 0; i < _count; i++)
        {
            InstrumentInfo info = instruments[i];
            if (info.TickPu < 1)
                throw new ArgumentException(
                    $"{info.Symbol}: tick {info.TickPu} must be at least 1", nameof(instruments));
            _instruments[i].Tick = info.TickPu;
            _instruments[i].Venue = info.Venue;
            _instruments[i].Restricted = limits.Restricted.Contains(info.Symbol, StringComparer.Ordinal);
            _instruments[i].Rate = new TokenBucket(limits.MaxOrdersPerSecond);
        }
    }

    /// <summary>Own requests.</summary>
    public OrderTable Orders { get; }

    /// <summary>Counters, refusals by reason among them.</summary>
    public RiskCounters Counters { get; }

    /// <summary>Mode of all instruments together: what operator and kill switch allow.</summary>
    public TradingMode Mode => _mode;

    /// <summary>
    /// A rule of this stage has put the kill switch on. Ingress answers by an operator's Kill in the sequenced input,
    /// so that the strategies cancel and flatten too.
    /// </summary>
    public bool KillTripped => Volatile.Read(ref _killTripped);

    /// <summary>Handles one event: first what it says of quotes, session and own orders, then the intents that it
    /// caused.</summary>
    /// <param name="input">The event.</param>
    /// <param name="update">What the book stage says of it.</param>
    /// <param name="features">What the feature stage says of it.</param>
    /// <param name="output">What the strategy stage wants done.</param>
    /// <param name="verdicts">One verdict per intent; not written when there is none.</param>
    public void OnEvent(
        ref readonly InputEvent input,
        ref readonly BookUpdate update,
        ref readonly FeatureRow features,
        ref readonly StrategyOutput output,
        ref RiskVerdicts verdicts)
    {
        if (input.TimeNs > _nowNs)
            _nowNs = input.TimeNs;
        if (input.Kind < EventKind.FeedGap)
            OnMarket(input.Instrument, in update, in features);
        else
            OnOther(in input);
        // The bound is the inline array's; a count beyond it cannot come from a sound strategy stage.
        int count = Math.Min(output.Count, StrategyOutput.MaxIntents);
        for (int i = 0; i < count; i++)
            verdicts.Reasons[i] = CheckIntent(in output.Intents[i]);
    }

    /// <summary>Instruments that may be traded; their indices are below it.</summary>
    public int InstrumentCount => _count;

    /// <summary>Puts the kill switch on from inside the risk stage, on its thread: the hook of its own rules.</summary>
    public void TripKill()
    {
        if (_killTripped)
            return;
        Volatile.Write(ref _killTripped, true);
        Counters.Add(RiskCounter.KillsByRule);
        _mode = ModeSwitch.Stricter(_mode, ModeSwitch.After(_mode, OperatorCommand.Kill, _killAction));
    }

    /// <summary>Position, open orders and profit of an instrument. Any thread; may spin for the time of one order
    /// event.</summary>
    /// <param name="instrument">Its index.</param>
    public PositionView View(int instrument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)instrument, (uint)_count);
        ref InstrumentRisk r = ref _instruments[instrument];
        while (true)
        {
            int version = Volatile.Read(ref r.Version);
            var view = new PositionView(
                r.Ledger.Position,
                r.OpenBuy,
                r.OpenSell,
                AverageCostLedger.Saturate(r.Ledger.Cost),
                AverageCostLedger.Saturate(r.Ledger.Realised),
                r.TwiceMark == 0 ? 0 : AverageCostLedger.Saturate(r.Ledger.Unrealised(r.TwiceMark)),
                r.FeesMicroDollars,
                r.Bought,
                r.Sold);
            Interlocked.MemoryBarrier();
            if ((version & 1) == 0 && version == Volatile.Read(ref r.Version))
                return view;
            Thread.SpinWait(1);
        }
    }

    /// <summary>Returns the memory; no event may follow.</summary>
    public void Dispose()
    {
        _region.Dispose();
        Orders.Dispose();
        Counters.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnMarket(int instrument, ref readonly BookUpdate update, ref readonly FeatureRow features)
    {
        if (instrument >= _count)
            return;
        ref InstrumentRisk r = ref _instruments[instrument];
        r.Quote.Apply(in update);
        if ((features.Flags & FeatureFlags.Row) != 0)
            r.ClosedGates = features.ClosedGates;
        if (!r.Quote.Valid)
            return;
        bool moved = r.TwiceMark != r.Quote.TwiceMid;
        r.TwiceMark = r.Quote.TwiceMid;
        if (moved && r.Ledger.Position != 0 && _maxDailyLossPu > 0)
            UpdateProfit(ref r);
    }

    private void OnOther(ref readonly InputEvent input)
    {
        switch (input.Kind)
        {
            case EventKind.Order:
                OnOrder(in input);
                break;
            case EventKind.Session:
                OnSession((SessionEventType)input.Code);
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

    private void OnSession(SessionEventType type)
    {
        switch (type)
        {
            case SessionEventType.LoggedOn:
                _loggedOn = true;
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
        }
    }

    private void OnCommand(ref readonly InputEvent input)
    {
        var command = (OperatorCommand)input.Code;
        if (input.Instrument < _count)
        {
            ref TradingMode mode = ref _instruments[input.Instrument].Mode;
            mode = ModeSwitch.After(mode, command, _killAction);
            return;
        }

        if (input.Instrument != InputEvent.NoInstrument)
            return;
        _mode = ModeSwitch.After(_mode, command, _killAction);
        if (command != OperatorCommand.Resume)
            return;
        Volatile.Write(ref _killTripped, false);
        for (int i = 0; i < _count; i++)
            _instruments[i].Mode = ModeSwitch.After(_instruments[i].Mode, command, _killAction);
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
    }

    private void UpdateProfit(ref InstrumentRisk r)
    {
        Int128 gross = r.Ledger.Realised + (r.TwiceMark == 0 ? 0 : r.Ledger.Unrealised(r.TwiceMark));
        long profit = AverageCostLedger.Saturate(gross - r.FeesMicroDollars / MicroDollarsPerPu);
        _profitPu = AverageCostLedger.Saturate((Int128)_profitPu - r.ProfitPu + profit);
        r.ProfitPu = profit;
        if (_maxDailyLossPu > 0 && _profitPu <= -_maxDailyLossPu)
            TripKill();
    }
}
