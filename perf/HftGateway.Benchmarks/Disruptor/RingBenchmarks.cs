using BenchmarkDotNet.Attributes;
using HftGateway.Disruptor;

namespace HftGateway.Benchmarks.Disruptor;

/// <summary>What the producer's side costs on one thread, with a gating reader that is always just ahead.</summary>
[MemoryDiagnoser]
[MinColumn]
public class RingBenchmarks
{
    private const int Events = 1 << 16;
    private const int BatchSize = 16;

    private readonly Sequence _singleReader = new();
    private readonly Sequence _multiReader = new();
    private RingBuffer<BenchmarkEvent, SingleProducerSequencer, BusySpinWait> _single = null!;
    private RingBuffer<BenchmarkEvent, MultiProducerSequencer, BusySpinWait> _multi = null!;

    /// <summary>Makes the rings.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _single = new(1024);
        _single.AddGating(_singleReader);
        _multi = new(1024);
        _multi.AddGating(_multiReader);
    }

    /// <summary>Frees the rings.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _single.Dispose();
        _multi.Dispose();
    }

    /// <summary>Claim, write 8 bytes, publish: one event at a time, one producer.</summary>
    [Benchmark(OperationsPerInvoke = Events, Baseline = true)]
    public long ClaimAndPublish()
    {
        RingBuffer<BenchmarkEvent, SingleProducerSequencer, BusySpinWait> ring = _single;
        long sequence = 0;
        for (int i = 0; i < Events; i++)
        {
            sequence = ring.Next();
            ring[sequence].Value = sequence;
            ring.Publish(sequence);
            if ((i & 255) == 255)
                _singleReader.Set(sequence);
        }
        return sequence;
    }

    /// <summary>The same in batches of 16.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long ClaimAndPublishBatch()
    {
        RingBuffer<BenchmarkEvent, SingleProducerSequencer, BusySpinWait> ring = _single;
        long last = 0;
        for (int i = 0; i < Events; i += BatchSize)
        {
            last = ring.Next(BatchSize);
            for (long sequence = last - BatchSize + 1; sequence <= last; sequence++)
                ring[sequence].Value = sequence;
            ring.Publish(last - BatchSize + 1, last);
            if ((i & 255) == 0)
                _singleReader.Set(last);
        }
        return last;
    }

    /// <summary>One event at a time through the sequencer for several producers, uncontended.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long ClaimAndPublishMulti()
    {
        RingBuffer<BenchmarkEvent, MultiProducerSequencer, BusySpinWait> ring = _multi;
        long sequence = 0;
        for (int i = 0; i < Events; i++)
        {
            sequence = ring.Next();
            ring[sequence].Value = sequence;
            ring.Publish(sequence);
            if ((i & 255) == 255)
                _multiReader.Set(sequence);
        }
        return sequence;
    }
}
