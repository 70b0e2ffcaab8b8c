using System.Text.Json;

namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw book --all</c> and the checks of <c>--check-every</c>.</summary>
public sealed class MarketBuildTests(GeneratedDay day) : IClassFixture<GeneratedDay>
{
    private static readonly string[] Small = ["--max-orders", "50000", "--max-symbols", "200"];

    private readonly GeneratedDay _day = day;

    [Fact]
    public void ShouldHaveTheBooksOfANaiveBuilderWhenEverySymbolIsBuilt()
    {
        Hftgw.Result result = Hftgw.Run(
            ["book", "--input", _day.Path, "--all", "--check-every", "5000", "--json", .. Small]).AssertDone();
        JsonElement figures = JsonDocument.Parse(result.Bytes).RootElement;
        Assert.Equal(long.Parse(GeneratedDay.Messages), figures.GetProperty("messages").GetInt64());
        Assert.Equal(3, figures.GetProperty("symbols").GetInt32());
        Assert.Equal(0, figures.GetProperty("anomalies").GetInt64());
        NaiveMarket naive = NaiveMarket.Of(_day.Bytes);
        Assert.Equal(naive.Orders, figures.GetProperty("live_orders").GetInt32());
        Assert.Equal(naive.Levels, figures.GetProperty("levels").GetInt32());
        Assert.Equal(naive.Checksum.ToString("x16"), figures.GetProperty("checksum").GetString());
        Assert.Contains("checks: order counts", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldHaveTheSameTotalsWhenQueuesAreLeftOut()
    {
        string[] lines = Hftgw.Run(["book", "-i", _day.Path, "--all", "--quiet", .. Small]).AssertDone().Lines;
        string[] totals = Hftgw.Run(["book", "-i", _day.Path, "--all", "--totals", .. Small]).AssertDone().Lines;
        Assert.Equal(Line(lines, "checksum"), Line(totals, "checksum"));
        Assert.Contains("not kept", Line(totals, "queues"), StringComparison.Ordinal);
        Assert.Contains("kept", Line(lines, "queues"), StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldDropTheOthersWhenSymbolsAreNamed()
    {
        string[] lines = Hftgw.Run(["book", "-i", _day.Path, "--all", "--only", "B,C", .. Small]).AssertDone().Lines;
        Assert.EndsWith(" 2", Line(lines, "symbols"), StringComparison.Ordinal);
        Assert.DoesNotContain("(0 not wanted", Line(lines, "messages"), StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldFailWhenThereIsNoRoom()
    {
        Assert.Contains("--max-symbols", Hftgw.Fail(
            1, ["book", "-i", _day.Path, "--all", "--max-symbols", "2", "--max-orders", "50000", "-q"]).Errors,
            StringComparison.Ordinal);
        Assert.Contains("--max-orders", Hftgw.Fail(
            1, ["book", "-i", _day.Path, "--all", "--max-symbols", "9", "--max-orders", "10", "-q"]).Errors,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-symbols", "0")]
    [InlineData("--max-symbols", "65535")]
    [InlineData("--max-orders", "0")]
    [InlineData("--check-every", "-1")]
    public void ShouldRefuseValuesOutOfRange(string option, string value) => Assert.Contains(
        option, Hftgw.Fail(2, ["book", "-i", _day.Path, "--all", option, value]).Error, StringComparison.Ordinal);

    [Fact]
    public void ShouldAskForASymbolWhenNotAllAreBuilt() => Assert.Contains(
        "--symbol", Hftgw.Fail(2, ["book", "-i", _day.Path]).Error, StringComparison.Ordinal);

    [Fact]
    public void ShouldCheckWhenOneSymbolIsBuiltOrReplayed()
    {
        // Exactly every so many messages, and once at the end; neither blocks nor buffers matter.
        long messages = long.Parse(GeneratedDay.Messages, System.Globalization.CultureInfo.InvariantCulture);
        string checks = $"{(messages / 777) + 1} checks: ";
        Assert.Contains(checks, Hftgw.Run(
            ["book", "-i", _day.Path, "--symbol", "A", "--check-every", "777"]).AssertDone().Errors,
            StringComparison.Ordinal);
        Assert.Contains(checks, Hftgw.Run(
            ["book", "-i", _day.Path, "--all", "--check-every", "777", .. Small]).AssertDone().Errors,
            StringComparison.Ordinal);
        foreach (string topology in (string[])["fused", "staged"])
        {
            Assert.Contains(checks, Hftgw.Run(
                [
                    "replay", "-i", _day.Path, "--orders", "null", "--check-every", "777",
                    "--set", $"gateway.topology={topology}", "--set", "instruments.max_live_orders=50000",
                    "--set", "instruments.queues=false", "--set", "replay.timer_ms=2000",
                    "--set", "gateway.wait=sleeping",
                ]).AssertDone().Errors,
                StringComparison.Ordinal);
        }
    }

    private static string Line(string[] lines, string name) =>
        lines.Single(line => line.StartsWith(name, StringComparison.Ordinal));
}
