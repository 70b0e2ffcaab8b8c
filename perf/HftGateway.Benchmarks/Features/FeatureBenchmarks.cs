using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Platform.Memory;

namespace HftGateway.Benchmarks.Features;

/// <summary>What a row costs: the whole calculator, and its parts that are not obvious.</summary>
public unsafe class FeatureBenchmarks
{
    private const int Count = 65_536;

    private readonly FeatureFeed _feed = new(Count, 1);
    private readonly FeatureRow[] _rows = new FeatureRow[256];
    private readonly NativeRegion _region = new(1 << 16);
    private readonly double[] _samples = new double[4_096];
    private FeatureCalculator _calculator = null!;
    private RobustScore _score;

    /// <summary>Window of the z-score.</summary>
    [Params(60, 300)]
    public int ZWindow { get; set; }

    /// <summary>Makes the calculator.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _calculator = new FeatureCalculator(new FeatureOptions { ZWindow = ZWindow }, 1);
        _score.Initialise(_region.Pointer, ZWindow);
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
            _calculator.OnEvent(in events[i], in _feed.Updates[i], ref _rows[i & 255]);
        }
        return _rows[0].SignalZ;
    }

    /// <summary>Two exponentials, each depending on the one before: latency.</summary>
    [Benchmark(OperationsPerInvoke = 1_024)]
    public double TwoExponentials()
    {
        Vector128<double> x = Vector128.Create(-1e-3, -1e-5);
        Vector128<double> sum = default;
        for (int i = 0; i < 1_024; i++)
            sum = ExponentialDecay.ExpMinusOne(x + sum * Vector128.Create(1e-9));
        return sum[0] + sum[1];
    }

    /// <summary>One sample into the z-score's window: once per second and instrument.</summary>
    [Benchmark(OperationsPerInvoke = 4_096)]
    public double Sample()
    {
        foreach (double sample in _samples)
            _score.Push(sample, 1);
        return _score.Median;
    }
}
