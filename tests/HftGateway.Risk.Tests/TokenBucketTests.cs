namespace HftGateway.Risk.Tests;

public sealed class TokenBucketTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void ShouldGiveItsSizeAtOnceWhenFull()
    {
        var bucket = new TokenBucket(100);
        Assert.Equal(100, TakeAll(ref bucket, 0));
        Assert.Equal(0, TakeAll(ref bucket, 0));
    }

    [Fact]
    public void ShouldRefillEvenlyAndExactly()
    {
        var bucket = new TokenBucket(7);
        TakeAll(ref bucket, 5);
        // Token k is there from the first ns at which 7·t ≥ k·10⁹.
        long taken = 0;
        for (long k = 1; k <= 1000; k++)
        {
            long due = 5 + (k * Second + 6) / 7;
            Assert.False(bucket.HasToken(due - 1));
            Assert.True(bucket.HasToken(due));
            bucket.Take();
            taken++;
        }

        Assert.Equal(1000, taken);
    }

    [Fact]
    public void ShouldNotExceedItsSizeWhenIdleForLong()
    {
        var bucket = new TokenBucket(1_000_000);
        TakeAll(ref bucket, 0);
        Assert.Equal(1_000_000, TakeAll(ref bucket, long.MaxValue));
    }

    [Fact]
    public void ShouldBringNothingWhenTimeStepsBack()
    {
        var bucket = new TokenBucket(1);
        TakeAll(ref bucket, 10 * Second);
        Assert.False(bucket.HasToken(5 * Second));
        Assert.False(bucket.HasToken(11 * Second - 1));
        Assert.True(bucket.HasToken(11 * Second));
    }

    private static int TakeAll(ref TokenBucket bucket, long nowNs)
    {
        int taken = 0;
        while (bucket.HasToken(nowNs))
        {
            bucket.Take();
            taken++;
        }

        return taken;
    }
}
