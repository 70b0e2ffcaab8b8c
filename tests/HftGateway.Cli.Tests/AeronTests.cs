namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw aeron</c>: a driver and its tools as processes.</summary>
public sealed class AeronTests
{
    private const string Settings =
        "--set aeron.ipc.term.buffer.length=64k --set aeron.counters.buffer.length=128k --set aeron.error.buffer.length=64k";

    [Fact]
    public void ShouldCarryLinesFromPublishToSubscribeThroughADriver()
    {
        string directory = Path.Combine(Path.GetTempPath(), "hftgw-aeron-" + Guid.NewGuid().ToString("N"));
        Hftgw.Result result = Hftgw.Shell(
            $"$HFTGW aeron driver --quiet --dir '{directory}' {Settings} & driver=$!; "
            + $"$HFTGW aeron subscribe --quiet --dir '{directory}' --count 3 & subscriber=$!; "
            + $"printf 'one\\ntwo\\nthree\\n' | $HFTGW aeron publish --quiet --dir '{directory}'; "
            + $"wait $subscriber; $HFTGW aeron errors --dir '{directory}'; kill -TERM $driver; wait $driver");
        Assert.Equal("one\ntwo\nthree\n0 distinct errors\n", result.Text);
        Assert.Equal(0, result.Status);
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public void ShouldSayWhatIsWrongWhenADriverCannotBe()
    {
        Assert.Contains("aeron.nope", Hftgw.Fail(2, "aeron", "driver", "--set", "aeron.nope=1").Error, StringComparison.Ordinal);
        Assert.Contains("/nonexistent", Hftgw.Fail(2, "aeron", "stat", "--dir", "/nonexistent").Error, StringComparison.Ordinal);
    }
}
