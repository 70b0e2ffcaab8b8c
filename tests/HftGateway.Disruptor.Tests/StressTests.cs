using System.Runtime.CompilerServices;
using HftGateway.Platform.Threads;
using Xunit.Abstractions;

namespace HftGateway.Disruptor.Tests;

/// <summary>
/// All topologies under load: 10^8 events in all, checked for order, completeness and the visibility of what was
/// written before each publish. The rings are small, so that each is lapped many thousand times.
/// </summary>
public class StressTests(ITestOutputHelper output)
{
    private const int RingSize = 1024;
    private const long UnicastEvents = 30_000_000;
    private const long PipelineEvents = 18_000_000;
    private const long DiamondEvents = 16_000_000;
    private const long MulticastEvents = 16_000_000;
    private const long EventsPerProducer = 6_000_000;
    private const int Producers = 3;
    private const long BlockingEvents = 2_000_000;

    [Fact]
    public void ShouldTestAHundredMillionEventsInAll() => Assert.Equal(
        100_000_000,
        UnicastEvents + PipelineEvents + DiamondEvents + MulticastEvents + (Producers * EventsPerProducer)
            + BlockingEvents);

    /// <summary>producer → 0.</summary>
    [Fact]
    public void ShouldDeliverEverythingWhenUnicast()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring = new(RingSize);
        var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, YieldingWait>(ring);
        var only = graph.Add(new StageHandler(0, 0), new ThreadSpec("unicast"));
        Run(ring, graph, UnicastEvents);
        Check(only, UnicastEvents);
    }

    /// <summary>producer → 0 → 1 → 2.</summary>
    [Fact]
    public void ShouldDeliverEverythingWhenAPipeline()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring = new(RingSize);
        var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, YieldingWait>(ring);
        var first = graph.Add(new StageHandler(0, 0), new ThreadSpec("pipeline 0"));
        var second = graph.Add(new StageHandler(1, 0b001), new ThreadSpec("pipeline 1"), first);
        var third = graph.Add(new StageHandler(2, 0b011), new ThreadSpec("pipeline 2"), second);
        Run(ring, graph, PipelineEvents);
        Check(first, PipelineEvents);
        Check(second, PipelineEvents);
        Check(third, PipelineEvents);
    }

    /// <summary>producer → 0 and 1 → 2.</summary>
    [Fact]
    public void ShouldDeliverEverythingWhenADiamond()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, PhasedBackoffWait<SleepingWait>> ring =
            new(RingSize, new PhasedBackoffWait<SleepingWait>(500, 1_000_000));
        var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, PhasedBackoffWait<SleepingWait>>(ring);
        var left = graph.Add(new StageHandler(0, 0), new ThreadSpec("diamond left"));
        var right = graph.Add(new StageHandler(1, 0), new ThreadSpec("diamond right"));
        var join = graph.Add(new StageHandler(2, 0b011), new ThreadSpec("diamond join"), left, right);
        Run(ring, graph, DiamondEvents);
        Check(left, DiamondEvents);
        Check(right, DiamondEvents);
        Check(join, DiamondEvents);
    }

    /// <summary>producer → 0, 1 and 2.</summary>
    [Fact]
    public void ShouldDeliverEverythingWhenMulticast()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring = new(RingSize);
        var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, YieldingWait>(ring);
        var readers = Enumerable.Range(0, 3)
            .Select(i => graph.Add(new StageHandler(i, 0), new ThreadSpec($"multicast {i}")))
            .ToList();
        Run(ring, graph, MulticastEvents);
        foreach (var reader in readers)
            Check(reader, MulticastEvents);
    }

    /// <summary>Unicast with threads that block whenever they wait.</summary>
    [Fact]
    public void ShouldDeliverEverythingWhenBlocking()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, BlockingWait> ring = new(RingSize);
        var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, BlockingWait>(ring);
        var first = graph.Add(new StageHandler(0, 0), new ThreadSpec("blocking 0"));
        var second = graph.Add(new StageHandler(1, 0b001), new ThreadSpec("blocking 1"), first);
        Run(ring, graph, BlockingEvents);
        Check(first, BlockingEvents);
        Check(second, BlockingEvents);
    }

    /// <summary>Three producers → 0.</summary>
    [Fact]
    public void ShouldDeliverEverythingWhenSequencing()
    {
        using RingBuffer<TestEvent, MultiProducerSequencer, YieldingWait> ring = new(RingSize);
        var graph = new ProcessorGraph<TestEvent, MultiProducerSequencer, YieldingWait>(ring);
        var reader = graph.Add(new SequencingHandler(), new ThreadSpec("sequencing"));
        graph.Start();
        DedicatedThread[] producers =
        [
            .. Enumerable.Range(0, Producers).Select(id =>
                DedicatedThread.Start(new ThreadSpec($"producer {id}"), () => ProduceMany(ring, id))),
        ];
        foreach (DedicatedThread producer in producers)
        {
            producer.Join();
            Assert.Null(producer.Failure);
        }
        Assert.True(graph.Halt());
        Assert.Null(reader.Fault);
        Assert.Equal(0, reader.Handler.Wrong);
        Assert.Equal(0, reader.Handler.OutOfOrder);
        Assert.Equal(
            (EventsPerProducer, EventsPerProducer, EventsPerProducer),
            (reader.Handler.From0, reader.Handler.From1, reader.Handler.From2));
    }

    [Fact]
    public void ShouldAllocateNothingOnAnyThread()
    {
        const long Events = 5_000_000;
        // What the runtime itself allocates, once, on whichever thread: a further pass is without it.
        (long, long, long) allocated = (1, 1, 1);
        for (int pass = 0; pass < 4 && allocated != default; pass++)
        {
            using RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring = new(RingSize);
            var graph = new ProcessorGraph<TestEvent, SingleProducerSequencer, YieldingWait>(ring);
            var first = graph.Add(new StageHandler(0, 0), new ThreadSpec("allocation 0"));
            var second = graph.Add(new StageHandler(1, 0b001), new ThreadSpec("allocation 1"), first);
            graph.Start();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Produce(ring, Events);
            long produced = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(graph.Halt());
            Check(first, Events);
            Check(second, Events);
            allocated = (produced, first.Handler.AllocatedBytes, second.Handler.AllocatedBytes);
        }

        Assert.Equal((0L, 0L, 0L), allocated);
    }

    private static void Run<TWait>(
        RingBuffer<TestEvent, SingleProducerSequencer, TWait> ring,
        ProcessorGraph<TestEvent, SingleProducerSequencer, TWait> graph,
        long events)
        where TWait : struct, IWaitStrategy
    {
        graph.Start();
        Produce(ring, events);
        Assert.True(graph.Halt());
    }

    /// <summary>Publishes events by every way there is: one, a batch, and trying.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Produce<TWait>(RingBuffer<TestEvent, SingleProducerSequencer, TWait> ring, long events)
        where TWait : struct, IWaitStrategy
    {
        long produced = 0;
        while (produced < events)
        {
            int batch = (int)Math.Min(1 + (produced & 31), events - produced);
            long last;
            if (batch == 1)
                last = ring.Next();
            else if ((produced & 64) != 0)
                last = ring.Next(batch);
            else if (!ring.TryNext(batch, out last))
                last = ring.Next(batch);
            for (long sequence = last - batch + 1; sequence <= last; sequence++)
                ring[sequence].Fill(sequence);
            ring.Publish(last - batch + 1, last);
            produced += batch;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProduceMany(RingBuffer<TestEvent, MultiProducerSequencer, YieldingWait> ring, int id)
    {
        for (long i = 0; i < EventsPerProducer;)
        {
            int batch = (int)Math.Min(1 + (i & 7), EventsPerProducer - i);
            long last = ring.Next(batch);
            for (long sequence = last - batch + 1; sequence <= last; sequence++)
            {
                ref TestEvent slot = ref ring[sequence];
                slot.Producer = id;
                slot.Fill(i++);
            }
            ring.Publish(last - batch + 1, last);
        }
    }

    private void Check<TWait>(
        BatchEventProcessor<TestEvent, StageHandler, SingleProducerSequencer, TWait, HaltOnFault> processor,
        long events)
        where TWait : struct, IWaitStrategy
    {
        Assert.Null(processor.Fault);
        ref StageHandler handler = ref processor.Handler;
        output.WriteLine($"{events} events in {handler.Batches} batches");
        Assert.Equal(0, handler.Wrong);
        Assert.Equal(0, handler.OutOfOrder);
        Assert.Equal(events, handler.Count);
        Assert.Equal(handler.Batches, handler.BatchEnds);
        Assert.Equal(events - 1, processor.Value);
    }

    private struct SequencingHandler : IEventHandler<TestEvent>
    {
        public long From0;
        public long From1;
        public long From2;
        public long Wrong;
        public long OutOfOrder;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void OnEvent(ref TestEvent data, long sequence, bool endOfBatch)
        {
            if (data.Check != TestEvent.Mix(data.Value))
                Wrong++;
            // Each producer's own events must come in the order it published them, none missing.
            long expected = data.Producer switch { 0 => From0++, 1 => From1++, 2 => From2++, _ => -1 };
            if (data.Value != expected)
                OutOfOrder++;
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
