using HftGateway.Books;
using HftGateway.Books.MarketByPrice;
using HftGateway.Disruptor;
using HftGateway.Features;
using HftGateway.Fix;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Latency;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Stages;
using HftGateway.Risk;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// Makes the stages that a configuration asks for. All memory of the event path is taken here.
/// </summary>
public static class StageFactory
{
    private const uint ReservedIds = 1 << 10;

    // Without ITCH its book set has nothing to hold, but answers events of no instrument.
    private const int LeastOrders = 1_024;

    /// <summary>Makes the five stages.</summary>
    /// <typeparam name="TTransport">Where encoded orders go.</typeparam>
    /// <param name="c">Configuration in force.</param>
    /// <param name="symbols">Symbols by instrument index.</param>
    /// <param name="session">FIX session settings.</param>
    /// <param name="transport">Where encoded orders go.</param>
    /// <param name="feedback">Refusals on their way back to ingress.</param>
    /// <param name="latency">Receives stamps.</param>
    /// <returns>The stages.</returns>
    /// <param name="venues">
    /// Venues of the feeds, null for one. Each has books and features of every symbol; orders go to the first, so
    /// strategy and risk know the first's instruments only.
    /// </param>
    /// <param name="plan">Which instruments come by which kind of feed; null if all come by ITCH.</param>
    /// <param name="store">Durable numbers and messages of the order session; null for none.</param>
    /// <exception cref="ConfigurationException">Values that do not go together.</exception>
    public static StageSet<OfiMomentumStrategy, TTransport> Create<TTransport>(
        EffectiveConfiguration c, IReadOnlyList<string> symbols, FixSessionOptions session, TTransport transport,
        SpscQueue<QueuedInput> feedback, LatencyRecorder latency, IReadOnlyList<FeedVenue>? venues = null,
        InstrumentPlan? plan = null, FixStore? store = null)
        where TTransport : struct, IOrderTransport
    {
        int tickPu = c.Int("features.tick_pu");
        // A feed of its own has gaps of its own: the MDP 3.0 channel is a venue behind those of ITCH.
        int firstMdp3 = plan?.FirstMdp3 ?? symbols.Count;
        var mdp3Venue = (ushort)(venues?.Count ?? 0);
        InstrumentInfo[] instruments = [.. symbols.Select((s, i) => new InstrumentInfo(
            s, tickPu, c.Int("strategy.lot"), i >= firstMdp3 ? mdp3Venue : (ushort)0))];
        int orderCapacity = c.Int("gateway.order_capacity");
        try
        {
            int instrumentsOfAll = symbols.Count * Math.Max(1, venues?.Count ?? 1);
            BookSet[] books = plan is { Itch.Count: 0 }
                ? [new BookSet(Books(c, 1) with { MaxOrders = LeastOrders })]
                : venues == null ? [new BookSet(Books(c, symbols.Count))]
                : [.. venues.Select(v => new BookSet(
                    Books(c, instrumentsOfAll) with { OperationalHaltMarket = v.Market }))];
            var strategy = new OfiMomentumStrategy(
                Strategy(c), instruments,
                new OrderIdAllocator((uint)orderCapacity, Math.Min(ReservedIds, (uint)orderCapacity / 4)));
            var features = new FeatureEngine(Plan(c, strategy), instrumentsOfAll);
            var risk = new RiskEngine(Risk(c), instruments, (uint)orderCapacity);
            var encoder = new OrderEncoder<TTransport>(
                new FixOutboundSession(session, durable: store), transport, feedback, latency, orderCapacity,
                c.Boolean("orders.warm_path")
                    ? new FixMessageTemplates(session, new FixSymbolTable(session.Symbols))
                    : null,
                new OrderRecovery
                {
                    IsContinued = OrderStore.Run(store).Length != 0,
                    MassRequests = c.Boolean("orders.mass_requests") && session.Version > FixVersion.Fix42, Store = store, Symbols = symbols,
                });
            return new StageSet<OfiMomentumStrategy, TTransport>(books, features, strategy, risk, encoder)
            {
                LevelBooks = firstMdp3 < symbols.Count ? new LevelBookSet(Mdp3Settings.Books(c, symbols.Count)) : null,
            };
        }
        catch (ArgumentException error)
        {
            throw new ConfigurationException(error.Message, error);
        }
    }

    /// <summary>Book settings.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="instruments">Number of instruments.</param>
    /// <returns>The settings.</returns>
    public static BookSetOptions Books(EffectiveConfiguration c, int instruments) => new()
    {
        Instruments = instruments,
        MaxOrders = c.Int("instruments.max_live_orders"),
        Queues = c.Boolean("instruments.queues"),
        LockInMemory = c.Boolean("gateway.lock_memory"),
    };

    /// <summary>What the feature stage computes: what the strategy reads, and the configured gates.</summary>
    /// <typeparam name="TStrategy">Strategy.</typeparam>
    /// <param name="c">Configuration in force.</param>
    /// <param name="strategy">The strategy.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ConfigurationException">Values that do not go together.</exception>
    public static FeaturePlan Plan<TStrategy>(EffectiveConfiguration c, TStrategy strategy)
        where TStrategy : struct, IStrategy
    {
        var options = new FeatureOptions();
        foreach (FeatureParameter parameter in FeatureParameters.Table)
        {
            string key = FeatureParameters.Prefix + parameter.Name;
            if (SettingTable.ByKey.ContainsKey(key)
                && FeatureParameters.TrySet(options, key, c.Text(key), out options) is { } error)
            {
                throw new ConfigurationException(error);
            }
        }
        var gates = new GateOptions
        {
            Mode = c.Text("gates.mode") switch
            {
                "safe" => TradeabilityMode.Safe,
                "aggressive" => TradeabilityMode.Aggressive,
                _ => TradeabilityMode.Off,
            },
            QuoteStuffing = c.Boolean("gates.stuffing"),
            MaxToxicity = c.Number("gates.max_toxicity"),
            Vpin = c.Boolean("gates.vpin"),
            VpinDefault = c.Number("gates.vpin_default"),
        };
        if (strategy.Features.Count > FeatureRow.MaxValues)
        {
            throw new ConfigurationException(
                $"strategy.name: it reads {strategy.Features.Count} features, 0 to {FeatureRow.MaxValues} are possible");
        }
        return FeaturePlan.Create(strategy.Features, options, gates: gates);
    }

    private static OfiMomentumOptions Strategy(EffectiveConfiguration c)
    {
        var options = new OfiMomentumOptions
        {
            Signal = c.Text("strategy.signal"),
            ZWindow = c.Int("strategy.z_window"),
            ZEntry = c.Number("strategy.z_entry"),
            ZExit = c.Number("strategy.z_exit"),
            TargetTicks = c.Int("strategy.target_ticks"),
            StopTicks = c.Int("strategy.stop_ticks"),
            MaxHoldMs = c.Int("strategy.max_hold_ms"),
            MaxSpreadTicks = c.Int("strategy.max_spread_ticks"),
            Notional = c.Number("strategy.notional"),
            RequireEdge = c.Boolean("strategy.require_edge"),
            DepthCap = c.Number("strategy.depth_cap"),
            MaxNotional = c.Number("strategy.max_notional"),
            TakeSlipTicks = c.Int("strategy.take_slip_ticks"),
            SweepSlipTicks = c.Int("strategy.sweep_slip_ticks"),
            ExitRetryMs = c.Int("strategy.exit_retry_ms"),
            MaxExitSlipBps = c.Int("strategy.max_exit_slip_bps"),
            CooldownMs = c.Int("strategy.cooldown_ms"),
            CooldownStopMs = c.Int("strategy.cooldown_stop_ms"),
            FeedStaleMs = c.Int("strategy.feed_stale_ms"),
            StaleAlarmS = c.Int("strategy.stale_alarm_s"),
            OrderTimeoutMs = c.Int("strategy.order_timeout_ms"),
            MaxCancelAttempts = c.Int("strategy.max_cancel_attempts"),
            UseSessionWindow = c.Boolean("strategy.session_window"),
            SessionStartS = c.Seconds("strategy.session_start"),
            SessionEndS = c.Seconds("strategy.session_end"),
            OpenDelayS = c.Int("strategy.open_delay_s"),
            NoEntryBeforeCloseS = c.Int("strategy.no_entry_before_close_s"),
            FlattenBeforeCloseS = c.Int("strategy.flatten_before_close_s"),
            MaxTradesPerDay = c.Int("strategy.max_trades_per_day"),
            KillAction = Kill(c),
            // The strategy sizes within the limits that risk enforces, so that a refusal stays the exception.
            MaxPositionQuantity = c.Int("risk.max_position_qty"),
            MaxOrderQuantity = c.Int("risk.max_order_qty"),
        };
        ThrowIfAny("strategy", options.Validate());
        return options;
    }

    private static RiskLimits Risk(EffectiveConfiguration c)
    {
        var limits = new RiskLimits
        {
            KillAction = Kill(c),
            Restricted = c.List("risk.restricted"),
            CollarTicks = c.Int("risk.collar_ticks"),
            CollarBps = c.Int("risk.collar_bps"),
            MaxOrderQuantity = c.Int("risk.max_order_qty"),
            MaxOrderNotional = c.Number("risk.max_order_notional"),
            MaxPositionQuantity = c.Int("risk.max_position_qty"),
            MaxPositionNotional = c.Number("risk.max_position_notional"),
            MaxOrdersPerSecond = c.Int("risk.max_orders_per_s"),
            MaxOrdersPerSecondTotal = c.Int("risk.max_orders_per_s_total"),
            MaxDailyLoss = c.Number("risk.max_daily_loss"),
            TakerFee = c.Number("risk.taker_fee"),
            MakerRebate = c.Number("risk.maker_rebate"),
            RefuseClosedGates = c.Boolean("risk.refuse_closed_gates"),
        };
        ThrowIfAny("risk", limits.Validate());
        return limits;
    }

    private static KillAction Kill(EffectiveConfiguration c)
        => c.Text("strategy.kill_action") == "hold" ? KillAction.Hold : KillAction.Flatten;

    private static void ThrowIfAny(string section, IReadOnlyList<string> errors)
    {
        if (errors.Count > 0)
            throw new ConfigurationException($"section {section}: {string.Join("; ", errors)}");
    }
}
