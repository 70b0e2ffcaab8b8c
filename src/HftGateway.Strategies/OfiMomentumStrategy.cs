using HftGateway.Books;
using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Strategies;

/// <summary>
/// Follows order flow: enters when the z-score of its signal series is beyond a threshold and leaves when it has faded,
/// at the target, at the stop or when its time is over.
/// <para><b>Threading.</b> <see cref="OnEvent"/> on the strategy stage's thread; <see cref="Counters"/> and
/// <see cref="View"/> from any.</para>
/// <para><b>Invariants.</b> At most one new entry an event. Copies of the struct share their state.</para>
/// <para><b>Limits.</b> All instruments have the same parameters.</para>
/// <para><b>Cost.</b> A row without a signal 11 ns, a trade of three events 170 ns (StrategyBenchmarks, 2.8 GHz Xeon
/// of a shared machine).</para>
/// <para><b>Reference.</b> Strategies specification 3.4 over 1.1 to 1.6.</para>
/// </summary>
[HotPath]
public readonly struct OfiMomentumStrategy : IStrategy, IDisposable
{
    /// <summary>Place of the signal's z-score in the row.</summary>
    public const int SignalZ = 0;

    /// <summary>Place of execution_edge in the row.</summary>
    public const int ExecutionEdge = 1;

    private readonly StrategyCore _core;
    private readonly double _zEntry;
    private readonly double _zExit;
    private readonly long _notionalPu;
    private readonly long _maxSpreadTicks;
    private readonly bool _requireEdge;

    /// <summary>Makes the strategy; all memory is taken here.</summary>
    /// <param name="options">Options.</param>
    /// <param name="instruments">Instruments by their dense index, 1 to 65 534.</param>
    /// <param name="ids">Ids of own requests, shared by all strategies of the stage.</param>
    /// <exception cref="ArgumentException">An option or an instrument is invalid; the message names it.</exception>
    public OfiMomentumStrategy(
        OfiMomentumOptions options, ReadOnlySpan<InstrumentInfo> instruments, OrderIdAllocator ids)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ids);
        var rules = new ExitRules(options.TargetTicks, options.StopTicks, options.MaxHoldMs * 1_000_000L);
        _core = new StrategyCore(options, rules, instruments, ids);
        _zEntry = options.ZEntry;
        _zExit = options.ZExit;
        _notionalPu = (long)Math.Round(options.Notional * 10_000);
        _maxSpreadTicks = options.MaxSpreadTicks;
        _requireEdge = options.RequireEdge;
        Features = [$"z({options.Signal})[z_window={options.ZWindow}]", "execution_edge"];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Counters, readable from any thread.</summary>
    public StrategyCounters Counters => _core.Counters;

    /// <summary>One instrument for reports, readable from any thread.</summary>
    /// <param name="instrument">Its index.</param>
    public StrategyInstrumentView View(int instrument) => _core.View(instrument);

    /// <summary>Returns the memory; no event may follow.</summary>
    public void Dispose() => _core.Dispose();

    /// <inheritdoc/>
    public void OnEvent(
        ref readonly InputEvent input,
        ref readonly BookUpdate update,
        ref readonly FeatureRow features,
        ref StrategyOutput output)
    {
        output.Count = 0;
        output.Overflow = 0;
        _core.Advance(input.TimeNs);
        if (input.Kind < EventKind.FeedGap)
        {
            int instrument = _core.OnMarket(in input, in update);
            if (instrument >= 0)
                OnMarket(ref _core.Instrument(instrument), instrument, in features, ref output);
        }
        else
        {
            _core.OnOther(in input, ref output);
        }

        _core.ContinueRound(ref output);
    }

    private void OnMarket(
        ref InstrumentState s, int instrument, ref readonly FeatureRow features, ref StrategyOutput output)
    {
        bool row = (features.Flags & FeatureFlags.Row) != 0;
        if (!_core.IsFlatAndQuiet(in s))
        {
            // A NaN signal is no signal: it neither enters nor leaves.
            bool faded = row && s.Direction * features[SignalZ] < _zExit;
            _core.Decide(ref s, instrument, faded, ref output);
        }

        // In a trade there is no entry to refuse.
        if (row && s.State is StrategyState.Flat or StrategyState.Off or StrategyState.Cool)
            ConsiderEntry(ref s, instrument, in features, ref output);
    }

    private void ConsiderEntry(
        ref InstrumentState s, int instrument, ref readonly FeatureRow features, ref StrategyOutput output)
    {
        double z = features[SignalZ];
        int direction = z > _zEntry ? 1 : z < -_zEntry ? -1 : 0;
        if (direction == 0)
        {
            if (double.IsNaN(z))
                _core.CountBlock(EntryBlock.FeatureMissing);
            return;
        }

        EntryBlock block = Block(in s, direction, in features);
        if (block != EntryBlock.None)
            _core.CountBlock(block);
        else
            _core.Enter(ref s, instrument, direction, _notionalPu, ref output);
    }

    private EntryBlock Block(ref readonly InstrumentState s, int direction, ref readonly FeatureRow features)
    {
        if (_requireEdge && double.IsNaN(features[ExecutionEdge]))
            return EntryBlock.FeatureMissing;
        EntryBlock common = _core.CommonBlock(in s, (features.Flags & FeatureFlags.RecentHalt) != 0);
        if (common != EntryBlock.None)
            return common;
        if (features.ClosedGates != FeatureGates.None)
            return BlockOf(features.ClosedGates);
        if (s.Quote.Ask - s.Quote.Bid > _maxSpreadTicks * s.Tick)
            return EntryBlock.Spread;
        return _requireEdge && direction * features[ExecutionEdge] < 0 ? EntryBlock.Edge : EntryBlock.None;
    }

    /// <summary>The first closed gate, in the order of the specification.</summary>
    private static EntryBlock BlockOf(FeatureGates closed) => Tradeability.ReasonOf(closed) switch
    {
        TradeabilityReason.NoQuote => EntryBlock.QuoteInvalid,
        TradeabilityReason.RecentHalt => EntryBlock.RecentHalt,
        TradeabilityReason.Gap => EntryBlock.GateGap,
        TradeabilityReason.Spread => EntryBlock.GateSpread,
        TradeabilityReason.Depth => EntryBlock.GateDepth,
        _ => (closed & FeatureGates.QuoteStuffing) != 0 ? EntryBlock.GateQuoteStuffing : EntryBlock.GateToxicity,
    };
}
