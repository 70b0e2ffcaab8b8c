using HftGateway.MarketData;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Replay;

namespace HftGateway.Pipeline.Tests.Replay;

/// <summary>A replay is the live pipeline with recorded input: what leaves must depend on the input alone.</summary>
public sealed class ReplayTests : IClassFixture<SyntheticRecording>
{
    private static readonly Dictionary<string, string> Presets = new()
    {
        ["features.z_sample_ns"] = "1_000_000_000",
        ["strategy.z_window"] = "60",
        ["strategy.z_entry"] = "1.5",
        ["strategy.max_spread_ticks"] = "20",
        ["strategy.require_edge"] = "false",
        ["strategy.cooldown_ms"] = "100",
        ["risk.collar_ticks"] = "100",
        ["instruments.max_live_orders"] = "200_000",
    };

    private readonly SyntheticRecording _recording;

    public ReplayTests(SyntheticRecording recording) => _recording = recording;

    [Theory]
    [InlineData("staged")]
    [InlineData("[[book, features], [strategy, risk, encoder]]")]
    [InlineData("[[ingress, book, features], [strategy, risk, encoder]]")]
    [InlineData("[[ingress], [book, features, strategy, risk, encoder]]")]
    public void ShouldSendTheSameBytesInEveryTopology(string topology)
    {
        (RunReport fused, byte[] fusedHash) = Replay("fused", ReplayOrders.Exchange);
        (RunReport other, byte[] otherHash) = Replay(topology, ReplayOrders.Exchange);
        Assert.True(
            fused.Orders.NewOrders > 50, $"only {fused.Orders.NewOrders} orders: the comparison would say nothing");
        Assert.True(fused.Fills > 20, $"only {fused.Fills} fills");
        Assert.Equal(fused.Orders.NewOrders, other.Orders.NewOrders);
        Assert.Equal(fused.RealisedDollars, other.RealisedDollars);
        Assert.Equal(Convert.ToHexString(fusedHash), Convert.ToHexString(otherHash));
    }

    [Fact]
    public void ShouldSendTheSameBytesOnEveryRun()
        => Assert.Equal(Replay("fused", ReplayOrders.Exchange).Hash, Replay("fused", ReplayOrders.Exchange).Hash);

    [Fact]
    public void ShouldEndFlatAndAccountForEveryOrder()
    {
        (RunReport report, _) = Replay("fused", ReplayOrders.Exchange);
        Assert.Equal(0, report.Feed.MalformedMessages);
        Assert.Equal(0, report.Feed.Gaps);
        Assert.DoesNotContain(report.Counts, static c => c.Group == "risk" && c.Name is "unknown_fills" or "overfills");
        Assert.DoesNotContain(report.Counts, static c => c.Group == "book");
    }

    [Fact]
    public void ShouldExpireEveryOrderWhenNobodyAnswers()
    {
        (RunReport report, _) = Replay("fused", ReplayOrders.Null);
        Assert.True(report.Orders.NewOrders > 50);
        Assert.Equal(0, report.Fills);
        Assert.Equal(0, report.OpenPosition);
        Assert.Equal(0, report.RealisedDollars);
    }

    private (RunReport Report, byte[] Hash) Replay(string topology, ReplayOrders orders)
    {
        EffectiveConfiguration c = EffectiveConfiguration.Load(null, Presets, ["gateway.topology=" + topology]);
        using var runner = new ReplayRunner(c, _recording.Symbols, ReplayOptions.From(c, 0, orders));
        using MessageSource source = _recording.Open();
        RunReport report = runner.Run([source], null, CancellationToken.None);
        Assert.Null(source.Problem);
        return (report, runner.OrderHash);
    }
}
