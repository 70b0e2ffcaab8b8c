namespace HftGateway.Cli.Tests;

/// <summary>Habits of every subcommand: help, wrong words on the command line.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("run")]
    [InlineData("replay")]
    [InlineData("exchange")]
    [InlineData("record")]
    [InlineData("generate")]
    [InlineData("generate itch")]
    [InlineData("decode")]
    [InlineData("book")]
    [InlineData("sbe")]
    [InlineData("sbe validate")]
    [InlineData("sbe generate")]
    [InlineData("sbe decode")]
    [InlineData("sbe encode")]
    [InlineData("config")]
    [InlineData("config show")]
    public void ShouldShowAnExampleWhenAskedForHelp(string command)
    {
        Hftgw.Result result = Hftgw.Run(
            [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).AssertDone();
        Assert.Contains($"Example: hftgw {command}", result.Text, StringComparison.Ordinal);
        Assert.Equal("", result.Errors);
    }

    [Theory]
    [InlineData("frobnicate", "'frobnicate'", "hftgw --help")]
    [InlineData("decode --frobnicate", "'--frobnicate'", "hftgw decode --help")]
    [InlineData("config frobnicate", "'frobnicate'", "hftgw config --help")]
    [InlineData("generate itch --out x --messages many", "'many'", "hftgw generate itch --help")]
    [InlineData("decode", "'--input'", "hftgw decode --help")]
    [InlineData("run", "'--config'", "hftgw run --help")]
    [InlineData("replay --input x --orders some", "'some'", "hftgw replay --help")]
    [InlineData("decode --input x --format xml", "'xml'", "hftgw decode --help")]
    [InlineData("demo --seconds long", "'long'", "hftgw demo --help")]
    public void ShouldNameTheWordFirstWhenTheCommandLineIsWrong(string arguments, string word, string help)
    {
        Hftgw.Result result = Hftgw.Fail(2, arguments.Split(' '));
        Assert.Contains(word, result.Error, StringComparison.Ordinal);
        Assert.Contains(help, result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Bytes);
    }

    [Theory]
    [InlineData("demo --seconds 0", "--seconds 0")]
    [InlineData("demo --seconds NaN", "--seconds NaN")]
    [InlineData("demo --topology round", "gateway.topology")]
    [InlineData("demo --strategy martingale", "strategy.name")]
    [InlineData("exchange --seconds -1", "seconds")]
    [InlineData("decode --input x --limit -1", "--limit -1")]
    [InlineData("decode --input x --types A?", "'?'")]
    [InlineData("decode --input x --symbol TOOLONGNAME", "TOOLONGNAME")]
    [InlineData("book --input x --symbol A --depth 0", "--depth 0")]
    [InlineData("book --input x --symbol A --depth 10001", "--depth 10001")]
    [InlineData("replay --input x --speed fast", "--speed fast")]
    [InlineData("replay --input x --speed 0x", "--speed 0x")]
    [InlineData("generate itch --out x --symbols 0", "symbols")]
    [InlineData("generate itch --out x --symbols 8001", "8000")]
    [InlineData("generate itch --out x --messages 0", "messages")]
    public void ShouldNameTheOptionWhenAValueIsOutOfRange(string arguments, string named)
        => Assert.Contains(named, Hftgw.Fail(2, arguments.Split(' ')).Error, StringComparison.Ordinal);

    [Fact]
    public void ShouldPrintTheStackTraceOnlyWhenVerbose()
    {
        Hftgw.Fail(2, "decode", "--input", "absent.itch");
        Hftgw.Result verbose = Hftgw.Run("decode", "--input", "absent.itch", "--verbose");
        Assert.Equal(2, verbose.Status);
        Assert.StartsWith("error: ", verbose.Errors, StringComparison.Ordinal);
        Assert.Contains("   at ", verbose.Errors, StringComparison.Ordinal);
    }
}
