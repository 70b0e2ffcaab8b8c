using HftGateway.Platform.Timing;

namespace HftGateway.Disruptor.Tests;

/// <summary>What every wait strategy promises.</summary>
public abstract class WaitStrategyContract<TWait>
    where TWait : struct, IWaitStrategy
{
    protected virtual TWait Strategy => default;

    [Fact]
    public void ShouldReturnAtOnceWhenPublished()
    {
        using var ring = NewRing(8);
        ring.Publish(ring.Next(3) - 2, 2);
        Assert.Equal(BarrierStatus.Ready, ring.NewBarrier().WaitFor(1, out long available));
        Assert.Equal(2, available);
    }

    [Fact]
    public void ShouldTimeOutWhenNothingComes()
    {
        using var ring = NewRing(8);
        long timeoutTicks = TimeStampCounter.FromNs(300_000);
        Assert.Equal(BarrierStatus.TimedOut, ring.NewBarrier().WaitFor(0, out long available, timeoutTicks));
        Assert.Equal(-1, available);
    }

    [Fact]
    public void ShouldTimeOutAtOnceWhenTheDeadlineIsOver()
    {
        using var ring = NewRing(8);
        Assert.Equal(BarrierStatus.TimedOut, ring.NewBarrier().WaitFor(0, out _, 1));
    }

    [Fact]
    public void ShouldStopWhenAlerted()
    {
        using var ring = NewRing(8);
        SequenceBarrier<SingleProducerSequencer, TWait> barrier = ring.NewBarrier();
        barrier.AlertWhenDrained();
        Assert.True(barrier.IsAlerted);
        Assert.Equal(BarrierStatus.Stopped, barrier.WaitFor(0, out _));
        barrier.ClearAlert();
        Assert.False(barrier.IsAlerted);
        ring.Publish(ring.Next());
        Assert.Equal(BarrierStatus.Ready, barrier.WaitFor(0, out _));
    }

    [Fact]
    public void ShouldWakeBothSidesWhenTheRingIsSmall()
    {
        const int Events = 20_000;
        using var ring = NewRing(16);
        SequenceBarrier<SingleProducerSequencer, TWait> barrier = ring.NewBarrier();
        var reader = new Sequence();
        ring.AddGating(reader);
        long wrong = 0;
        var consumer = new Thread(() =>
        {
            for (long next = 0; next < Events;)
            {
                barrier.WaitFor(next, out long available);
                for (; next <= available; next++)
                    if (ring[next].Value != next || ring[next].Check != TestEvent.Mix(next))
                        wrong++;
                reader.Set(available);
                ring.Signal();
            }
        });
        consumer.Start();
        for (int i = 0; i < Events; i++)
        {
            long sequence = ring.Next();
            ring[sequence].Fill(sequence);
            ring.Publish(sequence);
        }
        consumer.Join();
        Assert.Equal(0, wrong);
        Assert.Equal(Events - 1, reader.Value);
    }

    [Fact]
    public void ShouldWakeWhenHaltedWhileIdle()
    {
        using var ring = NewRing(8);
        using var started = new ManualResetEventSlim();
        var handler = new Recorder { InStart = started.Set };
        var processor = ring.NewProcessor(handler);
        var thread = new Thread(processor.Run);
        thread.Start();
        started.Wait();
        processor.Halt();
        thread.Join();
        Assert.Equal(["start", "shutdown"], handler.Calls);
        Assert.Equal(ProcessorState.Halted, processor.State);
    }

    private RingBuffer<TestEvent, SingleProducerSequencer, TWait> NewRing(int size) => new(size, Strategy);
}

public class BusySpinWaitTests : WaitStrategyContract<BusySpinWait>;

public class PauseSpinWaitTests : WaitStrategyContract<PauseSpinWait>;

public class YieldingWaitTests : WaitStrategyContract<YieldingWait>;

public class SleepingWaitTests : WaitStrategyContract<SleepingWait>
{
    protected override SleepingWait Strategy => new(1_000);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000)]
    public void ShouldRefuseASleepOutOfRange(long ns) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SleepingWait(ns));
}

public class PhasedSleepingWaitTests : WaitStrategyContract<PhasedBackoffWait<SleepingWait>>
{
    protected override PhasedBackoffWait<SleepingWait> Strategy => new(1_000, 20_000, new SleepingWait(1_000));
}

public class PhasedBlockingWaitTests : WaitStrategyContract<PhasedBackoffWait<BlockingWait>>
{
    protected override PhasedBackoffWait<BlockingWait> Strategy => new(1_000, 20_000);
}

public class BlockingWaitTests : WaitStrategyContract<BlockingWait>
{
    [Fact]
    public void ShouldNotBlockWhenTheSignalCameBetweenRegisteringAndBlocking()
    {
        var signal = new PublishSignal();
        BlockingWait wait = default;
        wait.Attach(signal);
        WaitState state = default;
        wait.Idle(ref state);
        Assert.Equal(1, signal.Waiters);
        signal.Notify();
        // Would block for ever had the signal been lost.
        wait.Idle(ref state);
        Assert.Equal(0, signal.Waiters);
    }

    [Fact]
    public void ShouldUnregisterWhenTheWaitEndsBeforeBlocking()
    {
        var signal = new PublishSignal();
        BlockingWait wait = default;
        wait.Attach(signal);
        WaitState state = default;
        wait.Finish(ref state);
        Assert.Equal(0, signal.Waiters);
        wait.Idle(ref state);
        wait.Finish(ref state);
        Assert.Equal(0, signal.Waiters);
    }

    [Fact]
    public void ShouldRefuseToMixBlockingAndSpinningOnOneRing()
    {
        using var ring = new RingBuffer<TestEvent, SingleProducerSequencer, BusySpinWait>(8);
        Assert.Throws<ArgumentException>(() => ring.NewBarrier(default(BlockingWait)));
        Assert.NotNull(ring.NewBarrier(default(SleepingWait)));
        using var blocking = new RingBuffer<TestEvent, SingleProducerSequencer, BlockingWait>(8);
        Assert.Throws<ArgumentException>(() => blocking.NewBarrier(default(BusySpinWait)));
        Assert.NotNull(blocking.NewBarrier(new PhasedBackoffWait<BlockingWait>()));
    }
}
