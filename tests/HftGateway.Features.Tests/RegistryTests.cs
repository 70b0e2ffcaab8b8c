namespace HftGateway.Features.Tests;

/// <summary>Registry, parameters and planner.</summary>
public sealed class RegistryTests
{
    [Fact]
    public void ShouldHaveEveryColumnInOrderWhenListed()
    {
        Assert.Equal(118, FeatureRegistry.Columns.Count);
        Assert.Equal("best_bid", FeatureRegistry.Columns[0].Name);
        Assert.Equal("regime", FeatureRegistry.Columns[^1].Name);
        Assert.Equal(Enumerable.Range(0, 118), FeatureRegistry.Columns.Select(c => c.Index));
        Assert.Equal("returns_1m", FeatureRegistry.Indicators[0].Name);
        Assert.Equal(27, FeatureRegistry.Indicators.Count);
        Assert.All(FeatureRegistry.LearningVector1, name => Assert.NotNull(FeatureRegistry.Find(name)));
    }

    [Fact]
    public void ShouldKnowEveryParameterOfAColumnWhenAsked()
    {
        foreach (FeatureColumn column in FeatureRegistry.Columns)
            Assert.All(column.Parameters, name => Assert.NotNull(FeatureParameters.Find(name)));
        // Every parameter but the day's own changes some column.
        string[] used = [.. FeatureRegistry.Columns.SelectMany(c => c.Parameters).Distinct()];
        string[] others = ["bar_kind", "bar_size", "stale_daily_s", "stale_s", "label_rows"];
        Assert.Equal(FeatureParameters.Table.Select(p => p.Name).Except(others).Order(), used.Order());
    }

    [Fact]
    public void ShouldOrderByDependencyWhenPlanned()
    {
        FeaturePlan plan = FeaturePlan.Create(["toxicity_score", "ofi_norm"], new FeatureOptions());
        Assert.Equal(["toxicity_score", "ofi_norm"], plan.Columns.Select(c => c.Name));
        List<string> order = [.. plan.Ordered.Select(c => c.Name)];
        Assert.Equal(order.Count, order.Distinct().Count());
        foreach (FeatureColumn column in plan.Ordered)
            Assert.All(column.DependsOn, name => Assert.InRange(order.IndexOf(name), 0, order.IndexOf(column.Name)));
        Assert.DoesNotContain("atr", order);
    }

    [Theory]
    [InlineData("ofi_nrom", "feature 'ofi_nrom' is unknown; the nearest of the 118 features is ofi_norm")]
    [InlineData("z(halted)", "feature 'z(halted)': halted is a flag and has no z-score")]
    [InlineData("ofi[flow_window=3]", "feature 'ofi': 'flow_window=3' sets no parameter of it; its parameters are "
        + "short_delta_ns, short_m")]
    [InlineData("ofi[short_m=0]", "feature 'ofi': features.short_m = 0 is outside 1 to 1000")]
    [InlineData("ofi[short_m=", "feature 'ofi[short_m=': ']' is missing; the form is NAME[parameter=value, ...]")]
    public void ShouldNameWhatIsWrongWhenARequestIsInvalid(string request, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => FeaturePlan.Create([request], new FeatureOptions()));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void ShouldRefuseWhenTwoRequestsContradict()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => FeaturePlan.Create(
            ["vpin[vpin_n=10]", "vpin_fast[vpin_n=20]"], new FeatureOptions()));
        Assert.Equal(
            "feature 'vpin_fast': vpin_n=20 contradicts vpin_n=10 of 'vpin'; a plan has one value of each parameter",
            error.Message);
        FeaturePlan plan = FeaturePlan.Create(["vpin[vpin_n=10]", "vpin_fast[vpin_n=10]"], new FeatureOptions());
        Assert.Equal(10, plan.Options.VpinN);
    }

    [Fact]
    public void ShouldNameTheCycleWhenDependenciesLeadBack()
    {
        FeatureColumn Column(string name, params string[] needs) => new(
            -1, name, "", FeatureGroup.Book, FeatureTrigger.Row, false, "", needs, []);
        Dictionary<string, FeatureColumn> table = new()
        {
            ["a"] = Column("a", "b"), ["b"] = Column("b", "c"), ["c"] = Column("c", "b"),
        };
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => FeaturePlanner.Order([table["a"]], table.GetValueOrDefault));
        Assert.Equal("feature 'b' depends on itself: b -> c -> b", error.Message);
    }

    [Theory]
    [InlineData("features.flow_window=0", "features.flow_window = 0 is outside 1 to 100000")]
    [InlineData("flow_window=2.5", "features.flow_window = 2.5 is not a whole number from 1 to 100000")]
    [InlineData("flow_windwo=5", "features.flow_windwo is no parameter; the nearest is features.flow_window")]
    [InlineData("flow_window", "'flow_window' is not of the form features.NAME=VALUE")]
    [InlineData("features.ofi_alpha=1", "features.ofi_alpha = 1 is outside 1E-09 to 0.999999999")]
    [InlineData("features.max_gap=NaN", "features.max_gap = NaN is not a number from 0 to 1000")]
    [InlineData("features.bar_kind=month", "features.bar_kind = month is not one of time, volume, tick, dollar")]
    public void ShouldNameKeyAndRangeWhenAnAssignmentIsInvalid(string assignment, string message) =>
        Assert.Equal(message, FeatureParameters.TrySetAssignment(new FeatureOptions(), assignment, out _));

    [Fact]
    public void ShouldSetWhenAnAssignmentIsValid()
    {
        FeatureOptions options = new();
        Assert.Null(FeatureParameters.TrySetAssignment(options, "features.flow_window = 7", out options));
        Assert.Null(FeatureParameters.TrySetAssignment(options, "bar_kind=dollar", out options));
        Assert.Null(FeatureParameters.TrySetAssignment(options, "short_delta_ns=5_000_000", out options));
        Assert.Equal(7, options.FlowWindow);
        Assert.Equal(BarKind.Dollar, options.BarKind);
        Assert.Equal(5_000_000, options.ShortDeltaNs);
        foreach (FeatureParameter parameter in FeatureParameters.Table)
        {
            Assert.Null(parameter.Error(parameter.Default));
            Assert.Equal(parameter.Maximum, parameter.Get(parameter.Set(options, parameter.Maximum)));
        }
    }
}
