namespace HftGateway.Disruptor.Tests;

public class RewindableEventProcessorTests
{
    private static readonly int[] OnceEach = [0, 1, 2, 3];

    [Fact]
    public void ShouldReplayTheWholeBatchWhenTheHandlerAsksForIt()
    {
        var handler = new Rewinder { At = 2, Times = 2 };
        var processor = RunOver(4, handler, default(HaltOnFault), default(AlwaysRewind));
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1, 2, 3], handler.Sequences);
        Assert.Equal(3, processor.Value);
        Assert.Equal(0, processor.FaultCount);
        Assert.Equal([4, 4, 4], handler.Batches);
    }

    [Fact]
    public void ShouldNotMoveItsSequenceWhileABatchIsReplayed()
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring = new(8);
        Sequence? own = null;
        var seen = new List<long>();
        var processor = NewProcessor(
            ring,
            new Rewinder { At = 3, Times = 1, InEvent = () => seen.Add(own!.Value) },
            default(HaltOnFault),
            default(AlwaysRewind));
        own = processor.Sequence;
        ring.Publish(ring.Next(4) - 3, 3);
        processor.Halt();
        processor.Run();
        Assert.All(seen, value => Assert.Equal(-1, value));
        Assert.Equal(8, seen.Count);
        Assert.Equal(3, own.Value);
    }

    [Fact]
    public void ShouldFaultWhenTheLimitIsReached()
    {
        var handler = new Rewinder { At = 1, Times = 100 };
        var processor = RunOver(4, handler, default(HaltOnFault), new RewindAtMost(2));
        Assert.Equal([0, 1, 0, 1, 0, 1], handler.Sequences);
        Assert.Equal(ProcessorState.Faulted, processor.State);
        Assert.IsType<RewindLimitException>(processor.Fault);
        Assert.Equal(1, processor.FaultSequence);
        Assert.Equal(0, processor.Value);
    }

    [Fact]
    public void ShouldSkipTheEventWhenTheLimitIsReachedAndThePolicyContinues()
    {
        var handler = new Rewinder { At = 1, Times = 100 };
        var processor = RunOver(4, handler, default(CountAndContinue), new RewindAtMost(1));
        Assert.Equal([0, 1, 0, 1, 2, 3], handler.Sequences);
        Assert.Equal(ProcessorState.Halted, processor.State);
        Assert.Equal(1, processor.FaultCount);
        Assert.Equal(3, processor.Value);
    }

    [Fact]
    public void ShouldHandleEachEventOnceWhenNothingIsRewound()
    {
        var handler = new Rewinder { At = -1 };
        RunOver(4, handler, default(HaltOnFault), new RewindAtMost(0));
        Assert.Equal(OnceEach.Select(i => (long)i), handler.Sequences);
    }

    private static EventProcessor RunOver<TFaults, TRewind>(
        int events, Rewinder handler, TFaults faults, TRewind rewind)
        where TFaults : struct, IFaultPolicy
        where TRewind : struct, IRewindPolicy
    {
        using RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring = new(8);
        var processor = NewProcessor(ring, handler, faults, rewind);
        ring.Publish(ring.Next(events) - events + 1, events - 1);
        processor.Halt();
        processor.Run();
        return processor;
    }

    private static RewindableEventProcessor<
        TestEvent, Rewinder, SingleProducerSequencer, YieldingWait, TFaults, TRewind>
        NewProcessor<TFaults, TRewind>(
            RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring,
            Rewinder handler,
            TFaults faults,
            TRewind rewind)
        where TFaults : struct, IFaultPolicy
        where TRewind : struct, IRewindPolicy =>
        new(ring.Slots, ring.NewBarrier(), handler, default, faults, rewind);

    private struct Rewinder : IRewindableEventHandler<TestEvent>
    {
        public readonly List<long> Sequences = [];
        public readonly List<long> Batches = [];
        private int _asked;

        public Rewinder()
        {
        }

        public long At { get; init; } = -1;

        public int Times { get; init; }

        public Action? InEvent { get; init; }

        public EventOutcome OnEvent(ref TestEvent data, long sequence, bool endOfBatch)
        {
            Sequences.Add(sequence);
            InEvent?.Invoke();
            return sequence == At && _asked++ < Times ? EventOutcome.Rewind : EventOutcome.Done;
        }

        public readonly void OnBatchStart(long batchSize) => Batches.Add(batchSize);

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
