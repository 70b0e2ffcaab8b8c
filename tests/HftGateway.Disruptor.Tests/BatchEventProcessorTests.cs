namespace HftGateway.Disruptor.Tests;

public class BatchEventProcessorTests
{
    private const string Boom = "boom";

    private static RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> NewRing(int size = 16) => new(size);

    private static void Publish(RingBuffer<TestEvent, SingleProducerSequencer, YieldingWait> ring, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long sequence = ring.Next();
            ring[sequence].Fill(sequence);
            ring.Publish(sequence);
        }
    }

    [Fact]
    public void ShouldCallBackInOrderWhenHaltedBeforeTheRun()
    {
        using var ring = NewRing();
        var handler = new Recorder();
        var processor = ring.NewProcessor(handler);
        Publish(ring, 3);
        processor.Halt();
        processor.Run();
        Assert.Equal(["start", "batch 3", "0", "1", "2!", "shutdown"], handler.Calls);
        Assert.Equal(2, processor.Value);
        Assert.True(processor.Sequence.IsRetired);
    }

    [Fact]
    public void ShouldGoOnWhereItStoppedWhenRunAgain()
    {
        using var ring = NewRing();
        var handler = new Recorder();
        var processor = ring.NewProcessor(handler);
        Publish(ring, 2);
        processor.Halt();
        processor.Run();
        Publish(ring, 2);
        processor.Halt();
        processor.Run();
        Assert.Equal([0, 1, 2, 3], handler.Sequences);
    }

    [Fact]
    public void ShouldLimitTheBatchWhenAskedTo()
    {
        using var ring = NewRing();
        var handler = new Recorder();
        var processor = ring.NewProcessor(handler, new ProcessorOptions(MaxBatch: 2), default(HaltOnFault));
        Publish(ring, 5);
        processor.Halt();
        processor.Run();
        Assert.Equal(["start", "batch 2", "0", "1!", "batch 2", "2", "3!", "batch 1", "4!", "shutdown"], handler.Calls);
    }

    [Fact]
    public void ShouldShowProgressOnlyAtTheEndOfTheBatch()
    {
        using var ring = NewRing();
        var progress = new List<long>();
        Sequence? own = null;
        var processor = ring.NewProcessor(new Recorder { InEvent = _ => progress.Add(own!.Value) });
        own = processor.Sequence;
        Publish(ring, 3);
        processor.Halt();
        processor.Run();
        Assert.Equal([-1, -1, -1], progress);
        Assert.Equal(2, own.Value);
    }

    [Fact]
    public void ShouldLeaveTheRestWhenHaltedNow()
    {
        using var ring = NewRing();
        Action? halt = null;
        var handler = new Recorder { InEvent = _ => halt!() };
        var processor = ring.NewProcessor(handler, new ProcessorOptions(MaxBatch: 2), default(HaltOnFault));
        halt = processor.HaltNow;
        Publish(ring, 5);
        processor.Run();
        Assert.Equal([0, 1], handler.Sequences);
        Assert.Equal(1, processor.Value);
    }

    [Fact]
    public void ShouldDrainWhenHaltedInTheMiddle()
    {
        using var ring = NewRing();
        Action? halt = null;
        var handler = new Recorder { InEvent = sequence => { if (sequence == 1) halt!(); } };
        var processor = ring.NewProcessor(handler, new ProcessorOptions(MaxBatch: 2), default(HaltOnFault));
        halt = processor.Halt;
        Publish(ring, 5);
        processor.Run();
        Assert.Equal([0, 1, 2, 3, 4], handler.Sequences);
    }

    [Fact]
    public void ShouldStopAtTheOrderWhenTheProducerNeverPauses()
    {
        using var ring = NewRing();
        Action? halt = null;
        var handler = new Recorder
        {
            InEvent = sequence =>
            {
                if (sequence == 2)
                    halt!();
                Publish(ring, 1);
            },
        };
        var processor = ring.NewProcessor(handler, new ProcessorOptions(MaxBatch: 1), default(HaltOnFault));
        halt = processor.Halt;
        Publish(ring, 4);
        processor.Run();
        // Published when the order came: 0 to 5. What came later may wait.
        Assert.Equal([0, 1, 2, 3, 4, 5], handler.Sequences);
    }

    [Fact]
    public void ShouldCallOnTimeoutWhenNothingComes()
    {
        using var ring = NewRing();
        Action? halt = null;
        var handler = new Recorder { InTimeout = () => halt!() };
        var processor = ring.NewProcessor(handler, new ProcessorOptions(TimeoutNs: 1_000), default(HaltOnFault));
        halt = processor.Halt;
        Publish(ring, 1);
        processor.Run();
        Assert.Equal(["start", "batch 1", "0!", "timeout 0", "shutdown"], handler.Calls);
    }

    [Fact]
    public void ShouldHaltAndRecordWhenTheHandlerThrows()
    {
        using var ring = NewRing();
        var handler = new Recorder { InEvent = ThrowAt(2) };
        var processor = ring.NewProcessor(handler);
        Publish(ring, 5);
        processor.Run();
        Assert.Equal(ProcessorState.Faulted, processor.State);
        Assert.Equal(Boom, processor.Fault!.Message);
        Assert.Equal(1, processor.FaultCount);
        Assert.Equal(2, processor.FaultSequence);
        Assert.Equal(1, processor.Value);
        Assert.True(processor.Sequence.IsRetired);
        Assert.Equal(["start", "batch 5", "0", "1", "2", "shutdown"], handler.Calls);
    }

    [Fact]
    public void ShouldCountAndGoOnWhenThePolicySaysSo()
    {
        using var ring = NewRing();
        var handler = new Recorder { InEvent = sequence => ThrowAt(sequence is 1 or 4 ? sequence : -1)(sequence) };
        var processor = ring.NewProcessor(handler, default, default(CountAndContinue));
        Publish(ring, 5);
        processor.Halt();
        processor.Run();
        Assert.Equal(ProcessorState.Halted, processor.State);
        Assert.Equal(2, processor.FaultCount);
        Assert.Equal(4, processor.FaultSequence);
        Assert.Equal(4, processor.Value);
        Assert.Equal(["start", "batch 5", "0", "1", "batch 3", "2", "3", "4!", "shutdown"], handler.Calls);
    }

    [Fact]
    public void ShouldHaltWhenAnotherCallbackThrows()
    {
        using var ring = NewRing();
        var handler = new Recorder { InBatchStart = () => throw new InvalidOperationException(Boom) };
        var processor = ring.NewProcessor(handler, default, default(CountAndContinue));
        Publish(ring, 2);
        processor.Run();
        Assert.Equal(ProcessorState.Faulted, processor.State);
        Assert.Equal(Boom, processor.Fault!.Message);
        Assert.Equal(-1, processor.Value);
        Assert.Empty(handler.Sequences);

        var starter = new Recorder { InStart = () => throw new InvalidOperationException(Boom) };
        var second = ring.NewProcessor(starter);
        second.Run();
        Assert.Equal(ProcessorState.Faulted, second.State);
        Assert.Equal(["start", "shutdown"], starter.Calls);
    }

    [Fact]
    public void ShouldRefuseToRunTwiceAtOnce()
    {
        using var ring = NewRing();
        Action? run = null;
        Exception? second = null;
        var processor = ring.NewProcessor(new Recorder { InEvent = _ => second = Record.Exception(run!) });
        run = processor.Run;
        Publish(ring, 1);
        processor.Halt();
        processor.Run();
        Assert.IsType<InvalidOperationException>(second);
        Assert.Equal(ProcessorState.Halted, processor.State);
    }

    [Fact]
    public void ShouldStopWhereTheUpstreamStoppedWhenThatFaults()
    {
        using var ring = NewRing();
        var first = ring.NewProcessor(new Recorder { InEvent = ThrowAt(3) });
        var second = new Recorder();
        var downstream = ring.NewProcessor(second, first.Sequence);
        Publish(ring, 6);
        first.Run();
        downstream.Halt();
        downstream.Run();
        Assert.Equal([0, 1, 2], second.Sequences);
        Assert.Equal(ProcessorState.Halted, downstream.State);
    }

    [Fact]
    public void ShouldWaitForTheSlowestOfSeveralDependencies()
    {
        using var ring = NewRing();
        Sequence a = new(), b = new(), c = new();
        SequenceBarrier<SingleProducerSequencer, YieldingWait> barrier = ring.NewBarrier(a, b, c);
        Publish(ring, 10);
        a.Set(7);
        b.Set(4);
        Assert.Equal(-1, barrier.Available(0));
        c.Set(5);
        Assert.Equal(4, barrier.Available(0));
        b.Set(9);
        Assert.Equal(5, barrier.Available(0));
    }

    private static Action<long> ThrowAt(long sequence) => current =>
    {
        if (current == sequence)
            throw new InvalidOperationException(Boom);
    };
}
