using System.Globalization;
using System.Text;
using HftGateway.Features.Reference;
using Xunit.Abstractions;

namespace HftGateway.Cli.Tests;

/// <summary>The numbers of <c>hftgw features</c>, compared with the reference as the contract says.</summary>
public sealed class FeaturesReferenceTests : IClassFixture<GeneratedDay>, IDisposable
{
    private const string Example = "flow_window=3 kyle_window=2 kyle_fast_window=2 vpin_bucket=60 vpin_n=2 "
        + "micro_window=2 size_window=2";

    private const string Warm = "bar_s=60 flow_window=20 kyle_window=30 kyle_fast_window=5 kyle_slope_lag=7 "
        + "vpin_bucket=500 vpin_n=4 vpin_hist=30 vpin_hist_min=8 micro_window=5 z_window=12 size_window=15 "
        + "decay_window=20 sigma_window=15 atr_n=3 adx_n=3 don_slow=30";

    private readonly GeneratedDay _day;
    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder _folder = new();

    public FeaturesReferenceTests(GeneratedDay day, ITestOutputHelper output)
    {
        _day = day;
        _output = output;
    }

    private static string Lobster => Path.Combine(AppContext.BaseDirectory, "data", "features-example.lobster.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldWriteTheWorkedExample()
    {
        string path = _folder["example.csv"];
        Hftgw.Result result = Run(Lobster, "ANY", path, Example, "--bars", "1s");
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("index,timestamp_ns,type," + string.Join(',', Columns.All), lines[0]);
        Assert.Equal(16, lines.Length);
        Assert.StartsWith("5,34200100000000,E,1000100,1000200,50,90,", lines[6], StringComparison.Ordinal);
        Assert.Contains("15 rows, 3 bars, 15 messages, 0 anomalies", result.Errors, StringComparison.Ordinal);
        Assert.False(File.ReadAllBytes(path).AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.DoesNotContain('\r', File.ReadAllText(path));
        Compare(ReferenceInput.Lobster(File.ReadLines(Lobster), "ANY"), "ANY", path, Example + " bar_s=1");
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, Warm)]
    public void ShouldEqualTheReferenceOnAGeneratedDay(int which, string settings)
    {
        string symbol = Symbol(which);
        string path = _folder["day.csv"];
        Run(_day.Path, symbol, path, settings, "--bars", "1m");
        Compare(ReferenceInput.Itch(_day.Bytes), symbol, path, settings);
    }

    [Theory]
    [InlineData("ALC")]
    [InlineData("BOB")]
    [InlineData("CHAR")]
    public void ShouldEqualTheReferenceOnARecording(string symbol)
    {
        if (SharedData.Find("itch/ex20101224.TEST_ITCH_50", _output) is not { } recording)
            return;
        string path = _folder["rows.csv"];
        Run(recording, symbol, path, "", "--bars", "1m");
        Compare(ReferenceInput.Itch(File.ReadAllBytes(recording)), symbol, path, "");
    }

    [Fact]
    public void ShouldEqualTheReferenceOnALobsterRecording()
    {
        if (SharedData.Find("lobster/AMZN_2012-06-21_partial_message_1.csv", _output) is not { } recording)
            return;
        string path = _folder["amzn.csv"];
        Run(recording, "AMZN", path, "", "--bars", "1m");
        Compare(ReferenceInput.Lobster(File.ReadLines(recording), "AMZN"), "AMZN", path, "");
    }

    private static Hftgw.Result Run(string input, string symbol, string path, string settings, params string[] more) =>
        Hftgw.Run(["features", "--input", input, "--symbol", symbol, "--out", path, "--date", "2026-01-02", .. more,
            .. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static s => !s.StartsWith("bar_s",
                StringComparison.Ordinal)).SelectMany(static s => (string[])["--set", "features." + s])]).AssertDone();

    private static void Compare(IEnumerable<ReferenceMessage> messages, string symbol, string path, string settings)
    {
        var engine = new ReferenceEngine(symbol, new ReferenceParameters(settings), 4);
        List<string[]> rows = [.. File.ReadLines(path).Skip(1).Select(static l => l.Split(','))];
        List<double[]> expected = [];
        foreach (ReferenceMessage message in messages)
        {
            if (engine.Process(message) is not { } row)
                continue;
            Assert.Equal(
                [row.Message.Index.ToString(CultureInfo.InvariantCulture),
                row.Message.TimeNs.ToString(CultureInfo.InvariantCulture), row.Message.Type.ToString()],
                rows[expected.Count][..3]);
            expected.Add([.. Columns.All.Select(c => row.Values[c])]);
        }

        CompareTable(Columns.All, expected, [.. rows.Select(static r => r[3..])]);
        string bars = path[..^3] + "bars.csv";
        Assert.Equal(string.Join(',', Columns.Bars), File.ReadLines(bars).First());
        CompareTable(Columns.Bars, [.. engine.Bars.Select(Columns.Of)],
            [.. File.ReadLines(bars).Skip(1).Select(static l => l.Split(','))]);
    }

    // The tolerance of section 12.
    private static void CompareTable(string[] columns, List<double[]> expected, List<string[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int c = 0; c < columns.Length; c++)
        {
            double largest = expected.Select(r => r[c]).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            for (int i = 0; i < expected.Count; i++)
            {
                double a = expected[i][c];
                double b = double.Parse(actual[i][c], CultureInfo.InvariantCulture);
                bool near = double.IsNaN(a) ? double.IsNaN(b)
                    : Math.Abs(a - b) <= 1e-9 * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-11 * largest;
                Assert.True(near, $"{columns[c]}, line {i}: expected {a:R}, got {actual[i][c]}");
            }
        }
    }

    private string Symbol(int which)
    {
        int directory = ItchBytes.Offsets(_day.Bytes).Where(o => _day.Bytes[o] == 'R').ElementAt(which);
        return Encoding.ASCII.GetString(_day.Bytes, directory + 11, 8).TrimEnd();
    }
}
