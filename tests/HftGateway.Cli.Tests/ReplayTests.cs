using System.Text.Json;

namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw replay</c>.</summary>
public sealed class ReplayTests : IClassFixture<GeneratedDay>
{
    // Few timer events and threads that give way: six of them on few cores are slow otherwise.
    private static readonly string[] Light =
        ["--set", "replay.timer_ms=2000", "--set", "gateway.wait=sleeping", "--quiet"];

    private readonly GeneratedDay _day;

    public ReplayTests(GeneratedDay day) => _day = day;

    [Fact]
    public void ShouldSendTheSameOrderBytesInEveryRunAndTopology()
    {
        Hftgw.Result fused = Replay("gateway.topology=fused");
        Assert.Contains("feed      20000 messages", fused.Text, StringComparison.Ordinal);
        Assert.Contains("tick to order", fused.Text, StringComparison.Ordinal);
        Assert.Contains("ns an order", fused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("orders    0 new", fused.Text, StringComparison.Ordinal);
        Assert.Matches("^order bytes sha256 [0-9a-f]{64}$", Hash(fused));
        Assert.Equal(Hash(fused), Hash(Replay("gateway.topology=fused")));
        Assert.Equal(Hash(fused), Hash(Replay("gateway.topology=staged")));
        Assert.NotEqual(Hash(fused), Hash(Replay("strategy.z_entry=3")));
    }

    [Fact]
    public void ShouldFillNothingWhenOrdersGoNowhere()
    {
        Hftgw.Result result = Hftgw.Run("replay", "--input", _day.Path, "--orders", "null").AssertDone();
        Assert.Contains("fills     0 (0 shares)", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("orders    0 new", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldPrintOneJsonDocumentWhenAsked()
    {
        using JsonDocument json = JsonDocument.Parse(
            Hftgw.Run("replay", "--input", _day.Path, "--json").AssertDone().Bytes);
        Assert.Equal(20_000, json.RootElement.GetProperty("messages").GetInt64());
        Assert.True(json.RootElement.GetProperty("new_orders").GetInt64() > 0);
        Assert.Equal(0, json.RootElement.GetProperty("open_position").GetInt64());
        Assert.Equal(0, json.RootElement.GetProperty("gaps").GetInt64());
    }

    [Fact]
    public void ShouldReportWhatCameBeforeTheCutWhenTheInputIsTruncated()
    {
        List<int> offsets = ItchBytes.Offsets(_day.Bytes);
        int record = offsets[12_345] - 2;
        string path = _day.Folder.Write("cut.itch", _day.Bytes[..(record + 5)]);
        Hftgw.Result result = Hftgw.Fail(1, "replay", "--input", path);
        Assert.Contains("feed      12345 messages", result.Text, StringComparison.Ordinal);
        Assert.Contains("order bytes sha256", result.Text, StringComparison.Ordinal);
        Assert.Contains($"byte offset {record}", result.Error, StringComparison.Ordinal);
    }

    private static string Hash(Hftgw.Result result)
        => result.Lines.Single(static l => l.StartsWith("order bytes sha256", StringComparison.Ordinal));

    private Hftgw.Result Replay(string setting)
        => Hftgw.Run(["replay", "--input", _day.Path, "--set", setting, .. Light]).AssertDone();
}
