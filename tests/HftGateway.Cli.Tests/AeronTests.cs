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

    [Theory]
    [InlineData("aeron:ipc", "aeron:ipc")]
    [InlineData("aeron:udp?endpoint=localhost:24351", "aeron:udp?endpoint=localhost:24352")]
    public void ShouldTimeRoundTripsAndShowCountersErrorsAndLosses(string ping, string pong)
    {
        string directory = Path.Combine(Path.GetTempPath(), "hftgw-aeron-" + Guid.NewGuid().ToString("N"));
        string channels = $"--quiet --dir '{directory}' --ping-channel '{ping}' --pong-channel '{pong}'";
        Hftgw.Result result = Hftgw.Shell(
            $"$HFTGW aeron driver --quiet --dir '{directory}' {Settings} --set aeron.term.buffer.length=64k & driver=$!; "
            + $"$HFTGW aeron pong {channels} & echo=$!; "
            + $"$HFTGW aeron ping {channels} --count 500 --warm-up 100; kill -TERM $echo; wait $echo; "
            + $"$HFTGW aeron stat --dir '{directory}'; $HFTGW aeron errors --dir '{directory}'; "
            + $"$HFTGW aeron loss --dir '{directory}'; kill -TERM $driver; wait $driver");
        Assert.Equal(0, result.Status);
        foreach (string part in new[]
        {
            "Total count    =          500]", "Bytes currently mapped", "Control protocol version", "0 distinct errors",
            "observations,bytes_lost,first_ms,last_ms,session_id,stream_id,channel,source",
        })
            Assert.Contains(part, result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldSayWhatIsWrongWhenADriverCannotBe()
    {
        Assert.Contains("aeron.nope", Hftgw.Fail(2, "aeron", "driver", "--set", "aeron.nope=1").Error, StringComparison.Ordinal);
        Assert.Contains("/nonexistent", Hftgw.Fail(2, "aeron", "stat", "--dir", "/nonexistent").Error, StringComparison.Ordinal);
    }
}
