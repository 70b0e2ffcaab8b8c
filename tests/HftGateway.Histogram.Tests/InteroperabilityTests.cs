using System.Globalization;

namespace HftGateway.Histogram.Tests;

public class InteroperabilityTests
{
    private static readonly double[] Percentiles = [0, 0.1, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100];

    [Theory]
    [InlineData("three")]
    [InlineData("two")]
    [InlineData("zero")]
    [InlineData("five")]
    [InlineData("empty")]
    [InlineData("big")]
    [InlineData("corrected")]
    public void ShouldAgreeWithJavaWhenValuesAreTheSame(string name)
    {
        Dictionary<string, string> java = VectorFiles.Summaries("java-summaries.txt")[name];
        LongHistogram ours = VectorFiles.Named(name);
        LongHistogram decoded = HistogramCodec.DecodeBase64(java["base64"]);
        Assert.True(ours.ContentEquals(decoded));
        Assert.True(ours.ContentEquals(HistogramCodec.DecodeBase64(HistogramCodec.EncodeBase64(ours))));
        foreach (LongHistogram histogram in new[] { ours, decoded })
        {
            Assert.Equal(java["total"], histogram.TotalCount.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(java["min"], histogram.Min.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(java["minNonZero"], histogram.MinNonZero.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(java["max"], histogram.Max.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(VectorFiles.Number(java["mean"]), histogram.Mean);
            Assert.Equal(VectorFiles.Number(java["stddev"]), histogram.StandardDeviation);
            foreach (double p in Percentiles)
            {
                string key = p == Math.Floor(p) ? $"p{p:F1}" : $"p{p}";
                long expected = long.Parse(java[key], CultureInfo.InvariantCulture);
                Assert.Equal((p, expected), (p, histogram.ValueAtPercentile(p)));
            }
        }
    }

    [Theory]
    [InlineData("three", "three")]
    [InlineData("two", "two")]
    [InlineData("zero", "zero-js")]
    [InlineData("five", "five")]
    public void ShouldAgreeWithJavaScriptWhenValuesAreTheSame(string name, string own)
    {
        Dictionary<string, string> js = VectorFiles.Summaries("js-summaries.txt")[name];
        LongHistogram ours = VectorFiles.Named(own);
        Assert.True(ours.ContentEquals(HistogramCodec.DecodeBase64(js["base64"])));
        Assert.Equal(VectorFiles.Number(js["total"]), ours.TotalCount);
        Assert.Equal(VectorFiles.Number(js["mean"]), ours.Mean, 1e-6);
        Assert.Equal(VectorFiles.Number(js["stddev"]), ours.StandardDeviation, 1e-6);
        foreach (double p in Percentiles)
            Assert.Equal((p, VectorFiles.Number(js[$"p{p}"])), (p, (double)ours.ValueAtPercentile(p)));
    }

    [Fact]
    public void ShouldEncodeTheSamePlainBytesAsJavaWhenValuesAreTheSame() =>
        Assert.Equal(
            VectorFiles.Text("java-plain.txt").Trim(),
            Convert.ToHexString(HistogramCodec.Encode(VectorFiles.Small())).ToLowerInvariant());

    [Theory]
    [InlineData("three", "java-three.hgrm", 1000.0, 5)]
    [InlineData("two", "java-two.hgrm", 1000000.0, 1)]
    [InlineData("zero", "java-zero.hgrm", 1.0, 5)]
    [InlineData("empty", "java-empty.hgrm", 1.0, 5)]
    public void ShouldWriteTheSameReportAsJavaWhenValuesAreTheSame(string name, string file, double ratio, int ticks)
    {
        using var output = new StringWriter();
        PercentileReport.WriteHgrm(VectorFiles.Named(name), output, ratio, ticks);
        Assert.Equal(VectorFiles.Text(file), output.ToString());
    }

    [Fact]
    public void ShouldWriteTheSameCsvAsJavaWhenValuesAreTheSame()
    {
        using var output = new StringWriter();
        PercentileReport.WriteCsv(VectorFiles.Named("three"), output);
        Assert.Equal(VectorFiles.Text("java-three.csv"), output.ToString());
    }

    [Fact]
    public void ShouldWalkTheSameStepsAsJavaWhenValuesAreTheSame()
    {
        var coarse = new LongHistogram(1, 1_000_000_000, 0);
        coarse.Record(1000);
        coarse.Record(5000);
        LongHistogram hundred = VectorFiles.Fill(new LongHistogram(1, 10_000_000_000, 3), 100, 1);
        var output = new StringWriter { NewLine = "\n" };
        output.WriteLine("name linear three 100000");
        foreach (HistogramIterationValue v in hundred.LinearSteps(1_000_000))
            output.WriteLine($"{v.Value} {v.CountInStep} {v.TotalCount}");
        output.WriteLine("name logarithmic three 1000 2");
        foreach (HistogramIterationValue v in VectorFiles.Named("three").LogarithmicSteps(1000, 2))
            output.WriteLine($"{v.Value} {v.CountInStep} {v.TotalCount}");
        output.WriteLine("name logarithmic small 1 1.5");
        foreach (HistogramIterationValue v in VectorFiles.Small().LogarithmicSteps(1, 1.5))
            output.WriteLine($"{v.Value} {v.CountInStep} {v.TotalCount}");
        output.WriteLine("name recorded small");
        foreach (HistogramIterationValue v in VectorFiles.Small().RecordedValues())
            output.WriteLine($"{v.Value} {v.CountInStep} {v.TotalCount}");
        output.WriteLine("name linear coarse 100");
        foreach (HistogramIterationValue v in coarse.LinearSteps(700))
            output.WriteLine($"{v.Value} {v.CountInStep} {v.TotalCount}");
        Assert.Equal(VectorFiles.Text("java-steps.txt"), output.ToString());
    }

    [Fact]
    public void ShouldEndTheWalkWhenLevelsAreLostInRounding()
    {
        int rows = 0;
        foreach (HistogramIterationValue _ in VectorFiles.Named("big").Percentiles(2))
            Assert.True(++rows < 1000);
        Assert.InRange(rows, 50, 200);
    }
}
