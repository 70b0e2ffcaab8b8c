namespace HftGateway.Disruptor.Tests;

/// <summary>What both sequencers promise, and then what each does alone.</summary>
public abstract class SequencerContract<TSequencer>
    where TSequencer : struct, ISequencer<TSequencer>
{
    private protected static RingBuffer<TestEvent, TSequencer, YieldingWait> NewRing(int size) => new(size);

    [Fact]
    public void ShouldCountFromZeroWhenClaimingOneByOne()
    {
        using var ring = NewRing(8);
        Assert.Equal(-1, ring.Cursor);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(i, ring.Next());
            ring.Publish(i);
            Assert.Equal(i, ring.Cursor);
        }
    }

    [Fact]
    public void ShouldReturnTheLastSequenceWhenClaimingABatch()
    {
        using var ring = NewRing(8);
        Assert.Equal(2, ring.Next(3));
        ring.Publish(0, 2);
        Assert.True(ring.TryNext(5, out long last));
        Assert.Equal(7, last);
        ring.Publish(3, 7);
        Assert.Equal(7, ring.NewBarrier().Available(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9)]
    [InlineData(int.MinValue)]
    public void ShouldRefuseABatchThatCannotFit(int count)
    {
        using var ring = NewRing(8);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Next(count));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryNext(count, out _));
        Assert.Equal(-1, ring.Claimed);
    }

    [Fact]
    public void ShouldAcceptABatchOfTheWholeRing()
    {
        using var ring = NewRing(8);
        var reader = new Sequence();
        ring.AddGating(reader);
        Assert.Equal(7, ring.Next(8));
        ring.Publish(0, 7);
        Assert.False(ring.TryNext(out _));
        reader.Set(7);
        Assert.Equal(15, ring.Next(8));
    }

    [Fact]
    public void ShouldRefuseWhenFullAndAcceptWhenTheSlowestReaderMoves()
    {
        using var ring = NewRing(4);
        Sequence fast = new(), slow = new();
        ring.AddGating(fast, slow);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(4 - i, ring.RemainingCapacity);
            Assert.True(ring.TryNext(out long sequence));
            Assert.Equal(i, sequence);
            ring.Publish(sequence);
        }
        Assert.Equal(0, ring.RemainingCapacity);
        Assert.False(ring.TryNext(out _));
        fast.Set(3);
        Assert.False(ring.TryNext(out _));
        slow.Set(1);
        Assert.Equal(2, ring.RemainingCapacity);
        Assert.False(ring.TryNext(3, out _));
        Assert.True(ring.TryNext(2, out long last));
        Assert.Equal(5, last);
        ring.Publish(4, 5);
        Assert.False(ring.TryNext(out _));
    }

    [Fact]
    public void ShouldKeepTheContentOfEachSlotAcrossManyLaps()
    {
        using var ring = NewRing(4);
        var reader = new Sequence();
        ring.AddGating(reader);
        SequenceBarrier<TSequencer, YieldingWait> barrier = ring.NewBarrier();
        for (long i = 0; i < 1000; i++)
        {
            long sequence = ring.Next();
            ring[sequence].Fill(sequence);
            ring.Publish(sequence);
            Assert.Equal(BarrierStatus.Ready, barrier.WaitFor(i, out long available));
            Assert.Equal(i, available);
            Assert.Equal(i, ring[i].Value);
            reader.Set(i);
        }
    }

    [Fact]
    public void ShouldCopyAndPublishWhenTryPublishFindsSpace()
    {
        using var ring = NewRing(2);
        ring.AddGating(new Sequence());
        Assert.True(ring.TryPublish(new TestEvent { Value = 5 }));
        Assert.True(ring.TryPublish(new TestEvent { Value = 6 }));
        Assert.False(ring.TryPublish(new TestEvent { Value = 7 }));
        Assert.Equal(5, ring[0].Value);
        Assert.Equal(6, ring[1].Value);
        Assert.Equal(1, ring.Cursor);
    }

    [Fact]
    public void ShouldReleaseTheProducerWhenTheSlowReaderIsRemoved()
    {
        using var ring = NewRing(2);
        Sequence stuck = new(), other = new();
        ring.AddGating(stuck, other);
        ring.Publish(ring.Next());
        ring.Publish(ring.Next());
        other.Set(1);
        Assert.False(ring.TryNext(out _));
        Assert.True(ring.RemoveGating(stuck));
        Assert.False(ring.RemoveGating(stuck));
        Assert.True(ring.TryNext(out _));
    }

    [Fact]
    public void ShouldRefuseGatingWhenSomethingWasClaimed()
    {
        using var ring = NewRing(2);
        ring.Publish(ring.Next());
        Assert.Throws<InvalidOperationException>(() => ring.AddGating(new Sequence()));
    }

    [Fact]
    public void ShouldFailTheClaimWhenTheRingIsClosedAndFull()
    {
        using var ring = NewRing(2);
        ring.AddGating(new Sequence());
        Assert.Equal(1, ring.Next(2));
        ring.Close();
        Assert.Equal(-1, ring.Next());
        Assert.False(ring.TryNext(out _));
        Assert.Equal(1, ring.Claimed);
    }

    [Fact]
    public void ShouldReleaseAWaitingProducerWhenTheRingIsClosed()
    {
        using var ring = NewRing(2);
        ring.AddGating(new Sequence());
        ring.Next(2);
        long result = 0;
        var producer = new Thread(() => result = ring.Next());
        producer.Start();
        ring.Close();
        producer.Join();
        Assert.Equal(-1, result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    [InlineData((1 << 30) + 1)]
    public void ShouldRefuseASizeOutOfRange(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NewRing(size));

    [Fact]
    public void ShouldRefuseASizeThatIsNoPowerOfTwo() => Assert.Throws<ArgumentException>(() => NewRing(12));

    [Fact]
    public void ShouldWorkWithASingleSlot()
    {
        using var ring = NewRing(1);
        var reader = new Sequence();
        ring.AddGating(reader);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(ring.TryNext(out long sequence));
            Assert.False(ring.TryNext(out _));
            ring.Publish(sequence);
            Assert.False(ring.TryNext(out _));
            reader.Set(sequence);
        }
    }
}

public class SingleProducerSequencerTests : SequencerContract<SingleProducerSequencer>
{
    [Fact]
    public void ShouldShowNothingOfABatchBeforeItIsPublished()
    {
        using var ring = NewRing(8);
        ring.Next(4);
        Assert.Equal(3, ring.Claimed);
        Assert.Equal(-1, ring.Cursor);
        ring.Publish(0, 1);
        Assert.Equal(1, ring.NewBarrier().Available(0));
    }
}

public class MultiProducerSequencerTests : SequencerContract<MultiProducerSequencer>
{
    [Fact]
    public void ShouldHideEventsBehindAHoleWhenPublishedOutOfOrder()
    {
        using var ring = NewRing(8);
        SequenceBarrier<MultiProducerSequencer, YieldingWait> barrier = ring.NewBarrier();
        ring.Next(4);
        Assert.Equal(3, ring.Cursor);
        Assert.Equal(-1, barrier.Available(0));
        ring.Publish(1);
        ring.Publish(3);
        Assert.Equal(-1, barrier.Available(0));
        ring.Publish(0);
        Assert.Equal(1, barrier.Available(0));
        ring.Publish(2);
        Assert.Equal(3, barrier.Available(0));
        Assert.Equal(3, barrier.Available(2));
    }

    [Fact]
    public void ShouldNotTakeTheLastLapsMarkForThisOnes()
    {
        using var ring = NewRing(4);
        var reader = new Sequence();
        ring.AddGating(reader);
        SequenceBarrier<MultiProducerSequencer, YieldingWait> barrier = ring.NewBarrier();
        ring.Next(4);
        ring.Publish(0, 3);
        reader.Set(3);
        ring.Next(4);
        Assert.Equal(3, barrier.Available(4));
        ring.Publish(5);
        Assert.Equal(3, barrier.Available(4));
        ring.Publish(4);
        Assert.Equal(5, barrier.Available(4));
    }
}
