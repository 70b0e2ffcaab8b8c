using System.Text.Json;

namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw config show</c>, and errors in configuration files.</summary>
public sealed class ConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("risk:\n  max_order_qty: 100\n  max_orderqty: 100\n", 3, "'risk.max_orderqty'", "risk.max_order_qty")]
    [InlineData("risk:\n  max_order_qty: many\n", 2, "risk.max_order_qty", "a whole number from 1 to 2147483647")]
    [InlineData("risk:\n  max_order_qty: 1.5\n", 2, "risk.max_order_qty", "a whole number from 1 to 2147483647")]
    [InlineData("feed:\n\n  port: 65536\n", 3, "feed.port", "a whole number from 0 to 65535")]
    [InlineData("strategy:\n  require_edge: maybe\n", 2, "strategy.require_edge", "true or false")]
    [InlineData("strategy:\n  z_entry: .nan\n", 2, "strategy.z_entry", "a number from 1E-09 to 1000")]
    [InlineData("strategy:\n  session_start: 25:00:00\n", 2, "strategy.session_start", "HH:MM:SS")]
    [InlineData("gateway:\n  wait: hope\n", 2, "gateway.wait", "busy_spin, pause_spin, yielding")]
    [InlineData("risk:\n  collar_bps: 10\n  collar_bps: 11\n", 3, "collar_bps", "")]
    [InlineData("risk:\n\tcollar_bps: 10\n", 2, "tab", "")]
    [InlineData("risk: 5\n", 1, "risk", "")]
    [InlineData("risk:\n  collar_bps: {a: b}\n", 2, "risk.collar_bps", "")]
    public void ShouldNameFileLineKeyAndRangeWhenAFileIsWrong(string yaml, int line, string key, string valid)
    {
        string path = _folder.Write("bad.yaml", yaml);
        Hftgw.Result result = Hftgw.Fail(2, "config", "show", "--config", path);
        Assert.StartsWith($"error: {path}:{line}: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(key, result.Error, StringComparison.Ordinal);
        Assert.Contains(valid, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Bytes);
    }

    [Theory]
    [InlineData("risk.collar=5", "'risk.collar'")]
    [InlineData("risk.collar_bps", "section.key=value")]
    [InlineData("risk.collar_bps=-1", "risk.collar_bps: '-1'")]
    public void ShouldNameTheKeyWhenAnOverrideIsWrong(string set, string named)
        => Assert.Contains(named, Hftgw.Fail(2, "config", "show", "--set", set).Error, StringComparison.Ordinal);

    [Fact]
    public void ShouldSaySoWhenTheFileIsAbsentOrADirectory()
    {
        Assert.Contains("absent.yaml", Hftgw.Fail(2, "config", "show", "--config", _folder["absent.yaml"]).Error,
            StringComparison.Ordinal);
        Assert.Contains("is a directory", Hftgw.Fail(2, "config", "show", "--config", Path.GetTempPath()).Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "absent.yaml", Hftgw.Fail(2, "run", "--config", _folder["absent.yaml"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldReadItsOwnOutputAsTheSameConfiguration()
    {
        string[] overrides =
        [
            "--set", "gateway.name=a: 'b' # c",
            "--set", "gateway.topology=[[ingress,book],[features,strategy,risk,encoder]]",
            "--set", "risk.restricted=[AAPL,ZVZZT#]", "--set", "risk.maker_rebate=-0.001",
            "--set", "orders.cl_ord_id_prefix=@x",
        ];
        Hftgw.Result shown = Hftgw.Run(["config", "show", .. overrides]).AssertDone();
        string file = _folder.Write("shown.yaml", shown.Bytes);
        Dictionary<string, (string Value, string Source)> direct = Json(["config", "show", "--json", .. overrides]);
        Dictionary<string, (string Value, string Source)> read = Json(["config", "show", "--json", "--config", file]);
        Assert.Equal(direct.Keys, read.Keys);
        Assert.All(direct, d => Assert.Equal(Plain(d.Value.Value), Plain(read[d.Key].Value)));
        Assert.Equal("a: 'b' # c", read["gateway.name"].Value);
        Assert.Equal("--set", direct["gateway.name"].Source);
        Assert.Equal($"{file}:2", read["gateway.name"].Source);
        Assert.Equal("default", direct["feed.port"].Source);
    }

    private static string Plain(string value)
        => value.StartsWith("[[", StringComparison.Ordinal) ? value : value.Trim('[', ']');

    private static Dictionary<string, (string Value, string Source)> Json(string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Hftgw.Run(arguments).AssertDone().Bytes);
        return document.RootElement.EnumerateArray().ToDictionary(
            static e => e.GetProperty("key").GetString()!,
            static e => (e.GetProperty("value").GetString()!, e.GetProperty("source").GetString()!));
    }
}
