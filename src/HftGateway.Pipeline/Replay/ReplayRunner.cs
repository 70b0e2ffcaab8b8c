using HftGateway.Books;
using HftGateway.Books.MarketByPrice;
using HftGateway.Disruptor;
using HftGateway.MarketData;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Mdp3.Capture;
using HftGateway.MarketData.Recovery;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Latency;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Stages;
using HftGateway.Pipeline.Topology;
using HftGateway.Platform.Timing;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Replay;

/// <summary>
/// Runs recordings through the pipeline: the same stages as live, a recorded ingress before them and the recorded
/// exchange behind the encoder.
/// <para><b>Threading.</b> <see cref="Run"/> on the caller's thread, which becomes the ingress thread.</para>
/// <para><b>Invariants.</b> The same inputs and configuration give the same outbound bytes in every topology.</para>
/// </summary>
public sealed class ReplayRunner : IDisposable
{
    private const int FeedbackCapacity = 1 << 14;

    private readonly EffectiveConfiguration _configuration;
    private readonly IReadOnlyList<string> _symbols;
    private readonly ReplayOptions _options;
    private readonly PipelineOptions _pipeline;
    private readonly ItchNormalizer[] _normalizers;
    private readonly SpscByteQueue _sent = new(ReplayTransport.QueueBytes);
    private readonly SpscQueue<QueuedInput> _feedback = new(FeedbackCapacity);
    private readonly LatencyRecorder _latency = new();
    private readonly StageSet<OfiMomentumStrategy, ReplayTransport> _stages;
    private readonly PipelineCore<OfiMomentumStrategy, ReplayTransport> _core;
    private readonly ReplayWiring _wiring;
    private readonly Mdp3Channel? _channel;

    /// <summary>Makes the pipeline of a replay.</summary>
    /// <param name="configuration">Configuration in force.</param>
    /// <param name="symbols">Symbols by instrument index.</param>
    /// <param name="options">Settings of the replay.</param>
    /// <exception cref="ConfigurationException">Values that do not go together.</exception>
    public ReplayRunner(EffectiveConfiguration configuration, IReadOnlyList<string> symbols, ReplayOptions options)
        : this(configuration, symbols, options, ["NASDAQ"])
    {
    }

    /// <summary>Makes the pipeline of a replay of captures of CME MDP 3.0.</summary>
    /// <param name="configuration">Configuration in force.</param>
    /// <param name="symbols">Symbols by instrument index.</param>
    /// <param name="options">Settings of the replay.</param>
    /// <exception cref="ConfigurationException">Values that do not go together.</exception>
    public static ReplayRunner OfMdp3(
        EffectiveConfiguration configuration, IReadOnlyList<string> symbols, ReplayOptions options) =>
        new(configuration, symbols, options, ["CME"], isMdp3: true);

    /// <summary>Makes the pipeline of a replay of several venues' recordings side by side.</summary>
    /// <param name="configuration">Configuration in force.</param>
    /// <param name="symbols">Symbols; venue v has them at the indices from v times their number on.</param>
    /// <param name="options">Settings of the replay.</param>
    /// <param name="venues">Names of the venues, one an input; orders go to the first.</param>
    /// <exception cref="ConfigurationException">Values that do not go together.</exception>
    public ReplayRunner(
        EffectiveConfiguration configuration, IReadOnlyList<string> symbols, ReplayOptions options,
        IReadOnlyList<string> venues)
        : this(configuration, symbols, options, venues, isMdp3: false)
    {
    }

    private ReplayRunner(
        EffectiveConfiguration configuration, IReadOnlyList<string> symbols, ReplayOptions options,
        IReadOnlyList<string> venues, bool isMdp3)
    {
        _configuration = configuration;
        _symbols = symbols;
        _options = options;
        _pipeline = PipelineOptions.From(configuration);
        var session = OrderConnectionOptions.From(configuration, symbols).Session;
        _normalizers = [.. venues.Select((_, v) => new ItchNormalizer(isMdp3
            ? InstrumentUniverse.Of() : InstrumentUniverse.Of(symbols, v * symbols.Count), (ushort)v, options.MidnightUtcNs))];
        _stages = StageFactory.Create(
            configuration, symbols, session, new ReplayTransport(_sent), _feedback, _latency,
            venues.Count == 1 ? null : [.. venues.Select(Venue)], isMdp3 ? new InstrumentPlan([], symbols) : null);
        if (isMdp3)
            _channel = OpenChannel(symbols);
        _core = new PipelineCore<OfiMomentumStrategy, ReplayTransport>(_pipeline, _stages);
        bool ownBooks = _pipeline.Topology.IngressStages == 0;
        _wiring = new ReplayWiring
        {
            Session = session,
            Sent = _sent,
            Feedback = _feedback,
            Books = new ReplayBooks(_stages.Books, _stages.LevelBooks),
            Risk = _stages.Risk,
            IsFused = _pipeline.Topology.Groups.Count == 0,
            OwnBooks = ownBooks
                ? new ReplayBooks(
                    new BookSet(StageFactory.Books(configuration, symbols.Count * venues.Count)),
                    isMdp3 ? new LevelBookSet(Mdp3Settings.Books(configuration, symbols.Count)) : null)
                : null,
        };
    }

    /// <summary>SHA-256 over every byte that the encoder sent, after <see cref="Run"/>.</summary>
    public byte[] OrderHash { get; private set; } = [];

    /// <summary>Symbols that the captures of MDP 3.0 do not define, or not in a way that can be traded.</summary>
    public IEnumerable<string> Undefined => _channel == null
        ? [] : _symbols.Where((_, i) => _channel.Handler.Definition(i) == null);

    /// <summary>
    /// Check the books against their orders after every so many messages, at the end of a block, and at the end; 0
    /// never. The time it takes is in the report's.
    /// </summary>
    public long CheckEvery { get; init; }

    /// <summary>What the checks found, see <see cref="BookSet.FindDefects"/>; the first that found something.</summary>
    public IReadOnlyList<string> BookDefects { get; private set; } = [];

    /// <summary>Checks made.</summary>
    public long Checks { get; private set; }

    /// <summary>
    /// Replays the inputs to their end or their first damage: one after the other, or with several venues side by side,
    /// one input each.
    /// </summary>
    /// <param name="sources">Inputs, opened by the caller, in order.</param>
    /// <param name="progress">Told now and then how many messages are done.</param>
    /// <param name="cancelled">Ends the replay early; what was done is reported.</param>
    /// <returns>The report.</returns>
    public RunReport Run(IReadOnlyList<MessageSource> sources, Action<long>? progress, CancellationToken cancelled) =>
        RunAll(sources, [], progress, cancelled);

    /// <summary>Replays captures of CME MDP 3.0, one after the other, to their end or their first damage.</summary>
    /// <param name="sources">Captures, opened by the caller, in order.</param>
    /// <param name="progress">Told now and then how many messages are done.</param>
    /// <param name="cancelled">Ends the replay early; what was done is reported.</param>
    /// <returns>The report.</returns>
    public RunReport RunCaptures(
        IReadOnlyList<Mdp3CaptureSource> sources, Action<long>? progress, CancellationToken cancelled) =>
        RunAll([], sources, progress, cancelled);

    private RunReport RunAll(
        IReadOnlyList<MessageSource> sources, IReadOnlyList<Mdp3CaptureSource> captures, Action<long>? progress,
        CancellationToken cancelled) => _pipeline.Topology.IngressStages switch
        {
            0 => RunWith<Rank0>(sources, captures, progress, cancelled),
            1 => RunWith<Rank1>(sources, captures, progress, cancelled),
            2 => RunWith<Rank2>(sources, captures, progress, cancelled),
            3 => RunWith<Rank3>(sources, captures, progress, cancelled),
            4 => RunWith<Rank4>(sources, captures, progress, cancelled),
            _ => RunWith<Rank5>(sources, captures, progress, cancelled),
        };

    /// <inheritdoc/>
    public void Dispose()
    {
        _core.Dispose();
        _wiring.OwnBooks?.Dispose();
        _channel?.Dispose();
        foreach (ItchNormalizer normalizer in _normalizers)
            normalizer.Dispose();
        _stages.Dispose();
        _sent.Dispose();
        _feedback.Dispose();
    }

    private Mdp3Channel OpenChannel(IReadOnlyList<string> symbols)
    {
        try
        {
            return Mdp3Channel.OfCapture(new Mdp3Options { Symbols = symbols, MidnightUtcNs = _options.MidnightUtcNs });
        }
        catch (ArgumentException error)
        {
            throw new ConfigurationException($"instruments.symbols: {error.Message}", error);
        }
    }

    // Market codes of operational halts: NASDAQ's, BX's and PSX's by their names, NASDAQ's otherwise.
    private static FeedVenue Venue(string name, int index) => new()
    {
        Name = name,
        Index = (ushort)index,
        Market = name.ToUpperInvariant() switch { "BX" => 'B', "PSX" => 'X', _ => 'Q' },
        Lines = [],
        Feed = new MoldFeedOptions(),
    };

    private RunReport RunWith<TTo>(
        IReadOnlyList<MessageSource> sources, IReadOnlyList<Mdp3CaptureSource> captures, Action<long>? progress,
        CancellationToken cancelled)
        where TTo : struct, IStageRank
    {
        var prefix = new StageRange<Rank0, TTo, OfiMomentumStrategy, ReplayTransport>(_stages);
        var ingress = new ReplayIngress<
            StageRange<Rank0, TTo, OfiMomentumStrategy, ReplayTransport>, OfiMomentumStrategy>(
            _core, prefix, _normalizers[0], _options, _wiring)
        {
            CheckEvery = CheckEvery, Check = Check,
        };
        _core.Start();
        using var recorder = LatencyDrain.Start(_latency);
        long start = TimeStampCounter.Now();
        foreach (Mdp3CaptureSource capture in captures)
        {
            ingress.Run(capture, _channel!, progress, cancelled);
            if (capture.Problem != null)
                break;
        }

        if (_normalizers.Length > 1)
        {
            ingress.Run(new MessageMerger(sources), _normalizers, progress, cancelled);
        }
        else
        {
            foreach (MessageSource source in sources)
            {
                ingress.Run(source, progress, cancelled);
                if (source.Problem != null)
                    break;
            }
        }

        ingress.Finish();
        double elapsedS = TimeStampCounter.ToNs(TimeStampCounter.Now() - start) / 1e9;
        _core.Stop();
        recorder.Dispose();
        if (CheckEvery > 0)
            Check();
        OrderHash = ingress.OrderHash;
        if (_channel != null)
        {
            ingress.Feed.Mdp3 = new Mdp3FeedReport(
                _channel, [.. Enumerable.Repeat((0L, 0L, 0L), captures.Max(static c => c.Lines))]);
            ingress.Feed.Mdp3.AddTo(ingress.Feed);
        }

        string title = $"replay, {_pipeline.Topology.Name} topology, strategy {_configuration.Text("strategy.name")}";
        RunReport report = RunReport.From(title, elapsedS, _stages, ingress.Feed, _latency, _core.Allocations, null);
        report.OrderBytesSha256 = Convert.ToHexStringLower(OrderHash);
        return report;
    }

    private void Check()
    {
        Checks++;
        foreach (BookSet books in _stages.VenueBooks)
        {
            if (BookDefects.Count == 0)
                BookDefects = books.FindDefects();
        }
    }
}
