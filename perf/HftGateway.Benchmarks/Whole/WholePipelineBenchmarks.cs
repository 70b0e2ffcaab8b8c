using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using HftGateway.MarketData;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Replay;

namespace HftGateway.Benchmarks.Whole;

/// <summary>
/// The whole pipeline per feed message: reader, framing, decode, book, features, strategy, risk, encoder on one thread
/// (topology <c>fused</c>), over a synthetic day of one symbol whose orders nobody answers. Books must start empty, so an
/// iteration is one replay of the day by a pipeline of its own; making that pipeline is not measured.
/// </summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 2, iterationCount: 12)]
public class WholePipelineBenchmarks
{
    private const int Messages = 500_000;

    private SyntheticDay _day = null!;
    private EffectiveConfiguration _configuration = null!;
    private ReplayRunner? _runner;
    private MessageSource? _source;

    /// <summary>Messages of one replay.</summary>
    internal static int MessagesPerReplay => Messages;

    /// <summary>What the last replay said.</summary>
    internal RunReport? LastReport { get; private set; }

    /// <summary>Makes the day.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _day = new SyntheticDay(Messages, 1);
        Dictionary<string, string> presets = new()
        {
            ["instruments.max_live_orders"] = SyntheticDay.MaxLiveOrders.ToString(CultureInfo.InvariantCulture),
        };
        _configuration = EffectiveConfiguration.Load(null, presets, ["gateway.topology=fused"]);
    }

    /// <summary>Makes an empty pipeline and opens the day.</summary>
    [IterationSetup]
    public void Prepare()
    {
        _source = _day.Open();
        _runner = new ReplayRunner(
            _configuration, _day.Symbols, ReplayOptions.From(_configuration, 0, ReplayOrders.Null));
    }

    /// <summary>Frees both.</summary>
    [IterationCleanup]
    public void Release()
    {
        _runner?.Dispose();
        _source?.Dispose();
    }

    /// <summary>Replays the day.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public long Replay()
    {
        LastReport = _runner!.Run([_source!], null, CancellationToken.None);
        if (LastReport.Feed.Messages != Messages)
            throw new InvalidOperationException($"{LastReport.Feed.Messages} messages instead of {Messages}");
        return LastReport.Feed.Events;
    }
}
