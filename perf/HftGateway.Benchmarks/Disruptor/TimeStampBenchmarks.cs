using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using HftGateway.Platform.Timing;

namespace HftGateway.Benchmarks.Disruptor;

/// <summary>What it costs to know the time.</summary>
[MinColumn]
public class TimeStampBenchmarks
{
    private WallClock _clock = null!;

    /// <summary>Makes the wall clock.</summary>
    [GlobalSetup]
    public void Setup() => _clock = new WallClock();

    /// <summary>For comparison: the runtime's clock, CLOCK_MONOTONIC.</summary>
    [Benchmark(Baseline = true)]
    public long StopwatchTicks() => Stopwatch.GetTimestamp();

    /// <summary>The counter.</summary>
    [Benchmark]
    public long Now() => TimeStampCounter.Now();

    /// <summary>The counter, converted to ns.</summary>
    [Benchmark]
    public long NowInNs() => TimeStampCounter.ToNs(TimeStampCounter.Now());

    /// <summary>The counter, converted to UTC.</summary>
    [Benchmark]
    public long NowInUtc() => _clock.UtcNs(TimeStampCounter.Now());

    /// <summary>For comparison: the runtime's UTC, in units of 100 ns.</summary>
    [Benchmark]
    public long DateTimeUtc() => DateTime.UtcNow.Ticks;
}
