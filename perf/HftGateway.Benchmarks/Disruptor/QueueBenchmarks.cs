using BenchmarkDotNet.Attributes;
using HftGateway.Disruptor;

namespace HftGateway.Benchmarks.Disruptor;

/// <summary>In and out of the queues on one thread: what the calls cost without the trip between cores.</summary>
[MemoryDiagnoser]
[MinColumn]
public class QueueBenchmarks
{
    private const int Items = 256;

    private readonly byte[] _record = new byte[120];
    private SpscQueue<BenchmarkEvent> _queue = null!;
    private SpscByteQueue _bytes = null!;

    /// <summary>Makes the queues.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _queue = new SpscQueue<BenchmarkEvent>(Items);
        _bytes = new SpscByteQueue(Items * 128);
    }

    /// <summary>Frees the queues.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _queue.Dispose();
        _bytes.Dispose();
    }

    /// <summary>128-byte items: 256 in, 256 out.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public long EnqueueDequeue()
    {
        BenchmarkEvent item = default;
        for (int i = 0; i < Items; i++)
        {
            item.Value = i;
            _queue.TryEnqueue(item);
        }
        long sum = 0;
        while (_queue.TryDequeue(out item))
            sum += item.Value;
        return sum;
    }

    /// <summary>Records of 120 bytes: 256 in, 256 out.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public long WriteReadRelease()
    {
        for (int i = 0; i < Items; i++)
            _bytes.TryWrite(_record);
        long sum = 0;
        while (_bytes.TryRead(out ReadOnlySpan<byte> record))
        {
            sum += record.Length;
            _bytes.Release();
        }
        return sum;
    }
}
