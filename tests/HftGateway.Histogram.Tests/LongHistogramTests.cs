namespace HftGateway.Histogram.Tests;

public class LongHistogramTests
{
    [Theory]
    [InlineData(3, 2048)]
    [InlineData(2, 256)]
    [InlineData(1, 32)]
    [InlineData(0, 2)]
    [InlineData(5, 262_144)]
    public void ShouldHaveSubBucketCountWhenDigitsAreGiven(int digits, int subBuckets) =>
        Assert.Equal(subBuckets, new HistogramLayout(1, 1 << 20, digits).SubBucketCount);

    [Fact]
    public void ShouldHaveTheFormatsExampleSizesWhenRangeIsTenSecondsInThreeDigits()
    {
        var layout = new HistogramLayout(1, 10_000_000_000, 3);
        Assert.Equal((24, 25_600), (layout.BucketCount, layout.CountsLength));
    }

    [Theory]
    [InlineData(0, 10, 3)]
    [InlineData(10, 19, 3)]
    [InlineData(1, 10, 6)]
    [InlineData(1, 10, -1)]
    [InlineData(1L << 50, long.MaxValue, 5)]
    [InlineData(long.MinValue, long.MinValue, 1)]
    public void ShouldRefuseLayoutWhenParametersAreOutOfRange(long lowest, long highest, int digits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LongHistogram(lowest, highest, digits));

    [Theory]
    [InlineData(1, 10_000_000_000, 3)]
    [InlineData(1000, 3_600_000_000_000, 2)]
    [InlineData(1, long.MaxValue, 0)]
    [InlineData(7, 100_000, 4)]
    [InlineData(1L << 44, long.MaxValue, 5)]
    public void ShouldInvertIndexAndValueWhenWalkingAllCounters(long lowest, long highest, int digits)
    {
        var layout = new HistogramLayout(lowest, highest, digits);
        long next = 0;
        for (int i = 0; i < layout.CountsLength; i++)
        {
            long value = layout.ValueAt(i);
            Assert.Equal(next, value);
            Assert.Equal(i, layout.IndexOf(value));
            Assert.Equal(i, layout.IndexOf(layout.HighestEquivalent(value)));
            next = layout.NextNonEquivalent(value);
        }
        Assert.True(layout.HighestIndexable >= highest);
    }

    [Fact]
    public void ShouldTellEquivalentValuesWhenBucketIsWide()
    {
        var layout = new HistogramLayout(1, 3_600_000_000, 3);
        Assert.Equal(10_008, layout.LowestEquivalent(10_009));
        Assert.Equal(10_015, layout.HighestEquivalent(10_009));
        Assert.Equal(10_012, layout.MedianEquivalent(10_009));
        Assert.Equal(8, layout.EquivalentRange(10_009));
        Assert.True(layout.AreEquivalent(10_008, 10_015));
        Assert.False(layout.AreEquivalent(10_008, 10_016));
    }

    [Fact]
    public void ShouldRefuseOrSaturateOrThrowWhenValueIsOutOfRange()
    {
        var histogram = new LongHistogram(1, 1000, 3);
        Assert.False(histogram.TryRecord(1001));
        Assert.False(histogram.TryRecord(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.Record(1001));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.RecordCount(-1, 2));
        Assert.Equal(0, histogram.TotalCount);
        histogram.RecordSaturating(5000);
        histogram.RecordSaturating(-5);
        histogram.RecordSaturating(7);
        Assert.Equal((3, 2, 0, 1000), (histogram.TotalCount, histogram.SaturatedCount, histogram.Min, histogram.Max));
        Assert.Equal(1, histogram.CountAt(1000));
    }

    [Fact]
    public void ShouldGrowWhenAutoResizeIsOn()
    {
        var histogram = new LongHistogram(1, 2, 3) { AutoResize = true };
        histogram.Record(1);
        histogram.Record(1_000_000_000_000);
        histogram.Record(long.MaxValue);
        Assert.Equal((3, 1), (histogram.TotalCount, histogram.CountAt(1)));
        Assert.Equal(long.MaxValue, histogram.Max);
    }

    [Fact]
    public void ShouldFillInMissingValuesWhenExpectedIntervalIsGiven()
    {
        var live = new LongHistogram(1, 1000, 3);
        live.RecordWithExpectedInterval(1000, 300);
        live.RecordWithExpectedInterval(200, 300);
        Assert.Equal([200, 400, 700, 1000], Values(live));
        var raw = new LongHistogram(1, 1000, 3);
        raw.Record(1000);
        raw.Record(200);
        Assert.True(raw.CopyCorrected(300).ContentEquals(live));
        Assert.Equal(2, raw.TotalCount);
    }

    [Fact]
    public void ShouldAddAndSubtractWhenLayoutsDiffer()
    {
        var wide = new LongHistogram(1, 1_000_000, 4);
        var narrow = new LongHistogram(1, 500_000, 2);
        foreach (long v in new long[] { 3, 100, 400_000 })
            narrow.Record(v);
        wide.Record(900_000);
        wide.Add(narrow);
        Assert.Equal((4, 3), (wide.TotalCount, wide.Min));
        wide.Subtract(narrow);
        Assert.Equal((1, 899_968), (wide.TotalCount, wide.Layout.LowestEquivalent(wide.Min) / 64 * 64));
        Assert.Throws<ArgumentException>(() => wide.Subtract(narrow));
        Assert.Equal(1, wide.TotalCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => narrow.Add(wide));
        narrow.Subtract(narrow.Copy());
        Assert.Equal((0, 0, 0), (narrow.TotalCount, narrow.Min, narrow.Max));
    }

    [Fact]
    public void ShouldForgetEverythingWhenReset()
    {
        LongHistogram histogram = VectorFiles.Named("three");
        LongHistogram copy = histogram.Copy();
        histogram.Reset();
        Assert.True(histogram.ContentEquals(VectorFiles.Named("empty")));
        Assert.Equal((0, 0, 0.0, 0.0), (histogram.Min, histogram.Max, histogram.Mean, histogram.StandardDeviation));
        copy.CopyInto(histogram);
        Assert.True(histogram.ContentEquals(VectorFiles.Named("three")));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void ShouldAgreeWithSortedValuesWhenValuesAreRandom(ulong seed)
    {
        var random = new Random((int)seed);
        int digits = random.Next(1, 5);
        var histogram = new LongHistogram(1, 1L << 40, digits);
        var sorted = new long[20_000];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = random.NextInt64(1L << random.Next(1, 40));
            histogram.Record(sorted[i]);
        }
        Array.Sort(sorted);
        HistogramLayout layout = histogram.Layout;
        Assert.Equal(layout.HighestEquivalent(sorted[^1]), histogram.Max);
        Assert.Equal(layout.LowestEquivalent(sorted[0]), histogram.Min);
        for (int step = 1; step <= 1000; step++)
        {
            double percentile = step / 10.0;
            int rank = (int)Math.Ceiling(percentile / 100 * sorted.Length - 1e-9);
            long expected = layout.HighestEquivalent(sorted[rank - 1]);
            Assert.True(expected == histogram.ValueAtPercentile(percentile), $"seed {seed}, percentile {percentile}");
        }
        double mean = sorted.Average();
        Assert.True(Math.Abs(histogram.Mean - mean) <= mean / Math.Pow(10, digits), $"seed {seed}");
        int low = sorted.Length / 3;
        long from = layout.LowestEquivalent(sorted[low]);
        long to = layout.HighestEquivalent(sorted[^9]);
        long count = sorted.Count(v => v >= from && v <= to);
        Assert.Equal(count, histogram.CountBetween(sorted[low], sorted[^9]));
    }

    [Fact]
    public void ShouldAllocateNothingWhenRecording()
    {
        var histogram = new LongHistogram(1, 10_000_000_000, 3);
        var recorder = new SingleWriterRecorder(1, 10_000_000_000, 3);
        void Run()
        {
            for (long i = 0; i < 10_000; i++)
            {
                histogram.Record(i * 1000);
                histogram.RecordSaturating(i << 32);
                histogram.TryRecord(-i);
                histogram.RecordWithExpectedInterval(i, 1000);
                recorder.RecordSaturating(i);
            }
        }
        Run();
        Assert.Equal(0, SteadyState.AllocatedBytes(Run));
    }

    private static List<long> Values(LongHistogram histogram)
    {
        var values = new List<long>();
        foreach (HistogramIterationValue step in histogram.RecordedValues())
            values.Add(step.Value);
        return values;
    }
}
