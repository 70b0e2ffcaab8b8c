using HftGateway.Disruptor;
using HftGateway.Fix;
using HftGateway.Histogram;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Latency;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Stages;
using HftGateway.Pipeline.Topology;
using HftGateway.Platform.Threads;
using HftGateway.Platform.Timing;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// The live gateway: feed socket, order session, pipeline and the threads that run them.
/// <para><b>Threading.</b> Controlled from one thread.</para>
/// <para><b>Shutdown.</b> <see cref="Stop"/> closes positions and cancels orders first, then logs out, then ends the
/// threads; what the exchange did not confirm in time is reported, not hidden.</para>
/// </summary>
public sealed class LiveGateway : IDisposable
{
    private const int QueueCapacity = 1 << 14;
    private const int CommandCapacity = 64;
    private const int PollMs = 2;

    private readonly EffectiveConfiguration _configuration;
    private readonly IReadOnlyList<string> _symbols;
    private readonly PipelineOptions _options;
    private readonly Action<string> _note;
    private readonly OperatorNotes _notes;
    private readonly SpscQueue<QueuedInput> _responses = new(QueueCapacity);
    private readonly SpscQueue<QueuedInput> _feedback = new(QueueCapacity);
    private readonly SpscQueue<QueuedInput> _commands = new(CommandCapacity);
    private readonly WallClock _clock = new();
    private readonly LatencyRecorder _latency = new();
    private readonly OrderConnection _connection;
    private readonly FixStore? _store;
    private readonly WarmConnection? _warm;
    private readonly StageSet<OfiMomentumStrategy, SocketTransport> _stages;
    private readonly PipelineCore<OfiMomentumStrategy, SocketTransport> _core;
    private readonly LiveWiring _wiring;
    private readonly IReadOnlyList<FeedVenue> _venues;
    private readonly ItchNormalizer[] _normalizers;
    private readonly ItchFeed[] _feeds;
    private readonly Mdp3LiveFeed? _mdp3;
    private DedicatedThread? _ingressThread;
    private LatencyDrain? _drain;
    private Action? _stopIngress;
    private long _startTicks;

    /// <summary>Opens the feed's socket and takes all memory.</summary>
    /// <param name="configuration">Configuration in force.</param>
    /// <param name="note">Receives lines for the operator, from any of the gateway's threads.</param>
    /// <exception cref="ConfigurationException">Values that do not go together, or no symbols.</exception>
    /// <exception cref="HftGateway.MarketData.FeedException">The feed's socket cannot be opened.</exception>
    public LiveGateway(EffectiveConfiguration configuration, Action<string> note)
    {
        _configuration = configuration;
        _note = note;
        InstrumentPlan plan = InstrumentPlan.From(configuration);
        _symbols = plan.All;
        if (plan.Mdp3.Count > 0)
            Mdp3Settings.CheckSchema(configuration, note);
        SocketCalls.Bind();
        _options = PipelineOptions.From(configuration);
        _store = OrderStore.Open(configuration, _clock.UtcNs(TimeStampCounter.Now()), note);
        OrderConnectionOptions connection = OrderConnectionOptions.From(
            configuration, _symbols, OrderStore.Run(_store));
        _connection = new OrderConnection(connection, _responses, _clock, note, _store?.ExpectedInbound ?? 1,
            continues: OrderStore.Run(_store).Length != 0,
            restored: OrderStore.Fills(_store, _symbols, note));
        _warm = configuration.Boolean("orders.warm_path") ? new WarmConnection() : null;
        _venues = plan.Itch.Count > 0 ? FeedSettings.Venues(configuration) : [];
        _notes = new OperatorNotes([.. _venues.Select(static v => v.Name)], note);
        _stages = StageFactory.Create(
            configuration, _symbols, connection.Session, new SocketTransport(_connection, _warm), _feedback, _latency,
            _venues, plan, _store);
        _core = new PipelineCore<OfiMomentumStrategy, SocketTransport>(_options, _stages);
        long midnightUtcNs = ExchangeDay.MidnightUtcNs(
            _clock.UtcNs(TimeStampCounter.Now()), configuration.Text("feed.time_zone"));
        var statistics = new FeedStatistics();
        _normalizers = [.. _venues.Select(v => new ItchNormalizer(
            InstrumentUniverse.Of(plan.Itch, v.Index * _symbols.Count), v.Index, midnightUtcNs))];
        _feeds = [.. _venues.Select((v, i) => new ItchFeed(v, _normalizers[i], _clock, statistics, _notes))];
        if (plan.Mdp3.Count > 0)
        {
            _mdp3 = new Mdp3LiveFeed(
                configuration, plan, (ushort)_venues.Count, midnightUtcNs, _clock, statistics, _notes);
        }

        _wiring = new LiveWiring
        {
            Feed = statistics,
            Responses = _responses,
            Feedback = _feedback,
            Commands = _commands,
            Clock = _clock,
            MidnightUtcNs = midnightUtcNs,
            TimerNs = configuration.Long("gateway.timer_us") * 1_000,
            StampEvery = configuration.Int("gateway.stamp_every"),
            Wait = _options.IngressWait,
            Risk = _stages.Risk,
            Notes = _notes,
        };
    }

    /// <summary>Symbols by instrument index.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>UDP port on which the first venue's first line is received; 0 without ITCH over UDP.</summary>
    public int FeedPort => FeedPorts.FirstOrDefault();

    /// <summary>UDP ports of the first venue's lines; none without ITCH.</summary>
    public IReadOnlyList<int> FeedPorts =>
        _feeds.Length == 0 ? [] : [.. Enumerable.Range(0, _feeds[0].LineCount).Select(_feeds[0].Port)];

    /// <summary>UDP ports of the MDP 3.0 channel; null without one.</summary>
    public Mdp3Ports? Mdp3Ports => _mdp3?.Ports;

    /// <summary>The feed of CME MDP 3.0, null without one.</summary>
    internal Mdp3LiveFeed? Mdp3 => _mdp3;

    /// <summary>The stages, to be looked into when everything has stopped.</summary>
    internal StageSet<OfiMomentumStrategy, SocketTransport> Stages => _stages;

    /// <summary>Every venue said that its session is over. MDP 3.0 has no such message: with it never.</summary>
    public bool FeedEnded => _mdp3 == null && Array.TrueForAll(_feeds, static f => f.IsEnded);

    /// <summary>Connections of the order session so far.</summary>
    public long Connections => _connection.Connections;

    /// <summary>
    /// Sets the acceptor's port, when it was not known at construction (an exchange on a free port).
    /// Before <see cref="Start"/>.
    /// </summary>
    /// <param name="port">TCP port.</param>
    public void SetOrderPort(int port) => _connection.SetPort(port);

    /// <summary>
    /// Sets the ports of recovery servers that were configured with port 0, when they were not known at construction
    /// (an exchange on free ports). Before <see cref="Start"/>.
    /// </summary>
    /// <param name="requestPort">UDP port of the re-request servers.</param>
    /// <param name="snapshotPort">TCP port of the snapshot servers.</param>
    public void SetRecoveryPorts(int requestPort, int snapshotPort)
    {
        foreach (ItchFeed feed in _feeds)
            feed.Connect(requestPort, snapshotPort);
    }

    /// <summary>Starts all threads.</summary>
    public void Start()
    {
        _startTicks = TimeStampCounter.Now();
        SetRecoveryPorts(0, 0);
        _drain = LatencyDrain.Start(_latency);
        _notes.Start();
        foreach (string line in _core.Start().Concat(_feeds.SelectMany(static f => f.Degradations))
            .Concat(_mdp3?.Degradations ?? []))
            _note("degraded: " + line);
        Action run = _options.Topology.IngressStages switch
        {
            0 => Ingress<Rank0>(),
            1 => Ingress<Rank1>(),
            2 => Ingress<Rank2>(),
            3 => Ingress<Rank3>(),
            4 => Ingress<Rank4>(),
            _ => Ingress<Rank5>(),
        };
        _ingressThread = DedicatedThread.Start(new ThreadSpec("ingress"), () =>
        {
            foreach (string line in _core.PrepareIngressThread())
                _note("degraded: " + line);
            run();
        });
        _connection.Start();
    }

    /// <summary>Gives an operator's command. Controlling thread.</summary>
    /// <param name="command">The command.</param>
    public void Command(OperatorCommand command)
    {
        QueuedInput item = default;
        item.Event.Kind = EventKind.Command;
        item.Event.Code = (byte)command;
        item.Event.Instrument = InputEvent.NoInstrument;
        if (!_commands.TryEnqueue(in item))
            _note($"command {command} was not taken: the ingress thread does not answer");
    }

    /// <summary>Throws if a thread of the pipeline died of a programming error.</summary>
    /// <exception cref="InvalidOperationException">A thread failed.</exception>
    public void ThrowIfFaulted()
    {
        _core.ThrowIfFaulted();
        if (_ingressThread?.Failure is { } failure)
            throw new InvalidOperationException($"the ingress thread failed: {failure.Message}", failure);
    }

    /// <summary>
    /// Whether nothing is open and nothing will be: no position, no working order, and the strategy has taken the command
    /// that ends entries. Without the last a command on its way through the ring could be overtaken by an entry.
    /// </summary>
    /// <returns>True when flat for good.</returns>
    public bool IsFlat()
    {
        for (int i = 0; i < _symbols.Count; i++)
        {
            if (!_stages.Strategy.View(i).IsClosed)
                return false;
        }

        return true;
    }

    /// <summary>Closes positions and orders, logs out, and ends all threads.</summary>
    /// <param name="flattenTimeout">How long to wait until nothing is open.</param>
    /// <param name="title">Title of the report.</param>
    /// <param name="outside">Latency that the exchange measured, asked for at the very end, or null.</param>
    /// <returns>The report of the run.</returns>
    public RunReport Stop(TimeSpan flattenTimeout, string title, Func<LongHistogram>? outside)
    {
        Command(OperatorCommand.Flatten);
        if (!WaitFor(IsFlat, flattenTimeout))
            _note("stopping: positions or orders are still open; look at the exchange's records");
        double elapsedS = TimeStampCounter.ToNs(TimeStampCounter.Now() - _startTicks) / 1e9;
        _connection.ExpectEnd();
        Command(OperatorCommand.Shutdown);
        WaitFor(() => !_connection.IsLoggedOn, TimeSpan.FromSeconds(2));
        _connection.Dispose();
        // The Disconnected event must still reach the encoder, which closes the socket.
        WaitFor(() => _responses.Count == 0, TimeSpan.FromSeconds(1));
        _stopIngress?.Invoke();
        _ingressThread?.Join();
        _core.Stop();
        _drain?.Dispose();
        _notes.Dispose();
        ThrowIfFaulted();
        return RunReport.From(title, elapsedS, _stages, Collect(), _latency, _core.Allocations, outside?.Invoke());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopIngress?.Invoke();
        _ingressThread?.Join();
        _connection.Dispose();
        _warm?.Dispose();
        foreach (ItchFeed feed in _feeds)
            feed.Dispose();
        _mdp3?.Dispose();
        _drain?.Dispose();
        _notes.Dispose();
        _core.Dispose();
        _stages.Dispose();
        _store?.Dispose();
        _responses.Dispose();
        _feedback.Dispose();
        _commands.Dispose();
    }

    private FeedStatistics Collect()
    {
        FeedStatistics all = _wiring.Feed;
        all.Feeds = [.. _feeds.Select(static f => f.Report())];
        foreach (FeedReport feed in all.Feeds)
        {
            all.Gaps += feed.Arbitration.Gaps;
            all.MissingMessages += (long)feed.Arbitration.LostMessages;
            for (int i = 0; i < feed.Feed.Arbiter.LineCount; i++)
            {
                LineStatistics line = feed.Feed.Arbiter.Line(i);
                all.DuplicatePackets += line.Second + line.Repeated + line.TooLate;
                all.MalformedPackets += line.Malformed;
            }
        }

        all.MalformedMessages = _normalizers.Sum(static n => n.DefectCount);
        all.Mdp3 = _mdp3?.Report();
        all.Mdp3?.AddTo(all);
        return all;
    }

    private static bool WaitFor(Func<bool> condition, TimeSpan timeout)
    {
        long deadline = TimeStampCounter.Now() + TimeStampCounter.FromNs((long)(timeout.TotalMilliseconds * 1e6));
        while (!condition())
        {
            if (TimeStampCounter.Now() > deadline)
                return false;
            Thread.Sleep(PollMs);
        }

        return true;
    }

    private Action Ingress<TTo>()
        where TTo : struct, IStageRank
    {
        var prefix = new StageRange<Rank0, TTo, OfiMomentumStrategy, SocketTransport>(_stages);
        var ingress = new LiveIngress<
            GatewayFeeds, StageRange<Rank0, TTo, OfiMomentumStrategy, SocketTransport>, OfiMomentumStrategy,
            SocketTransport>(_core, prefix, new GatewayFeeds(new ItchFeeds(_feeds), _mdp3), _wiring);
        _stopIngress = ingress.Stop;
        return ingress.Run;
    }
}
