using HftGateway.Platform.Timing;

namespace HftGateway.Platform.Tests;

public class WallClockTests
{
    private const long Second = 1_000_000_000;
    private const long Epoch = 1_700_000_000L * Second;
    // Two ticks per nanosecond.
    private const long HalfRate = 1L << (TimeStampCounter.FractionBits - 1);

    [Fact]
    public void ShouldFollowTheCounterFromTheAnchor()
    {
        WallClock clock = NewClock();
        Assert.Equal(Epoch, clock.UtcNs(1000));
        Assert.Equal(Epoch + 5, clock.UtcNs(1010));
        Assert.Equal(Epoch - 5, clock.UtcNs(990));
        Assert.Equal(Epoch + (3600 * Second), clock.UtcNs(1000 + (7200 * Second)));
    }

    [Fact]
    public void ShouldWorkOffASmallErrorByTheNextResync()
    {
        WallClock clock = NewClock();
        // After a second the system's clock is 100 µs ahead; its rate is as assumed from then on.
        clock.Resync(At(1, utcErrorNs: 100_000));
        Assert.Equal(100_000, clock.ErrorNs);
        Assert.Equal(0, clock.Steps);
        Assert.Equal(Epoch + Second, clock.UtcNs(Ticks(1)));
        Assert.InRange(clock.UtcNs(Ticks(2)) - (Epoch + (2 * Second) + 100_000), -2, 2);
        clock.Resync(At(2, utcErrorNs: 100_000));
        Assert.InRange(clock.ErrorNs, -2, 2);
        Assert.InRange(clock.UtcNs(Ticks(3)) - (Epoch + (3 * Second) + 100_000), -4, 4);
    }

    [Fact]
    public void ShouldStepForwardWhenFarBehind()
    {
        WallClock clock = NewClock();
        clock.Resync(At(1, utcErrorNs: WallClock.StepForwardNs + 1));
        Assert.Equal(1, clock.Steps);
        Assert.Equal(Epoch + Second + WallClock.StepForwardNs + 1, clock.UtcNs(Ticks(1)));
        Assert.Equal(Epoch + Second - 1, clock.UtcNs(Ticks(1) - 2));
        clock.Resync(At(2, utcErrorNs: WallClock.StepForwardNs + 1));
        Assert.Equal(1, clock.Steps);
        Assert.InRange(clock.ErrorNs, -2, 2);
    }

    [Fact]
    public void ShouldLimitTheSlewWhenTheSystemClockWasSetBack()
    {
        WallClock clock = NewClock();
        clock.Resync(At(1, utcErrorNs: -Second));
        Assert.Equal(-Second, clock.ErrorNs);
        Assert.Equal(0, clock.Steps);
        // 500 parts per million slower: 0.5 ms in a second.
        Assert.InRange(clock.UtcNs(Ticks(2)) - (Epoch + (2 * Second) - 500_000), -2, 2);
    }

    [Fact]
    public void ShouldLearnTheTrueRateWhenTheCalibrationWasOff()
    {
        // The counter runs 50 parts per million slower than calibrated.
        WallClock clock = NewClock();
        for (int second = 1; second <= 100; second++)
        {
            long elapsed = second * Second;
            clock.Resync(new WallClock.Reading(1000 + (2 * elapsed) - (elapsed / 10_000), Epoch + elapsed, elapsed));
        }
        Assert.InRange(clock.ErrorNs, -10, 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ShouldNeverGoBackWhateverTheSystemClockDoes(int seed)
    {
        var random = new Random(seed);
        WallClock clock = NewClock();
        long ticks = 1000, last = long.MinValue, jumpNs = 0;
        for (int resync = 1; resync < 500; resync++)
        {
            for (int i = 0; i < 20; i++)
            {
                ticks += random.NextInt64(1, Second / 5);
                long utcNs = clock.UtcNs(ticks);
                Assert.True(utcNs >= last, $"seed {seed}: {utcNs} after {last}");
                last = utcNs;
            }
            if (random.Next(5) == 0)
                jumpNs += random.NextInt64(-20_000_000, 20_000_000);
            long elapsed = (ticks - 1000) / 2;
            clock.Resync(new WallClock.Reading(ticks, Epoch + elapsed + jumpNs, elapsed));
        }
    }

    [Fact]
    public void ShouldAgreeWithTheSystemClock()
    {
        var clock = new WallClock();
        for (int i = 0; i < 3; i++)
        {
            clock.Resync();
            // The clock's reading lies between two of the system's; 1 ms allows for a step of the system's clock by
            // NTP.
            long before = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
            long utcNs = clock.UtcNs(TimeStampCounter.Now());
            long after = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
            Assert.InRange(utcNs, before - 1_000_000, after + 1_000_000);
        }
    }

    [Fact]
    public void ShouldNeverShowATornLineWhenResyncedDuringReads()
    {
        var clock = NewClock();
        var owner = new Thread(() =>
        {
            // The clock stays exact, so any mixture of two lines would show as a difference.
            for (int i = 1; i <= 100_000; i++)
                clock.Resync(At(i, 0));
        });
        owner.Start();
        long worst = 0;
        while (owner.IsAlive)
            worst = Math.Max(worst, Math.Abs(clock.UtcNs(Ticks(5)) - (Epoch + (5 * Second))));
        owner.Join();
        Assert.InRange(worst, 0, 1_000_000);
    }

    [Fact]
    public void ShouldRefuseATooShortInterval() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WallClock(999_999));

    private static WallClock NewClock() => new(new WallClock.Reading(1000, Epoch, 0), HalfRate, Second);

    private static long Ticks(long second) => 1000 + (2 * second * Second);

    private static WallClock.Reading At(long second, long utcErrorNs) =>
        new(Ticks(second), Epoch + (second * Second) + utcErrorNs, second * Second);
}
