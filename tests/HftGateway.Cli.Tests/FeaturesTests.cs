using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HftGateway.Features.Reference;
using Xunit.Abstractions;

namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw features</c>: files, formats, options and errors.</summary>
public sealed class FeaturesTests : IClassFixture<GeneratedDay>, IDisposable
{
    private const string Warm = "bar_s=60 flow_window=20 kyle_window=30 kyle_fast_window=5 kyle_slope_lag=7 "
        + "vpin_bucket=500 vpin_n=4 vpin_hist=30 vpin_hist_min=8 micro_window=5 z_window=12 size_window=15 "
        + "decay_window=20 sigma_window=15 atr_n=3 adx_n=3 don_slow=30";

    private readonly GeneratedDay _day;
    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder _folder = new();

    public FeaturesTests(GeneratedDay day, ITestOutputHelper output)
    {
        _day = day;
        _output = output;
    }

    private static string Lobster => Path.Combine(AppContext.BaseDirectory, "data", "features-example.lobster.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldWriteOnlyTheHeaderForASymbolWithoutRows()
    {
        string path = _folder["none.csv"];
        Hftgw.Result result = Run(_day.Path, "NOSUCH", path, "", "--bars", "1m");
        Assert.Single(File.ReadAllLines(path));
        Assert.Single(File.ReadAllLines(_folder["none.bars.csv"]));
        Assert.Contains("note: no row of NOSUCH", result.Errors, StringComparison.Ordinal);
        // What there is instead.
        string names = string.Join(", ", Enumerable.Range(0, 3).Select(Symbol).Order(StringComparer.Ordinal));
        Assert.Contains(
            $"--symbol NOSUCH: the directory of the input has {names}\n", result.Errors, StringComparison.Ordinal);
        Assert.Equal("",
            Hftgw.Run("features", "-i", _day.Path, "-s", "NOSUCH", "-o", path, "--quiet").AssertDone().Errors);
    }

    [Fact]
    public void ShouldWriteTheRowsBeforeTheDamage()
    {
        string text = File.ReadAllText(Lobster);
        int cut = text.IndexOf("34200.400000000", StringComparison.Ordinal);
        string path = _folder.Write("cut.csv", text[..(cut + 20)]);
        string rows = _folder["rows.csv"];
        Hftgw.Result result = Hftgw.Fail(1, "features", "-i", path, "-s", "A", "-o", rows, "--bars", "10s", "--quiet");
        Assert.Contains($"byte offset {cut}", result.Error, StringComparison.Ordinal);
        Assert.Equal(10, File.ReadAllLines(rows).Length);
        byte[] whole = _day.Bytes;
        string itch = _folder.Write("cut.itch", whole[..^7]);
        result = Hftgw.Fail(1, "features", "-i", itch, "-s", Symbol(0), "-o", rows, "--quiet");
        Assert.Contains("byte offset", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldReadAndWriteStandardStreams()
    {
        string path = _folder["file.csv"];
        Run(Lobster, "A", path, "");
        Hftgw.Result piped = Hftgw.Shell(
            $"$HFTGW features --input - --symbol A --out - --date 2026-01-02 --quiet < '{Lobster}'");
        Assert.Equal(0, piped.Status);
        Assert.Equal(File.ReadAllText(path), piped.Text);
        Hftgw.Fail(2, "features", "-i", Lobster, "-s", "A", "-o", "-", "--bars", "1m");
    }

    [Fact]
    public void ShouldWriteTheChosenColumnsInTheirOrder()
    {
        string all = _folder["all.csv"];
        string some = _folder["some.csv"];
        Run(_day.Path, Symbol(0), all, Warm);
        Run(_day.Path, Symbol(0), some, Warm, "--columns", "mid,kyle_lambda, adx,best_bid");
        string[] names = ["index", "timestamp_ns", "type", "mid", "kyle_lambda", "adx", "best_bid"];
        List<string> header = [.. File.ReadLines(all).First().Split(',')];
        int[] at = [.. names.Select(n => header.IndexOf(n))];
        Assert.Equal(
            [string.Join(',', names), .. File.ReadLines(all).Skip(1).Select(l => Pick(l.Split(','), at))],
            File.ReadAllLines(some));
    }

    [Fact]
    public void ShouldWriteAllSymbolsWithTheSymbolFirst()
    {
        string all = _folder["all.csv"];
        string[] arguments = ["features", "-i", _day.Path, "--all", "--bars", "5m", "--date", "2026-01-02", "--quiet"];
        Hftgw.Run([.. arguments, "-o", all]).AssertDone();
        foreach (int which in (int[])[0, 1, 2])
        {
            string symbol = Symbol(which);
            string one = _folder[$"{symbol}.csv"];
            Run(_day.Path, symbol, one, "", "--bars", "5m");
            foreach (string kind in (string[])["csv", "bars.csv"])
            {
                string[] lines = File.ReadAllLines(all[..^3] + kind);
                string[] own = [.. lines.Where(l => l.StartsWith(symbol + ",", StringComparison.Ordinal))];
                Assert.StartsWith("symbol,", lines[0], StringComparison.Ordinal);
                Assert.Equal(File.ReadAllLines(one[..^3] + kind).Skip(1), own.Select(l => l[(symbol.Length + 1)..]));
            }
        }

        long[] indices = [.. File.ReadLines(all).Skip(1).Select(static l => long.Parse(l.Split(',')[1],
            CultureInfo.InvariantCulture))];
        Assert.Equal(indices.Order(), indices);
    }

    [Fact]
    public void ShouldWriteTheSameNumbersAsNumPyArray()
    {
        string csv = _folder["rows.csv"];
        string npy = _folder["rows.npy"];
        string[] arguments =
            ["features", "-i", _day.Path, "--all", "--bars", "1m", "--quiet", "--columns", "mid,ofi,vwap"];
        Hftgw.Run([.. arguments, "-o", csv]).AssertDone();
        Hftgw.Run([.. arguments, "-o", npy, "--format", "npy"]).AssertDone();
        CompareNpy(csv, npy, "[('symbol', 'S8'), ('index', '<i8'), ('timestamp_ns', '<i8'), ('type', 'S1'), "
            + "('mid', '<f8'), ('ofi', '<f8'), ('vwap', '<f8'), ]");
        CompareNpy(_folder["rows.bars.csv"], _folder["rows.bars.npy"], null);
        Hftgw.Fail(2, "features", "-i", Lobster, "-s", "A", "-o", "-", "--format", "npy");
    }

    /// <summary>By NumPy's own reader, where there is one; the test before reads the same bytes without it.</summary>
    [Fact]
    public void ShouldBeReadByNumPyItself()
    {
        string? python = Array.Find(
            ["python3", "/usr/bin/python3"], static p => Hftgw.Shell($"{p} -c 'import numpy'").Status == 0);
        if (python == null)
        {
            _output.WriteLine("SKIPPED: no python3 with numpy");
            return;
        }

        string csv = _folder["rows.csv"];
        string npy = _folder["rows.npy"];
        string[] arguments = ["features", "-i", _day.Path, "--all", "--bars", "1m", "--quiet"];
        Hftgw.Run([.. arguments, "-o", csv]).AssertDone();
        Hftgw.Run([.. arguments, "-o", npy, "--format", "npy"]).AssertDone();
        string script = _folder.Write("compare.py", """
            import csv, sys, numpy
            def same(text, value):
                if isinstance(value, numpy.bytes_):
                    return text == value.decode()
                if isinstance(value, numpy.integer):
                    return int(text) == int(value)
                return numpy.array_equal(numpy.float64(text), value, equal_nan=True)
            for lines, array in (sys.argv[1:3], sys.argv[3:5]):
                table = numpy.load(array)
                with open(lines, newline="") as file:
                    rows = list(csv.reader(file))
                assert list(table.dtype.names) == rows[0], table.dtype.names
                assert table.shape == (len(rows) - 1,), table.shape
                for row, record in zip(rows[1:], table):
                    for name, text in zip(rows[0], row):
                        assert same(text, record[name]), (record["symbol"], name, text, record[name])
                print(len(table))
            """);
        Hftgw.Result result = Hftgw.Shell($"{python} '{script}' '{csv}' '{npy}' '{_folder["rows.bars.csv"]}' "
            + $"'{_folder["rows.bars.npy"]}'");
        Assert.True(result.Status == 0, result.Errors);
        Assert.Equal(
            [$"{File.ReadAllLines(csv).Length - 1}", $"{File.ReadAllLines(_folder["rows.bars.csv"]).Length - 1}"],
            result.Lines);
    }

    [Fact]
    public void ShouldWriteParquetWhenTheLibraryIsThere()
    {
        string path = _folder["rows.parquet"];
        string command = $"$HFTGW features -i '{_day.Path}' --all --bars 1m --quiet --format parquet -o '{path}'";
        if (DuckDb.Library is not { } library)
        {
            _output.WriteLine("SKIPPED: DuckDB's library for this system is not in the package");
            return;
        }

        Hftgw.Result result = Hftgw.Shell($"HFTGW_DUCKDB='{library}' {command}");
        Assert.True(result.Status == 0, result.Errors);
        string csv = _folder["rows.csv"];
        Hftgw.Run("features", "-i", _day.Path, "--all", "--bars", "1m", "--quiet", "-o", csv).AssertDone();
        using var duck = new DuckDb(library);
        foreach (string kind in (string[])["", ".bars"])
        {
            string table = _folder[$"rows{kind}.parquet"];
            string[] lines = File.ReadAllLines(_folder[$"rows{kind}.csv"]);
            Assert.Equal(lines[0], duck.Query($"SELECT string_agg(name, ',') FROM (SELECT name FROM "
                + $"parquet_schema('{table}') WHERE name != 'duckdb_schema')"));
            // Both files say the same of every value: nothing is in one and not in the other.
            string text = $"read_csv('{_folder[$"rows{kind}.csv"]}', header=true, all_varchar=true)";
            Assert.Equal($"{lines.Length - 1}", duck.Query($"SELECT count(*) FROM '{table}'"));
            string column = kind == "" ? "mid" : "close";
            Assert.Equal("0", duck.Query($"SELECT count(*) FROM (SELECT symbol, {column} FROM "
                + $"'{table}' EXCEPT SELECT symbol, CAST({column} AS DOUBLE) FROM {text})"));
        }

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.duckdb*"));
    }

    [Fact]
    public void ShouldSayWhatParquetNeedsWhenTheLibraryIsAbsent()
    {
        string path = _folder["rows.parquet"];
        Hftgw.Result result = Hftgw.Shell(
            $"HFTGW_DUCKDB=/no/such/library $HFTGW features -i '{Lobster}' -s A --format parquet -o '{path}'");
        result.AssertFailed(2);
        Assert.Contains("HFTGW_DUCKDB", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void ShouldListEveryFeature()
    {
        string[] names = [.. Hftgw.Run("features", "--list").AssertDone().Lines
            .Where(static l => l[0] != ' ').Select(static l => l.Split(' ')[0])];
        Assert.Equal(Columns.All, names);
        string[] json = Hftgw.Run("features", "--list", "--json").AssertDone().Lines;
        Assert.Equal(Columns.All,
            json.Select(static l => JsonDocument.Parse(l).RootElement.GetProperty("name").GetString()!));
    }

    [Theory]
    [InlineData("--set features.nosuch=1", "features.nosuch")]
    [InlineData("--set features.flow_window=0", "features.flow_window")]
    [InlineData("--set features.flow_window=1e9", "features.flow_window")]
    [InlineData("--set features.flow_window=x", "features.flow_window")]
    [InlineData("--set flow_window", "flow_window")]
    [InlineData("--set features.depth_levels=11", "depth_levels")]
    [InlineData("--set features.ofi_alpha=1", "ofi_alpha")]
    [InlineData("--columns mid,nosuch", "nosuch")]
    [InlineData("--bars 0s", "--bars 0s")]
    [InlineData("--bars soon", "--bars soon")]
    [InlineData("--bars -1m", "--bars")]
    [InlineData("--bars 25h", "--bars 25h")]
    [InlineData("--date 2026-02-30", "--date 2026-02-30")]
    [InlineData("--session-start 25:00:00", "--session-start")]
    [InlineData("--session-start 17:00:00", "session")]
    [InlineData("--format xls", "xls")]
    [InlineData("--all", "--symbol")]
    public void ShouldNameWhatIsWrongOnTheCommandLine(string options, string named)
    {
        string path = _folder["out.csv"];
        Hftgw.Result result = Hftgw.Fail(
            2, ["features", "--input", Lobster, "--symbol", "A", "--out", path, .. options.Split(' ')]);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void ShouldNameWhatIsMissingOrCannotBe()
    {
        string path = _folder["out.csv"];
        Assert.Contains("--input", Hftgw.Fail(2, "features", "-s", "A", "-o", path).Error, StringComparison.Ordinal);
        Assert.Contains("--out", Hftgw.Fail(2, "features", "-i", Lobster, "-s", "A").Error, StringComparison.Ordinal);
        string neither = Hftgw.Fail(2, "features", "-i", Lobster, "-o", path).Error;
        Assert.Contains("--symbol", neither, StringComparison.Ordinal);
        Hftgw.Fail(2, "features", "-i", _folder["absent"], "-s", "A", "-o", path);
        Hftgw.Fail(2, "features", "-i", Lobster, "-s", "A", "-o", _folder["no/such/folder.csv"]);
        Hftgw.Fail(2, "features", "-i", Lobster, "-s", "MUCHTOOLONG", "-o", path);
        string copy = _folder.Write("copy.csv", File.ReadAllBytes(Lobster));
        Hftgw.Fail(2, "features", "-i", copy, "-s", "A", "-o", copy);
        Assert.Equal(File.ReadAllBytes(Lobster), File.ReadAllBytes(copy));
    }

    private static string Pick(string[] fields, int[] at) => string.Join(',', at.Select(i => fields[i]));

    private static Hftgw.Result Run(string input, string symbol, string path, string settings, params string[] more) =>
        Hftgw.Run(["features", "--input", input, "--symbol", symbol, "--out", path, "--date", "2026-01-02", .. more,
            .. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static s => !s.StartsWith("bar_s",
                StringComparison.Ordinal)).SelectMany(static s => (string[])["--set", "features." + s])]).AssertDone();

    private static void CompareNpy(string csv, string npy, string? description)
    {
        byte[] file = File.ReadAllBytes(npy);
        string[] lines = File.ReadAllLines(csv);
        Assert.Equal((byte)0x93, file[0]);
        Assert.Equal("NUMPY\u0001\0", Encoding.Latin1.GetString(file, 1, 7));
        int start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        Assert.Equal(0, start % 64);
        string header = Encoding.ASCII.GetString(file, 10, start - 10);
        Assert.EndsWith("\n", header, StringComparison.Ordinal);
        string shape = $"'fortran_order': False, 'shape': ({lines.Length - 1},), }}";
        Assert.Contains(shape, header, StringComparison.Ordinal);
        if (description != null)
            Assert.StartsWith($"{{'descr': {description}, ", header, StringComparison.Ordinal);
        int at = start;
        bool hasKey = lines[0].Contains(",index,", StringComparison.Ordinal);
        foreach (string line in lines.Skip(1))
        {
            string[] fields = line.Split(',');
            Assert.Equal(fields[0], Encoding.ASCII.GetString(file, at, 8).TrimEnd('\0'));
            at += 8;
            if (hasKey)
            {
                Assert.Equal(fields[1], $"{BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at))}");
                Assert.Equal(fields[2], $"{BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at + 8))}");
                Assert.Equal(fields[3], $"{(char)file[at + 16]}");
                at += 17;
            }

            foreach (string field in fields[(hasKey ? 4 : 1)..])
            {
                double value = BinaryPrimitives.ReadDoubleLittleEndian(file.AsSpan(at));
                Assert.Equal(double.Parse(field, CultureInfo.InvariantCulture), value);
                at += 8;
            }
        }

        Assert.Equal(file.Length, at);
    }

    private string Symbol(int which)
    {
        int directory = ItchBytes.Offsets(_day.Bytes).Where(o => _day.Bytes[o] == 'R').ElementAt(which);
        return Encoding.ASCII.GetString(_day.Bytes, directory + 11, 8).TrimEnd();
    }
}
