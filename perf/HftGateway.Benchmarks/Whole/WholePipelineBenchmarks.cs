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
/// (topology <c>fused</c>), over a synthetic day of one symbol whose orders nobody answers; timer events (one for each
/// second of the day, 6 % on top) and reading the counter for each message included. Books must start empty, so an
/// iteration is one replay of the day by a pipeline of its own; making that pipeline is not measured.
/// </summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 2, iterationCount: 12)]
public class WholePipelineBenchmarks
{
    private const int Messages = 1_000_000;

    private SyntheticDay _day = null!;
    private EffectiveConfiguration _configuration = null!;
    private ReplayRunner? _runner;
    private MessageSource? _source;

    /// <summary>Messages of one replay.</summary>
    internal static int MessagesPerReplay => Messages;

    /// <summary>Makes the day.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _day = new SyntheticDay(Messages, 1);
        Dictionary<string, string> presets = new()
        {
            // A day of a busy symbol has several times as many messages. With the usual ten timer events a second there
            // would be almost as many of those as messages, and the result would say little about either.
            ["replay.timer_ms"] = "1000",
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
        RunReport report = _runner!.Run([_source!], null, CancellationToken.None);
        if (report.Feed.Messages != Messages)
            throw new InvalidOperationException($"{report.Feed.Messages} messages instead of {Messages}");
        return report.Feed.Events;
    }
}
