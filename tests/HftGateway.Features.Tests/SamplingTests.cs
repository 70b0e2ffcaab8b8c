using HftGateway.Platform.Memory;

namespace HftGateway.Features.Tests;

/// <summary>The sampling grid, the robust score, the touch's flow and halts.</summary>
public sealed unsafe class SamplingTests
{
    [Fact]
    public void ShouldCountBoundariesWhenTimePasses()
    {
        SamplingGrid grid = default;
        grid.Initialise(1_000);
        grid.Start(5_400);
        Assert.Equal(6_000, grid.NextNs);
        Assert.Equal(0, grid.AdvanceTo(5_999));
        Assert.Equal(1, grid.AdvanceTo(6_000));
        Assert.Equal(0, grid.AdvanceTo(6_999));
        Assert.Equal(3, grid.AdvanceTo(9_001));
        Assert.Equal(0, grid.AdvanceTo(6_000));
        grid.Start(7_000); // a start on a boundary: that boundary is before the first row
        Assert.Equal(8_000, grid.NextNs);
        Assert.Throws<ArgumentOutOfRangeException>(() => grid.Initialise(0));
    }

    [Fact]
    public void ShouldScoreByMedianAndDeviationWhenTheWindowIsFull()
    {
        using NativeRegion region = new(4096);
        RobustScore score = default;
        score.Initialise(region.Pointer, 4);
        score.Push(1, 1);
        score.Push(double.NaN, 5);
        score.Push(9, 1);
        score.Push(2, 1);
        Assert.Equal(double.NaN, score.Score(3));
        score.Push(4, 1);
        // 1 2 4 9: median 3; deviations 1 1 2 6: median 1.5.
        Assert.Equal(3, score.Median);
        Assert.Equal(1.4826 * 1.5, score.Scale);
        Assert.Equal((10 - 3) / (1.4826 * 1.5), score.Score(10));
        Assert.Equal(double.NaN, score.Score(double.NaN));
        score.Push(4, 1);
        // 2 4 4 9: median 4; deviations 0 0 2 5: median 1.
        Assert.Equal(4, score.Median);
        Assert.Equal(1.4826, score.Scale);
        score.Push(4, 1);
        // 2 4 4 4: median 4; deviations 0 0 0 2: no spread.
        Assert.Equal(double.NaN, score.Score(10));
        score.Reset();
        Assert.Equal(double.NaN, score.Median);
    }

    [Theory]
    [InlineData(0.9e-9, false)]
    [InlineData(1.1e-9, true)]
    public void ShouldNotScoreWhenTheDeviationIsBelowTheFloor(double deviation, bool scored)
    {
        using NativeRegion region = new(4096);
        RobustScore score = default;
        score.Initialise(region.Pointer, 3);
        score.Push(0, 1);
        score.Push(deviation, 1);
        score.Push(-deviation, 1);
        Assert.Equal(scored, !double.IsNaN(score.Score(1)));
        // The floor grows with the median.
        score.Push(1e6, 1);
        score.Push(1e6 * (1 + deviation), 1);
        score.Push(1e6 * (1 - deviation), 1);
        Assert.Equal(scored, !double.IsNaN(score.Score(1)));
    }

    [Theory]
    [InlineData(2, 11)]
    [InlineData(3, 12)]
    [InlineData(10, 13)]
    [InlineData(61, 14)]
    [InlineData(1000, 15)]
    public void ShouldEqualSortingWhenSamplesAreRandom(int window, int seed)
    {
        using NativeRegion region = new((nuint)RobustScore.BytesFor(window));
        RobustScore score = default;
        score.Initialise(region.Pointer, window);
        Random random = new(seed);
        List<double> all = [];
        for (int i = 0; i < 600; i++)
        {
            // Few different values, so that there are many equal ones; runs of all lengths.
            double sample = random.Next(3) == 0 ? random.NextDouble() * 10 - 5 : random.Next(-4, 5);
            long times = random.Next(5) == 0 ? random.Next(1, window + 10) : 1;
            if (random.Next(50) == 0)
                times = 1_000_000_000_000;
            score.Push(sample, times);
            for (long k = 0; k < Math.Min(times, window); k++)
                all.Add(sample);
            string where = $"seed {seed}, push {i}";
            if (all.Count < window)
            {
                Assert.True(double.IsNaN(score.Score(1)), where);
                continue;
            }
            double[] last = [.. all[^window..].Order()];
            double median = (last[(window - 1) / 2] + last[window / 2]) / 2;
            double[] deviations = [.. last.Select(x => Math.Abs(x - median)).Order()];
            double deviation = (deviations[(window - 1) / 2] + deviations[window / 2]) / 2;
            Assert.True(median == score.Median, $"{where}: median {median:R}, got {score.Median:R}");
            double scale = deviation <= 1e-9 * Math.Max(1, Math.Abs(median)) ? double.NaN : 1.4826 * deviation;
            Assert.True(scale.Equals(score.Scale), $"{where}: scale {scale:R}, got {score.Scale:R}");
        }
    }

    [Fact]
    public void ShouldRefuseWhenTheWindowIsTooShortOrTooLong()
    {
        using NativeRegion region = new(4096);
        byte* memory = region.Pointer;
        RobustScore score = default;
        Assert.Throws<ArgumentOutOfRangeException>(() => score.Initialise(memory, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => score.Initialise(memory, 1_001));
    }

    /// <summary>Bid and ask after each row, and e₁ by hand from the formula.</summary>

    [Fact]
    public void ShouldBeRecentUntilTheTimeIsOverWhenTradingResumes()
    {
        HaltMonitor halts = default;
        halts.Initialise(300);
        Assert.False(halts.IsRecent(0));
        halts.Next(halted: false, 10);
        Assert.False(halts.IsRecent(10));
        halts.Next(halted: true, 1_000);
        Assert.True(halts.IsHalted);
        Assert.True(halts.IsRecent(1_000_000));
        halts.Next(halted: false, 2_000);
        Assert.False(halts.IsHalted);
        halts.Next(halted: false, 2_200); // no change: not another resume
        Assert.True(halts.IsRecent(2_300));
        Assert.False(halts.IsRecent(2_301));
    }
}
