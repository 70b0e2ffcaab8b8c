namespace HftGateway.Disruptor.Tests;

public class SpscQueueTests
{
    [Fact]
    public void ShouldGiveBackInOrderAcrossManyLaps()
    {
        using var queue = new SpscQueue<long>(4);
        Assert.False(queue.TryDequeue(out _));
        for (long i = 0; i < 100; i++)
        {
            Assert.True(queue.TryEnqueue(2 * i));
            Assert.True(queue.TryEnqueue((2 * i) + 1));
            Assert.Equal(2, queue.Count);
            Assert.True(queue.TryPeek(out long peeked));
            Assert.True(queue.TryDequeue(out long first));
            Assert.True(queue.TryDequeue(out long second));
            Assert.Equal((2 * i, 2 * i, (2 * i) + 1), (peeked, first, second));
        }
        Assert.Equal(0, queue.Count);
        Assert.False(queue.TryPeek(out _));
    }

    [Fact]
    public void ShouldRefuseWhenFull()
    {
        using var queue = new SpscQueue<int>(2);
        Assert.True(queue.TryEnqueue(1));
        Assert.True(queue.TryEnqueue(2));
        Assert.False(queue.TryEnqueue(3));
        Assert.Equal(2, queue.Count);
        Assert.True(queue.TryDequeue(out _));
        Assert.True(queue.TryEnqueue(3));
        Assert.False(queue.TryEnqueue(4));
        Assert.True(queue.TryDequeue(out int item));
        Assert.Equal(2, item);
    }

    [Fact]
    public void ShouldTakeSeveralAtOnce()
    {
        using var queue = new SpscQueue<int>(8);
        int[] items = new int[5];
        Assert.Equal(0, queue.Dequeue(items));
        for (int i = 0; i < 7; i++)
            queue.TryEnqueue(i);
        Assert.Equal(5, queue.Dequeue(items));
        Assert.Equal([0, 1, 2, 3, 4], items);
        for (int i = 7; i < 12; i++)
            Assert.True(queue.TryEnqueue(i));
        Assert.Equal(5, queue.Dequeue(items));
        Assert.Equal([5, 6, 7, 8, 9], items);
        Assert.Equal(2, queue.Dequeue(items));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-8)]
    [InlineData(3)]
    public void ShouldRefuseACapacityThatIsNoPowerOfTwo(int capacity) =>
        Assert.ThrowsAny<ArgumentException>(() => new SpscQueue<int>(capacity));

    [Fact]
    public void ShouldCarryEverythingBetweenTwoThreads()
    {
        const long Items = 3_000_000;
        using var queue = new SpscQueue<(long Value, long Check)>(256);
        var producer = new Thread(() =>
        {
            for (long i = 0; i < Items; i++)
                while (!queue.TryEnqueue((i, TestEvent.Mix(i))))
                    Thread.Yield();
        });
        producer.Start();
        long wrong = 0;
        for (long i = 0; i < Items; i++)
        {
            (long Value, long Check) item;
            while (!queue.TryDequeue(out item))
                Thread.Yield();
            wrong += item == (i, TestEvent.Mix(i)) ? 0 : 1;
        }
        producer.Join();
        Assert.Equal(0, wrong);
        Assert.Equal(0, queue.Count);
    }
}
