namespace HftGateway.Histogram.Tests;

public class HistogramLogTests
{
    [Fact]
    public void ShouldReadIntervalsOfJavasLogWhenItHasABaseTime()
    {
        var reader = new HistogramLogReader(new StringReader(VectorFiles.Text("java.hlog")));
        LongHistogram first = reader.Read()!;
        Assert.Equal((1700000000127, 1700000001134, null), (first.StartTimeMs, first.EndTimeMs, first.Tag));
        Assert.True(first.ContentEquals(VectorFiles.Small()));
        LongHistogram second = reader.Read()!;
        Assert.Equal((1700000001134, 1700000002133, "A"), (second.StartTimeMs, second.EndTimeMs, second.Tag));
        Assert.Null(reader.Read());
        Assert.Equal((1700000000.123, 1700000000.000), (reader.StartTimeS, reader.BaseTimeS));
    }

    [Fact]
    public void ShouldWriteTheSameLogAsJavaWhenIntervalsAreTheSame()
    {
        using var output = new StringWriter();
        var writer = new HistogramLogWriter(output);
        writer.WriteComment("[Logged with a test program]");
        writer.WriteFormatVersion();
        writer.WriteStartTime(1700000000123);
        writer.WriteBaseTime(1700000000000);
        writer.WriteLegend();
        LongHistogram small = VectorFiles.Small();
        (small.StartTimeMs, small.EndTimeMs) = (1700000000127, 1700000001134);
        writer.WriteInterval(small);
        (small.StartTimeMs, small.EndTimeMs, small.Tag) = (1700000001134, 1700000002133, "A");
        writer.WriteInterval(small);
        // The compressed bytes may differ between writers; their content is compared by the reading test.
        static string[] WithoutPayload(string log) =>
            [.. log.Split('\n').Select(l => l.Contains("HISTF") && l[0] != '"' ? l[..l.LastIndexOf(',')] : l)];
        Assert.Equal(WithoutPayload(VectorFiles.Text("java.hlog")), WithoutPayload(output.ToString()));
        var reader = new HistogramLogReader(new StringReader(output.ToString()));
        Assert.True(reader.Read()!.ContentEquals(small));
        Assert.True(reader.Read()!.ContentEquals(small));
    }

    [Theory]
    [InlineData("#[StartTime: 1700000000.000 (seconds since epoch), x]\n5.000,1.000,0,", 1700000005000)]
    [InlineData("#[StartTime: 1700000000.000 (seconds since epoch), x]\n1700000007.500,1.000,0,", 1700000007500)]
    [InlineData("5.000,1.000,0,", 5000)]
    [InlineData("#[BaseTime: 100.000 (seconds since epoch)]\n5.000,1.000,0,", 105000)]
    public void ShouldPlaceIntervalsWhenTimesAreRelativeOrAbsolute(string head, long expectedStartMs)
    {
        string log = head + HistogramCodec.EncodeBase64(VectorFiles.Small()) + "\n";
        LongHistogram read = new HistogramLogReader(new StringReader(log)).Read()!;
        Assert.Equal((expectedStartMs, expectedStartMs + 1000), (read.StartTimeMs, read.EndTimeMs));
    }

    [Theory]
    [InlineData("1.0,2.0\n", HistogramFormatError.InvalidLogLine)]
    [InlineData("x,1.0,1.0,HISTF\n", HistogramFormatError.InvalidLogLine)]
    [InlineData("1e300,1.0,1.0,HISTF\n", HistogramFormatError.InvalidLogLine)]
    [InlineData("Tag=A\n", HistogramFormatError.InvalidLogLine)]
    [InlineData("1.0,1.0,1.0,!!!\n", HistogramFormatError.InvalidBase64)]
    [InlineData("1.0,1.0,1.0,HISTFAAA\n", HistogramFormatError.Truncated)]
    public void ShouldNameLineAndErrorAndGoOnWhenALineIsDamaged(string line, HistogramFormatError expected)
    {
        string good = "1.000,1.000,0," + HistogramCodec.EncodeBase64(VectorFiles.Small()) + "\n";
        var reader = new HistogramLogReader(new StringReader("#comment\n" + line + good));
        var error = Assert.Throws<HistogramFormatException>(() => reader.Read());
        Assert.Equal((expected, 2L), (error.Error, error.Position));
        Assert.NotNull(reader.Read());
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public void ShouldRefuseTagWhenItWouldBreakTheLine(string tag)
    {
        LongHistogram small = VectorFiles.Small();
        (small.StartTimeMs, small.EndTimeMs, small.Tag) = (0, 1, tag);
        Assert.Throws<ArgumentException>(() => new HistogramLogWriter(TextWriter.Null).WriteInterval(small));
    }
}
