namespace HftGateway.Disruptor.Tests;

public abstract class FollowerContract<TSequencer>
    where TSequencer : struct, ISequencer<TSequencer>
{
    [Fact]
    public void ShouldReadInOrderWhenItKeepsUp()
    {
        using var ring = NewRing(8);
        Follower<TestEvent, TSequencer> follower = ring.NewFollower();
        Assert.False(follower.TryRead(out _, out _));
        for (int i = 0; i < 100; i++)
        {
            Publish(ring, 1);
            Assert.True(follower.TryRead(out TestEvent item, out long sequence));
            Assert.Equal(i, sequence);
            Assert.Equal(i, item.Value);
        }
        Assert.False(follower.TryRead(out _, out _));
        Assert.Equal(0, follower.Lost);
    }

    [Fact]
    public void ShouldBeginWithTheNextEventWhenAddedLater()
    {
        using var ring = NewRing(8);
        Publish(ring, 21);
        Follower<TestEvent, TSequencer> follower = ring.NewFollower();
        Assert.False(follower.TryRead(out _, out _));
        Publish(ring, 1);
        Assert.True(follower.TryRead(out _, out long sequence));
        Assert.Equal(21, sequence);
    }

    [Fact]
    public void ShouldReadAWholeRingWhenNotYetLapped()
    {
        using var ring = NewRing(8);
        Follower<TestEvent, TSequencer> follower = ring.NewFollower();
        Publish(ring, 8);
        var items = new TestEvent[20];
        Assert.Equal(8, follower.Read(items, out long first));
        Assert.Equal(0, first);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], items[..8].Select(item => item.Value));
    }

    [Fact]
    public void ShouldReportTheLossWhenLapped()
    {
        using var ring = NewRing(8);
        Follower<TestEvent, TSequencer> follower = ring.NewFollower();
        Publish(ring, 9);
        // Events 0 to 8 were published, 0 is overwritten: it goes on half a ring behind the claim, at 5.
        var items = new TestEvent[20];
        Assert.Equal(4, follower.Read(items, out long first));
        Assert.Equal(5, first);
        Assert.Equal([5, 6, 7, 8], items[..4].Select(item => item.Value));
        Assert.Equal(5, follower.Lost);
        Assert.Equal(9, follower.Next);
    }

    [Fact]
    public void ShouldTreatAClaimedSlotAsLostWhenItsEventIsNotYetOverwritten()
    {
        using var ring = NewRing(4);
        Follower<TestEvent, TSequencer> follower = ring.NewFollower();
        Publish(ring, 4);
        ring.Next();
        // The producer may be writing event 4 into the slot of event 0 at this moment.
        Assert.True(follower.TryRead(out TestEvent item, out long sequence));
        Assert.Equal(3, sequence);
        Assert.Equal(3, item.Value);
        Assert.Equal(3, follower.Lost);
        ring.Publish(4);
        Assert.True(follower.TryRead(out _, out sequence));
        Assert.Equal(4, sequence);
    }

    [Fact]
    public void ShouldStayBehindAReaderWhenAskedTo()
    {
        using var ring = NewRing(8);
        var stage = new Sequence();
        Follower<TestEvent, TSequencer> follower = ring.NewFollower(stage);
        Publish(ring, 5);
        Assert.False(follower.TryRead(out _, out _));
        stage.Set(2);
        Assert.Equal(3, follower.Read(new TestEvent[8], out _));
        Assert.False(follower.TryRead(out _, out _));
    }

    [Fact]
    public void ShouldNotHoldUpTheProducer()
    {
        using var ring = NewRing(4);
        ring.NewFollower();
        Publish(ring, 1000);
        Assert.Equal(999, ring.Cursor);
    }

    [Fact]
    public void ShouldAccountForEveryEventWhenTheProducerRunsAway()
    {
        const int Events = 2_000_000;
        using var ring = NewRing(64);
        Follower<TestEvent, TSequencer> follower = ring.NewFollower();
        var producer = new Thread(() =>
        {
            for (int i = 0; i < Events; i++)
            {
                long sequence = ring.Next();
                ref TestEvent slot = ref ring[sequence];
                slot.Fill(sequence);
                slot.Stage0 = slot.Stage1 = slot.Stage2 = slot.Stage3 = TestEvent.Mix(~sequence);
                ring.Publish(sequence);
            }
        });
        producer.Start();
        long got = 0, torn = 0, lastSequence = -1;
        var items = new TestEvent[48];
        bool over = false;
        while (true)
        {
            int count = follower.Read(items, out long first);
            if (count == 0)
            {
                if (over)
                    break;
                over = !producer.IsAlive;
                continue;
            }
            Assert.True(first > lastSequence);
            lastSequence = first + count - 1;
            for (int i = 0; i < count; i++)
                torn += Intact(items[i], first + i) ? 0 : 1;
            got += count;
        }
        producer.Join();
        Assert.Equal(0, torn);
        Assert.Equal(Events - 1, lastSequence);
        Assert.Equal(Events, got + follower.Lost);
    }

    private static bool Intact(in TestEvent item, long sequence)
    {
        long section = TestEvent.Mix(~sequence);
        return item.Value == sequence && item.Check == TestEvent.Mix(sequence) && item.Stage0 == section
            && item.Stage1 == section && item.Stage2 == section && item.Stage3 == section;
    }

    private static RingBuffer<TestEvent, TSequencer, YieldingWait> NewRing(int size) => new(size);

    private static void Publish(RingBuffer<TestEvent, TSequencer, YieldingWait> ring, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long sequence = ring.Next();
            ring[sequence].Fill(sequence);
            ring.Publish(sequence);
        }
    }
}

public class SingleProducerFollowerTests : FollowerContract<SingleProducerSequencer>;

public class MultiProducerFollowerTests : FollowerContract<MultiProducerSequencer>;
