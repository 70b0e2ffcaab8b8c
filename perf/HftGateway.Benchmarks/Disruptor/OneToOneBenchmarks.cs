using BenchmarkDotNet.Attributes;
using HftGateway.Disruptor;
using HftGateway.Platform.Threads;

namespace HftGateway.Benchmarks.Disruptor;

/// <summary>
/// Throughput from one thread to another, pinned to different cores where there are two, until the reader has handled
/// everything; and the time of a round trip through two rings.
/// </summary>
[MinColumn]
public class OneToOneBenchmarks
{
    private const int Events = 1 << 20;
    private const int RoundTrips = 1 << 12;
    private const int BatchSize = 16;

    private RingBuffer<BenchmarkEvent, SingleProducerSequencer, BusySpinWait> _ring = null!;
    private RingBuffer<BenchmarkEvent, SingleProducerSequencer, BusySpinWait> _back = null!;
    private SequenceBarrier<SingleProducerSequencer, BusySpinWait> _backBarrier = null!;
    private readonly Sequence _backReader = new();
    private EventProcessor _processor = null!;
    private DedicatedThread _thread = null!;

    /// <summary>Starts the summing reader.</summary>
    [GlobalSetup(Targets = [nameof(Single), nameof(Batch)])]
    public void SetupThroughput()
    {
        _ring = new(1 << 14);
        Start(_ring.NewProcessor(default(SummingHandler)));
    }

    /// <summary>Starts the answering reader.</summary>
    [GlobalSetup(Target = nameof(RoundTrip))]
    public void SetupRoundTrip()
    {
        _ring = new(1024);
        _back = new(1024);
        _back.AddGating(_backReader);
        _backBarrier = _back.NewBarrier();
        Start(_ring.NewProcessor(new EchoHandler(_back)));
    }

    /// <summary>Stops the reader.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _processor.Halt();
        _thread.Join();
        _ring.Dispose();
        _back?.Dispose();
    }

    /// <summary>One claim and publish per event.</summary>
    [Benchmark(OperationsPerInvoke = Events, Baseline = true)]
    public long Single()
    {
        RingBuffer<BenchmarkEvent, SingleProducerSequencer, BusySpinWait> ring = _ring;
        long sequence = 0;
        for (int i = 0; i < Events; i++)
        {
            sequence = ring.Next();
            ring[sequence].Value = sequence;
            ring.Publish(sequence);
        }
        return AwaitReader(sequence);
    }

    /// <summary>One claim and publish per 16 events.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long Batch()
    {
        RingBuffer<BenchmarkEvent, SingleProducerSequencer, BusySpinWait> ring = _ring;
        long last = 0;
        for (int i = 0; i < Events; i += BatchSize)
        {
            last = ring.Next(BatchSize);
            for (long sequence = last - BatchSize + 1; sequence <= last; sequence++)
                ring[sequence].Value = sequence;
            ring.Publish(last - BatchSize + 1, last);
        }
        return AwaitReader(last);
    }

    /// <summary>One event there and one back: two hops between cores.</summary>
    [Benchmark(OperationsPerInvoke = RoundTrips)]
    public long RoundTrip()
    {
        for (int i = 0; i < RoundTrips; i++)
        {
            long sequence = _ring.Next();
            _ring[sequence].Value = sequence;
            _ring.Publish(sequence);
            _backBarrier.WaitFor(sequence, out _);
            _backReader.Set(sequence);
        }
        return _backReader.Value;
    }

    private void Start(EventProcessor processor)
    {
        int[] cores = ThreadSetup.AvailableCores();
        _processor = processor;
        _ring.AddGating(processor.Sequence);
        _thread = processor.Start(new ThreadSpec("reader", cores[^1]));
        if (cores.Length > 1)
            ThreadSetup.PinCurrentThread(cores[^2]);
    }

    private long AwaitReader(long sequence)
    {
        while (_processor.Value < sequence)
        {
        }
        return sequence;
    }

    private struct EchoHandler(RingBuffer<BenchmarkEvent, SingleProducerSequencer, BusySpinWait> back)
        : IEventHandler<BenchmarkEvent>
    {
        public readonly void OnEvent(ref BenchmarkEvent data, long sequence, bool endOfBatch)
        {
            long answer = back.Next();
            back[answer].Value = data.Value;
            back.Publish(answer);
        }

        public readonly void OnBatchStart(long batchSize)
        {
        }

        public readonly void OnStart()
        {
        }

        public readonly void OnShutdown()
        {
        }

        public readonly void OnTimeout(long sequence)
        {
        }
    }
}
