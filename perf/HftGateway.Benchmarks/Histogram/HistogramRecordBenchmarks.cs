using BenchmarkDotNet.Attributes;
using HftGateway.Histogram;

namespace HftGateway.Benchmarks.Histogram;

/// <summary>Cost of recording one value, over 4,096 values spread log-uniformly from nanoseconds to seconds.</summary>
public class HistogramRecordBenchmarks
{
    private const int Values = 4096;

    private readonly LongHistogram _histogram = new(1, 10_000_000_000, 3);
    private readonly SingleWriterRecorder _recorder = new(1, 10_000_000_000, 3);
    private readonly long[] _values = new long[Values];

    /// <summary>Draws the values.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (int i = 0; i < Values; i++)
            _values[i] = (long)Math.Pow(10, random.NextDouble() * 9);
    }

    /// <summary>Recording that reports values out of range.</summary>
    [Benchmark(OperationsPerInvoke = Values)]
    public long TryRecord()
    {
        foreach (long value in _values)
            _histogram.TryRecord(value);
        return _histogram.TotalCount;
    }

    /// <summary>Recording that clamps values out of range.</summary>
    [Benchmark(OperationsPerInvoke = Values)]
    public long RecordSaturating()
    {
        foreach (long value in _values)
            _histogram.RecordSaturating(value);
        return _histogram.TotalCount;
    }

    /// <summary>Recording while another thread may take intervals.</summary>
    [Benchmark(OperationsPerInvoke = Values)]
    public void RecorderRecordSaturating()
    {
        foreach (long value in _values)
            _recorder.RecordSaturating(value);
    }
}
