using System.Text.Json;

namespace HftGateway.Cli.Tests;

/// <summary>The option <c>--venues</c> of <c>book</c> and <c>replay</c>.</summary>
public sealed class VenuesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldPrintTheConsolidatedQuoteWithEachVenuesShare()
    {
        string nasdaq = _folder.Write("nasdaq.itch", ItchBytes.File(
            ItchBytes.Add(1_000, 1, 'B', 100, "ABC", 100_000),
            ItchBytes.Add(3_000, 2, 'S', 50, "ABC", 100_200),
            ItchBytes.Add(6_000, 3, 'B', 10, "ABC", 99_000)));
        string bx = _folder.Write("bx.itch", ItchBytes.File(
            ItchBytes.Add(2_000, 1, 'B', 30, "ABC", 100_000),
            ItchBytes.Add(4_000, 2, 'B', 70, "ABC", 100_100),
            ItchBytes.Delete(5_000, 2)));
        Hftgw.Result result = Hftgw.Run(
            "book", "--input", nasdaq, "--input", bx, "--venues", "NASDAQ,BX", "--symbol", "ABC").AssertDone();
        Assert.Equal(
            [
                "index,timestamp_ns,venue,bid_price,bid_size,ask_price,ask_size,"
                + "bid_price_NASDAQ,bid_size_NASDAQ,ask_price_NASDAQ,ask_size_NASDAQ,"
                + "bid_price_BX,bid_size_BX,ask_price_BX,ask_size_BX",
                "0,1000,NASDAQ,100000,100,,,100000,100,,,,,,",
                "1,2000,BX,100000,130,,,100000,100,,,100000,30,,",
                "2,3000,NASDAQ,100000,130,100200,50,100000,100,100200,50,100000,30,,",
                "3,4000,BX,100100,70,100200,50,100000,100,100200,50,100100,70,,",
                "4,5000,BX,100000,130,100200,50,100000,100,100200,50,100000,30,,",
            ],
            result.Lines);
        Assert.Contains("5 changes of the consolidated quote in 6 messages", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldReplaySeveralVenuesSideBySide()
    {
        string[] days = ["1", "2", "3"];
        foreach (string seed in days)
        {
            Hftgw.Run(
                "generate", "itch", "--out", _folder[seed], "--messages", "3000", "--symbols", "2", "--seed", seed)
                .AssertDone();
        }

        Hftgw.Result result = Hftgw.Run(
            [
                "replay", .. days.SelectMany(d => (string[])["-i", _folder[d]]), "--venues", "NASDAQ,BX,PSX", "--json",
                "--orders", "null", "--check-every", "1000", "--set", "instruments.max_live_orders=20000",
                "--set", "replay.timer_ms=2000",
            ]).AssertDone();
        using JsonDocument json = JsonDocument.Parse(result.Bytes);
        Assert.Equal(9_000, json.RootElement.GetProperty("messages").GetInt64());
        Assert.Contains("10 checks: ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NASDAQ")]
    [InlineData("NASDAQ,NASDAQ")]
    [InlineData("NASDAQ,BX,PSX")]
    public void ShouldWantOneNameForEachInput(string names)
    {
        string day = _folder.Write("day.itch", ItchBytes.File(ItchBytes.Add(1_000, 1, 'B', 100, "ABC", 100_000)));
        foreach (string command in (string[])["book", "replay"])
        {
            string[] symbol = command == "book" ? ["--symbol", "ABC"] : [];
            Assert.Contains(
                "--venues", Hftgw.Fail(2, [command, "-i", day, "-i", day, "--venues", names, .. symbol]).Error,
                StringComparison.Ordinal);
        }
    }
}
