using Xunit.Abstractions;

namespace HftGateway.Cli.Tests;

/// <summary>LOBSTER message files through every command that takes a recording.</summary>
public sealed class LobsterTests(ITestOutputHelper output) : IDisposable
{
    private const string Lines =
        "34200.000000001,1,11,100,1000000,1\n"
        + "34200.5,1,12,200,1000200,-1\n"
        + "34201,4,11,40,1000000,1\n"
        + "34202.25,4,99,5,1000100,-1\n"
        + "34203,3,77,10,1000000,1\n"
        + "34204,5,0,7,1000050,-1\n"
        + "34205,2,12,50,1000200,-1\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldDecodeTheFieldsOfTheLines()
    {
        string path = _folder.Write("ABC_1.csv", Lines);
        string[] json = Hftgw.Run("decode", "--input", path).AssertDone().Lines;
        Assert.Equal(7, json.Length);
        Assert.Equal(
            "{\"index\":3,\"offset\":87,\"type\":\"E\",\"timestamp_ns\":34202250000000,\"event_type\":4,"
            + "\"order_id\":99,\"size\":5,\"price\":1000100,\"direction\":-1}", json[3]);
        string[] csv = Hftgw.Run(
            "decode", "--input", path, "--types", "X", "--symbol", "ANY", "--format", "csv").AssertDone().Lines;
        Assert.Equal(
            ["index,offset,type,timestamp_ns,event_type,order_id,size,price,direction",
            "6,161,X,34205000000000,2,12,50,1000200,-1"], csv);
        Assert.Equal(["A 2", "D 1", "E 2", "P 1", "X 1", "total 7"],
            Hftgw.Run("decode", "--input", path, "--format", "count").AssertDone().Lines);
        string itch = _folder.Write("day.itch", ItchBytes.File(ItchBytes.System(1, 'O')));
        Hftgw.Fail(2, "decode", "--input", path, "--input", itch, "--format", "csv");
    }

    [Fact]
    public void ShouldBuildTheBookOfAnySymbolAskedFor()
    {
        string path = _folder.Write("messages.csv", Lines);
        Hftgw.Result result = Hftgw.Run("book", "--input", path, "--symbol", "ANY", "--depth", "1").AssertDone();
        Assert.Equal(
            ["index,timestamp_ns,ask_price_1,ask_size_1,bid_price_1,bid_size_1",
            "0,34200000000001,,,1000000,100",
            "1,34200500000000,1000200,200,1000000,100",
            "2,34201000000000,1000200,200,1000000,60",
            "6,34205000000000,1000200,150,1000000,60"], result.Lines);
        Assert.Contains("TradeOfUnknownOrder: 1", result.Errors, StringComparison.Ordinal);
        Assert.Contains("UnknownOrder: 1", result.Errors, StringComparison.Ordinal);
        Hftgw.Result piped = Hftgw.Shell($"$HFTGW book --input - --symbol ANY --depth 1 < '{path}'");
        Assert.Equal(result.Text, piped.Text);
    }

    [Fact]
    public void ShouldPrintEverythingBeforeADamagedLine()
    {
        string path = _folder.Write("ABC_1.csv", Lines + "34206,3,12,0,1000200\n34207,1,1,1,1,1\n");
        foreach (string command in (string[])["decode", "book"])
        {
            string[] arguments = [command, "--input", path, "--quiet", "--symbol", "ABC"];
            Hftgw.Result result = Hftgw.Fail(1, arguments);
            Assert.Equal(command == "decode" ? 7 : 5, result.Lines.Length);
            Assert.Contains($"byte offset {Lines.Length}", result.Error, StringComparison.Ordinal);
            Assert.Contains("line 8", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ShouldReplayTheSymbolOfTheFileName()
    {
        string path = _folder.Write("ABC_1.csv", Lines);
        Hftgw.Result result = Hftgw.Run("replay", "--input", path, "--json", "--quiet");
        Assert.True(result.Status == 0, result.Errors);
        string other = _folder.Write("plain.csv", Lines);
        Hftgw.Run("replay", "--input", other, "--json", "--quiet", "--set", "instruments.symbols=[XYZ]").AssertDone();
        Assert.Contains("names no symbol",
            Hftgw.Fail(2, "replay", "--input", other, "--quiet", "--set", "instruments.symbols=[XYZ,ABC]").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldReplayARecording()
    {
        if (SharedData.Find("lobster/AMZN_2012-06-21_partial_message_1.csv", output) is not { } path)
            return;
        Hftgw.Result result = Hftgw.Run("replay", "--input", path, "--json", "--quiet").AssertDone();
        Assert.Contains("32316", result.Text, StringComparison.Ordinal);
    }
}
