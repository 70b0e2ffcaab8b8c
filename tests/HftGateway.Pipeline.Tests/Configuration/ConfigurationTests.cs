using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private static readonly Dictionary<string, string> NoPresets = [];

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"hftgw-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void ShouldAcceptEveryDefault()
    {
        foreach (Setting setting in SettingTable.All)
            Assert.Null(setting.Check(setting.Default));
    }

    [Fact]
    public void ShouldLetLaterSourcesWin()
    {
        EffectiveConfiguration c = Load("risk:\n  max_order_qty: 200\n  collar_ticks: 7\n", "risk.collar_ticks=8");
        Assert.Equal(200, c.Int("risk.max_order_qty"));
        Assert.Equal($"{_path}:2", c.Source("risk.max_order_qty"));
        Assert.Equal(8, c.Int("risk.collar_ticks"));
        Assert.Equal("--set", c.Source("risk.collar_ticks"));
        Assert.Equal(100, c.Int("risk.max_orders_per_s"));
        Assert.Equal("default", c.Source("risk.max_orders_per_s"));
    }

    [Fact]
    public void ShouldNameFileLineKeyAndNeighbourWhenAKeyIsUnknown()
    {
        string message = Error("gateway:\n  name: a\nrisk:\n  max_order_quantity: 5\n");
        Assert.StartsWith($"{_path}:4: unknown key 'risk.max_order_quantity'", message, StringComparison.Ordinal);
        Assert.Contains("'risk.max_order_qty'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("risk:\n  max_order_qty: 0\n", "is out of range; valid is a whole number from 1 to 2147483647")]
    [InlineData("risk:\n  max_order_qty: many\n", "is not a whole number; valid is")]
    [InlineData("risk:\n  max_order_qty: 1e3\n", "is not a whole number; valid is")]
    [InlineData("risk:\n  max_order_qty: 99999999999999999999\n", "is not a whole number; valid is")]
    [InlineData("strategy:\n  z_entry: .inf\n", "is not a finite number")]
    [InlineData("strategy:\n  require_edge: yes\n", "is not true or false; valid is true or false")]
    [InlineData("gateway:\n  wait: spinning\n", "valid is busy_spin, pause_spin, yielding")]
    [InlineData("strategy:\n  session_start: 9:30\n", "is not a time of day; valid is a time of day HH:MM:SS")]
    public void ShouldNameKeyAndValidRangeWhenAValueIsWrong(string yaml, string expected)
    {
        string message = Error(yaml);
        Assert.StartsWith($"{_path}:2: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("risk:\n\tmax_order_qty: 5\n", ":2:")]
    [InlineData("risk:\n  max_order_qty: 5\n  max_order_qty: 6\n", ":3:")]
    [InlineData("risk: 5\n", ":1: section 'risk' must hold")]
    [InlineData("- 5\n", ":1: the file must hold")]
    [InlineData("a: b\n---\nc: d\n", "2 YAML documents")]
    public void ShouldNameTheLineWhenTheFileIsMalformed(string yaml, string expected)
        => Assert.Contains(expected, Error(yaml), StringComparison.Ordinal);

    [Fact]
    public void ShouldNameTheFileWhenItIsAbsent()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => EffectiveConfiguration.Load("/no/such.yaml", NoPresets, []));
        Assert.StartsWith("/no/such.yaml: cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("risk.max_order_qty")]
    [InlineData("=5")]
    public void ShouldRefuseAnOverrideWithoutKeyOrValue(string entry)
        => Assert.Throws<ConfigurationException>(() => EffectiveConfiguration.Load(null, NoPresets, [entry]));

    [Fact]
    public void ShouldReadListsAndTopologies()
    {
        EffectiveConfiguration c = Load(
            "instruments:\n  symbols: [ALC, BOB]\n"
            + "gateway:\n  topology: [[ingress, book], [features, strategy, risk, encoder]]\n");
        Assert.Equal(["ALC", "BOB"], c.List("instruments.symbols"));
        Assert.Equal("[[ingress,book],[features,strategy,risk,encoder]]", c.Text("gateway.topology"));
    }

    [Fact]
    public void ShouldIgnoreAByteOrderMark()
    {
        File.WriteAllText(_path, "risk:\n  max_order_qty: 9\n", new System.Text.UTF8Encoding(true));
        Assert.Equal(9, EffectiveConfiguration.Load(_path, NoPresets, []).Int("risk.max_order_qty"));
    }

    private EffectiveConfiguration Load(string yaml, params string[] overrides)
    {
        File.WriteAllText(_path, yaml);
        return EffectiveConfiguration.Load(_path, NoPresets, overrides);
    }

    private string Error(string yaml) => Assert.Throws<ConfigurationException>(() => Load(yaml)).Message;
}
