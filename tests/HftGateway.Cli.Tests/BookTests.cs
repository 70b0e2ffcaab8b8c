using Xunit.Abstractions;

namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw book</c>.</summary>
public sealed class BookTests : IClassFixture<GeneratedDay>
{
    private const string Header =
        "index,timestamp_ns,ask_price_1,ask_size_1,bid_price_1,bid_size_1,"
        + "ask_price_2,ask_size_2,bid_price_2,bid_size_2";

    private readonly GeneratedDay _day;
    private readonly ITestOutputHelper _output;

    public BookTests(GeneratedDay day, ITestOutputHelper output)
    {
        _day = day;
        _output = output;
    }

    private string Tiny
    {
        get
        {
            byte[] other = ItchBytes.Add(3_500, 9, 'B', 10, "OTHER", 100_000);
            other[2] = ItchBytes.Locate + 1;
            return _day.Folder.Write("tiny.itch", ItchBytes.File(
                ItchBytes.System(500, 'O'),
                ItchBytes.Add(1_000, 1, 'B', 100, "ABC", 100_000),
                ItchBytes.Add(2_000, 2, 'S', 200, "ABC", 100_200),
                ItchBytes.Add(3_000, 3, 'B', 50, "ABC", 99_900),
                other,
                ItchBytes.Executed(4_000, 1, 40, 77),
                ItchBytes.Cancel(5_000, 3, 20),
                ItchBytes.Replace(6_000, 2, 4, 300, 100_100),
                ItchBytes.Delete(7_000, 1),
                ItchBytes.Delete(8_000, 3)));
        }
    }

    [Fact]
    public void ShouldPrintTheBookAfterEveryMessageThatChangedIt()
    {
        string[] expected =
        [
            Header,
            "1,1000,,,100000,100,,,,",
            "2,2000,100200,200,100000,100,,,,",
            "3,3000,100200,200,100000,100,,,99900,50",
            "5,4000,100200,200,100000,60,,,99900,50",
            "6,5000,100200,200,100000,60,,,99900,30",
            "7,6000,100100,300,100000,60,,,99900,30",
            "8,7000,100100,300,99900,30,,,,",
            "9,8000,100100,300,,,,,,",
        ];
        string tiny = Tiny;
        Assert.Equal(
            expected, Hftgw.Run("book", "--input", tiny, "--symbol", "ABC", "--depth", "2").AssertDone().Lines);
        string path = _day.Folder["book.csv"];
        Assert.Empty(
            Hftgw.Run("book", "--input", tiny, "--symbol", "ABC", "--depth", "2", "--out", path).AssertDone().Bytes);
        Assert.Equal(expected, File.ReadAllLines(path));
        string[] one = Hftgw.Run("book", "--input", tiny, "--symbol", "ABC", "--depth", "1").AssertDone().Lines;
        Assert.Equal("3,3000,100200,200,100000,100", one[3]);
        Assert.Equal(42, Hftgw.Run("book", "--input", tiny, "--symbol", "ABC").AssertDone().Lines[0].Split(',').Length);
    }

    [Fact]
    public void ShouldPrintOnlyTheHeaderAndANoteWhenTheSymbolIsNotInTheInput()
    {
        string tiny = Tiny;
        Hftgw.Result result = Hftgw.Run("book", "--input", tiny, "--symbol", "ABSENT", "--depth", "2").AssertDone();
        Assert.Equal([Header], result.Lines);
        Assert.Contains("note: no message changed the book of ABSENT", result.Errors, StringComparison.Ordinal);
        Assert.Equal("", Hftgw.Run("book", "--input", tiny, "--symbol", "ABSENT", "--quiet").AssertDone().Errors);
    }

    [Fact]
    public void ShouldPrintEverythingBeforeTheDamage()
    {
        byte[] whole = File.ReadAllBytes(Tiny);
        string path = _day.Folder.Write("cut.itch", whole[..^5]);
        Hftgw.Result result = Hftgw.Fail(1, "book", "--input", path, "--symbol", "ABC", "--quiet");
        Assert.Equal(8, result.Lines.Length);
        Assert.Contains($"byte offset {whole.Length - 21}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldNameThePathWhenTheOutputCannotBeCreated()
    {
        string path = _day.Folder["no/such/book.csv"];
        Assert.Contains(path, Hftgw.Fail(2, "book", "--input", Tiny, "--symbol", "ABC", "--out", path).Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void ShouldAgreeWithANaiveBookOnAGeneratedDay(int which)
    {
        int directory = ItchBytes.Offsets(_day.Bytes).Where(o => _day.Bytes[o] == 'R').ElementAt(which);
        string symbol = System.Text.Encoding.ASCII.GetString(_day.Bytes, directory + 11, 8).TrimEnd();
        Agree(_day.Path, symbol, 10, 1_000);
    }

    [Theory]
    [InlineData("ALC", 10)]
    [InlineData("BOB", 3)]
    [InlineData("CHAR", 1)]
    public void ShouldAgreeWithANaiveBookOnARecording(string symbol, int depth)
    {
        if (SharedData.Find("itch/ex20101224.TEST_ITCH_50.framed", _output) is { } path)
            Agree(path, symbol, depth, 1);
    }

    private static void Agree(string path, string symbol, int depth, int atLeast)
    {
        List<string> expected = NaiveBook.Lines(File.ReadAllBytes(path), symbol, depth);
        Assert.InRange(expected.Count, atLeast + 1, int.MaxValue);
        string[] lines = Hftgw.Run(
            "book", "--input", path, "--symbol", symbol, "--depth", $"{depth}", "--quiet").AssertDone().Lines;
        Assert.Equal(expected, lines);
    }
}
