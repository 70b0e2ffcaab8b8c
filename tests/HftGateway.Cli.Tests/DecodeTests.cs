using System.Text.Json;
using Xunit.Abstractions;

namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw decode</c> on sound input.</summary>
public sealed class DecodeTests : IClassFixture<GeneratedDay>
{
    private readonly GeneratedDay _day;
    private readonly ITestOutputHelper _output;

    public DecodeTests(GeneratedDay day, ITestOutputHelper output)
    {
        _day = day;
        _output = output;
    }

    [Fact]
    public void ShouldPrintEveryMessageWithIndexOffsetAndType()
    {
        List<int> offsets = ItchBytes.Offsets(_day.Bytes);
        string[] json = Hftgw.Run("decode", "--input", _day.Path).AssertDone().Lines;
        Assert.Equal(offsets.Count, json.Length);
        for (int i = 0; i < json.Length; i++)
        {
            using JsonDocument line = JsonDocument.Parse(json[i]);
            Assert.Equal(i, line.RootElement.GetProperty("index").GetInt32());
            Assert.Equal(offsets[i], line.RootElement.GetProperty("offset").GetInt32());
            Assert.Equal((char)_day.Bytes[offsets[i]], line.RootElement.GetProperty("type").GetString()![0]);
        }

        string[] csv = Hftgw.Run("decode", "--input", _day.Path, "--format", "csv").AssertDone().Lines;
        Assert.Equal(offsets.Count + 1, csv.Length);
        Assert.StartsWith(
            "index,offset,type,stock_locate,tracking_number,timestamp,", csv[0], StringComparison.Ordinal);
        int columns = csv[0].Split(',').Length;
        for (int i = 0; i < offsets.Count; i++)
        {
            Assert.StartsWith(
                $"{i},{offsets[i]},{(char)_day.Bytes[offsets[i]]},", csv[i + 1], StringComparison.Ordinal);
            Assert.Equal(columns, csv[i + 1].Split(',').Length);
        }
    }

    [Fact]
    public void ShouldPrintTheFieldsOfTheSpecification()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("tiny.itch", ItchBytes.File(
            ItchBytes.System(1, 'O'), ItchBytes.Add(2, 18, 'B', 300, "ABC", 1_234_500)));
        Assert.Equal(
            [
                """{"index":0,"offset":2,"type":"S","stock_locate":0,"tracking_number":0,"""
                    + "\"timestamp\":1,\"event_code\":\"O\"}",
                """{"index":1,"offset":16,"type":"A","stock_locate":7,"tracking_number":0,"timestamp":2,"""
                    + "\"order_reference_number\":18,\"buy_sell_indicator\":\"B\","
                    + "\"shares\":300,\"stock\":\"ABC\",\"price\":1234500}",
            ],
            Hftgw.Run("decode", "--input", path).AssertDone().Lines);
    }

    [Fact]
    public void ShouldPrintOnlyWhatIsAskedFor()
    {
        string[] adds = Hftgw.Run("decode", "--input", _day.Path, "--types", "AF", "--limit", "50").AssertDone().Lines;
        Assert.Equal(50, adds.Length);
        Assert.All(adds, static l => Assert.Matches("\"type\":\"[AF]\"", l));
        string symbol = Directory(0);
        int locate = Locate(DirectoryOffset(0));
        int expected = ItchBytes.Offsets(_day.Bytes).Count(o => Locate(o) == locate);
        string[] own = Hftgw.Run("decode", "--input", _day.Path, "--symbol", symbol).AssertDone().Lines;
        Assert.Equal(expected, own.Length);
        Assert.Empty(Hftgw.Run("decode", "--input", _day.Path, "--limit", "0").AssertDone().Lines);
        Assert.Empty(Hftgw.Run("decode", "--input", _day.Path, "--symbol", "NOSUCH").AssertDone().Lines);
    }

    [Fact]
    public void ShouldReadGzipAndStandardInputAsThePlainFile()
    {
        string zipped = _day.Folder.Write("day.gz", ItchBytes.Gzip(_day.Bytes));
        string[] expected = Counts(_day.Bytes);
        Assert.Equal(expected, Hftgw.Run("decode", "--input", _day.Path, "--format", "count").AssertDone().Lines);
        Assert.Equal(expected, Hftgw.Run("decode", "--input", zipped, "--format", "count").AssertDone().Lines);
        Assert.Equal(expected, Hftgw.Shell($"$HFTGW decode --input - --format count < '{zipped}'").AssertDone().Lines);
        Assert.Equal(
            expected, Hftgw.Shell($"cat '{zipped}' | $HFTGW decode --input - --format count").AssertDone().Lines);
        using JsonDocument json = JsonDocument.Parse(
            Hftgw.Run("decode", "--input", _day.Path, "--format", "count", "--json").AssertDone().Bytes);
        Assert.Equal(20_000, json.RootElement.GetProperty("total").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("R").GetInt32());
    }

    [Theory]
    [InlineData("itch/ex20101224.TEST_ITCH_50", "A 4997;D 1745;E 198;F 3;H 3;P 5000;R 3;S 6;U 12;X 45;total 12012")]
    [InlineData("itch/ex20101224.TEST_ITCH_50.framed",
        "A 4997;D 1745;E 198;F 3;H 3;P 5000;R 3;S 6;U 12;X 45;total 12012")]
    [InlineData("itch/bekele_12302019_first1000.itch", "H 3;R 993;S 1;Y 3;total 1000")]
    [InlineData("pcap/mold_small_open60k.pcap",
        "A 24421;C 43;D 25411;E 2210;F 570;I 896;P 399;U 4684;X 1366;total 60000")]
    public void ShouldCountTheMessagesOfARecording(string file, string expected)
    {
        if (SharedData.Find(file, _output) is { } path)
            Assert.Equal(expected.Split(';'),
                Hftgw.Run("decode", "--input", path, "--format", "count", "--quiet").AssertDone().Lines);
    }

    private static string[] Counts(byte[] file) =>
    [
        .. ItchBytes.Offsets(file).GroupBy(o => (char)file[o]).OrderBy(static g => g.Key)
            .Select(static g => $"{g.Key} {g.Count()}"),
        $"total {ItchBytes.Offsets(file).Count}",
    ];

    private int Locate(int offset) => (_day.Bytes[offset + 1] << 8) | _day.Bytes[offset + 2];

    private int DirectoryOffset(int index)
        => ItchBytes.Offsets(_day.Bytes).Where(o => _day.Bytes[o] == 'R').ElementAt(index);

    private string Directory(int index)
        => System.Text.Encoding.ASCII.GetString(_day.Bytes, DirectoryOffset(index) + 11, 8).TrimEnd();
}
