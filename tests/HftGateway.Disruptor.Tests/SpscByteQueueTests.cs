namespace HftGateway.Disruptor.Tests;

public class SpscByteQueueTests
{
    [Fact]
    public void ShouldGiveTheSameRecordUntilReleased()
    {
        using var queue = new SpscByteQueue(64);
        Assert.False(queue.TryRead(out _));
        Assert.True(queue.TryWrite("abc"u8));
        Assert.True(queue.TryWrite("de"u8));
        Assert.Equal(32, queue.UsedBytes);
        Assert.True(queue.TryRead(out ReadOnlySpan<byte> record));
        Assert.Equal("abc"u8, record);
        Assert.True(queue.TryRead(out record));
        Assert.Equal("abc"u8, record);
        queue.Release();
        queue.Release();
        Assert.True(queue.TryRead(out record));
        Assert.Equal("de"u8, record);
        queue.Release();
        Assert.False(queue.TryRead(out _));
        Assert.Equal(0, queue.UsedBytes);
    }

    [Fact]
    public void ShouldCarryEmptyRecords()
    {
        using var queue = new SpscByteQueue(64);
        for (int i = 0; i < 8; i++)
            Assert.True(queue.TryWrite([]));
        Assert.False(queue.TryWrite([]));
        for (int i = 0; i < 8; i++)
        {
            Assert.True(queue.TryRead(out ReadOnlySpan<byte> record));
            Assert.True(record.IsEmpty);
            queue.Release();
        }
        Assert.False(queue.TryRead(out _));
    }

    [Fact]
    public void ShouldAcceptTheLongestRecordAtEveryPositionWhenEmpty()
    {
        using var queue = new SpscByteQueue(128);
        Assert.Equal(56, queue.MaxRecordBytes);
        byte[] longest = new byte[56];
        new Random(1).NextBytes(longest);
        for (int i = 0; i < 50; i++)
        {
            Assert.True(queue.TryWrite(longest), $"refused at round {i}");
            Assert.True(queue.TryRead(out ReadOnlySpan<byte> record));
            Assert.True(record.SequenceEqual(longest));
            queue.Release();
            // Moves the position on by 8 each round.
            Assert.True(queue.TryWrite([]));
            Assert.True(queue.TryRead(out _));
            queue.Release();
        }
    }

    [Fact]
    public void ShouldThrowWhenARecordCanNeverFit()
    {
        using var queue = new SpscByteQueue(128);
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryWrite(new byte[57]));
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryWrite(new byte[30], new byte[27]));
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryClaim(-1, out _));
        Assert.True(queue.TryWrite(new byte[29], new byte[27]));
    }

    [Fact]
    public void ShouldShowNothingBeforeTheCommit()
    {
        using var queue = new SpscByteQueue(128);
        Assert.True(queue.TryClaim(20, out Span<byte> place));
        Assert.Equal(20, place.Length);
        "hello"u8.CopyTo(place);
        Assert.False(queue.TryRead(out _));
        Assert.Throws<InvalidOperationException>(() => queue.Commit(21));
        Assert.Throws<InvalidOperationException>(() => queue.Commit(-1));
        queue.Commit(5);
        Assert.Throws<InvalidOperationException>(() => queue.Commit(5));
        Assert.True(queue.TryRead(out ReadOnlySpan<byte> record));
        Assert.Equal("hello"u8, record);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(0)]
    public void ShouldRefuseABadCapacity(int capacity) =>
        Assert.ThrowsAny<ArgumentException>(() => new SpscByteQueue(capacity));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ShouldAgreeWithAnOrdinaryQueueWhenUsedAtRandom(int seed)
    {
        var random = new Random(seed);
        using var queue = new SpscByteQueue(256);
        var model = new Queue<byte[]>();
        for (int step = 0; step < 20_000; step++)
        {
            if (random.Next(2) == 0)
            {
                byte[] record = new byte[random.Next(queue.MaxRecordBytes + 1)];
                random.NextBytes(record);
                if (queue.TryWrite(record))
                    model.Enqueue(record);
                else
                    Assert.True(model.Count > 0, $"seed {seed}, step {step}: empty, refused {record.Length} bytes");
            }
            else
            {
                bool got = queue.TryRead(out ReadOnlySpan<byte> record);
                Assert.True(got == (model.Count > 0), $"seed {seed}, step {step}: read {got}, model {model.Count}");
                if (!got)
                    continue;
                Assert.True(record.SequenceEqual(model.Dequeue()), $"seed {seed}, step {step}: wrong record");
                queue.Release();
            }
        }
    }

    [Fact]
    public void ShouldCarryEverythingBetweenTwoThreads()
    {
        const int Records = 500_000;
        using var queue = new SpscByteQueue(4096);
        var producer = new Thread(() =>
        {
            Span<byte> record = stackalloc byte[256];
            for (int i = 0; i < Records; i++)
            {
                int length = 4 + (int)((uint)TestEvent.Mix(i) % 200);
                record[..length].Fill((byte)i);
                BitConverter.TryWriteBytes(record, i);
                while (!queue.TryWrite(record[..length]))
                    Thread.Yield();
            }
        });
        producer.Start();
        int wrong = 0;
        for (int i = 0; i < Records; i++)
        {
            ReadOnlySpan<byte> record;
            while (!queue.TryRead(out record))
                Thread.Yield();
            int length = 4 + (int)((uint)TestEvent.Mix(i) % 200);
            bool right = record.Length == length && BitConverter.ToInt32(record) == i
                && record[4..].IndexOfAnyExcept((byte)i) < 0;
            wrong += right ? 0 : 1;
            queue.Release();
        }
        producer.Join();
        Assert.Equal(0, wrong);
    }
}
