using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Platform.Memory;

namespace HftGateway.Benchmarks.Features;

/// <summary>What a row costs by plan, and the parts that are not obvious.</summary>
public unsafe class FeatureBenchmarks
{
    private const int Count = 65_536;

    private readonly FeatureFeed _feed = new(Count, 1);
    private readonly FeatureRow[] _rows = new FeatureRow[256];
    private readonly NativeRegion _region = new(1 << 18);
    private readonly double[] _samples = new double[4_096];
    private FeatureEngine _engine = null!;
    private RobustScore _score;
    private SortedWindow _sorted;

    /// <summary>Which plan.</summary>
    [Params("strategy", "pair", "all")]
    public string Plan { get; set; } = "all";

    /// <summary>Makes the engine.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _engine = new FeatureEngine(FeaturePlans.Of(Plan), 1);
        _score.Initialise(_region.Pointer, 300);
        _sorted.Initialise(_region.Pointer + RobustScore.BytesFor(300), 200);
        Random random = new(2);
        for (int i = 0; i < _samples.Length; i++)
            _samples[i] = random.NextDouble();
    }

    /// <summary>One event of a busy instrument, rows written to a ring of slots.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public double OnEvent()
    {
        InputEvent[] events = _feed.Events;
        for (int i = 0; i < events.Length; i++)
        {
            events[i].TimeNs += _feed.SpanNs;
            _engine.OnEvent(in events[i], in _feed.Updates[i], ref _rows[i & 255]);
        }
        return _rows[0][0];
    }

    /// <summary>Four exponentials, each depending on the one before: latency.</summary>
    [Benchmark(OperationsPerInvoke = 1_024)]
    public double FourExponentials()
    {
        Vector256<double> x = Vector256.Create(-1e-3, -1e-5, -1e-4, -1e-6);
        Vector256<double> sum = default;
        for (int i = 0; i < 1_024; i++)
            sum = ExponentialDecay.ExpMinusOne(x + sum * Vector256.Create(1e-9));
        return Vector256.Sum(sum);
    }

    /// <summary>One sample into a z-score's window of 300: once per second and instrument.</summary>
    [Benchmark(OperationsPerInvoke = 4_096)]
    public double Sample()
    {
        foreach (double sample in _samples)
            _score.Push(sample, 1);
        return _score.Median;
    }

    /// <summary>One value into a sorted window of 200.</summary>
    [Benchmark(OperationsPerInvoke = 4_096)]
    public double SortedPush()
    {
        foreach (double sample in _samples)
            _sorted.Push(sample);
        return _sorted.Median;
    }
}
