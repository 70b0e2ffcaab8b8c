using System.Diagnostics;
using HftGateway.Platform.Timing;

namespace HftGateway.Platform.Tests;

public class TimeStampCounterTests
{
    private const long One = 1L << TimeStampCounter.FractionBits;

    [Fact]
    public void ShouldNeverGoBack()
    {
        long last = TimeStampCounter.Now();
        for (int i = 0; i < 1_000_000; i++)
        {
            long now = TimeStampCounter.Now();
            Assert.True(now >= last);
            last = now;
        }
    }

    [Fact]
    public void ShouldUseTheHardwareExactlyWhenTheProcessorHasAnInvariantCounter()
    {
        string? line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("flags", StringComparison.Ordinal))
            : null;
        string[] flags = line?.Split(' ') ?? [];
        bool expected = flags.Contains("constant_tsc") && flags.Contains("nonstop_tsc");
        Assert.True(TimeStampCounter.IsHardware == expected, TimeStampCounter.Description);
        Assert.StartsWith(expected ? "rdtsc" : "Stopwatch", TimeStampCounter.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldAgreeWithTheStopwatchBetweenItsReadings()
    {
        // The counter is read inside the stopwatch's interval and then around it: no assumption on how long anything
        // takes. 1 part in 1,000 and 1 µs allow for the calibration and for the readings themselves.
        long outerStart = TimeStampCounter.Now();
        long start = Stopwatch.GetTimestamp();
        long innerStart = TimeStampCounter.Now();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(20))
        {
        }
        long innerEnd = TimeStampCounter.Now();
        double elapsedNs = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        long outerEnd = TimeStampCounter.Now();
        Assert.True(TimeStampCounter.ToNs(innerEnd - innerStart) <= (elapsedNs * 1.001) + 1_000);
        Assert.True(TimeStampCounter.ToNs(outerEnd - outerStart) >= (elapsedNs * 0.999) - 1_000);
    }

    [Theory]
    [InlineData(0, One, 0)]
    [InlineData(1, One, 1)]
    [InlineData(-1, One, -1)]
    [InlineData(3, One / 2, 1)]
    [InlineData(-3, One / 2, -2)]
    [InlineData(1_000_000_000_000_000_000, One, 1_000_000_000_000_000_000)]
    [InlineData(1_000_000_000_000_000_000, One / 4, 250_000_000_000_000_000)]
    [InlineData(-1_000_000_000_000_000_000, One / 4, -250_000_000_000_000_000)]
    [InlineData(1_000_000_000, 7 * One, 7_000_000_000)]
    public void ShouldScaleWithoutOverflowAndRoundDown(long ticks, long rate, long expected) =>
        Assert.Equal(expected, TimeStampCounter.Scale(ticks, rate));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ShouldScaleLikeExactArithmeticWhenRandom(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++)
        {
            long ticks = random.NextInt64(-(1L << 59), 1L << 59);
            long rate = random.NextInt64(1, 7 * One);
            Int128 exact = ((Int128)ticks * rate) >> TimeStampCounter.FractionBits;
            Assert.True((long)exact == TimeStampCounter.Scale(ticks, rate), $"seed {seed}: {ticks} at {rate}");
        }
    }

    [Fact]
    public void ShouldConvertBackAndForth()
    {
        Assert.InRange(TimeStampCounter.ToNs(TimeStampCounter.FromNs(1_000_000_000)), 999_999_990, 1_000_000_010);
        Assert.InRange(TimeStampCounter.TicksPerNs, 0.1, 16);
    }

    [Theory]
    [InlineData("flags\t\t: fpu tsc constant_tsc rep_good nonstop_tsc cpuid", null)]
    [InlineData("flags\t\t: fpu nonstop_tsc constant_tsc", null)]
    [InlineData("flags\t\t: fpu tsc constant_tsc", "the processor has no nonstop_tsc")]
    [InlineData("flags\t\t: fpu tsc nonstop_tsc_s3 constant_tsc", "the processor has no nonstop_tsc")]
    [InlineData("flags\t\t: fpu tsc", "the processor has no constant_tsc")]
    public void ShouldReadTheFlagsByWholeWords(string line, string? expected) =>
        Assert.Equal(expected, TimeStampCalibration.MissingFlags(line));
}
