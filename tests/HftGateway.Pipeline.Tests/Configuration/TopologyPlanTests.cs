using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Topology;

namespace HftGateway.Pipeline.Tests.Configuration;

public sealed class TopologyPlanTests
{
    [Theory]
    [InlineData("fused", 5, "")]
    [InlineData("staged", 0, "0-1 1-2 2-3 3-4 4-5")]
    [InlineData("[[book, features], [strategy, risk, encoder]]", 0, "0-2 2-5")]
    [InlineData("[[ingress, book, features], [strategy, risk, encoder]]", 2, "2-5")]
    [InlineData("[[ingress,book,features,strategy,risk,encoder]]", 5, "")]
    [InlineData("[[ingress],[book,features,strategy,risk,encoder]]", 0, "0-5")]
    public void ShouldPartitionTheStages(string text, int ingressStages, string groups)
    {
        TopologyPlan plan = TopologyPlan.Parse(text);
        Assert.Equal(ingressStages, plan.IngressStages);
        Assert.Equal(groups, string.Join(' ', plan.Groups.Select(g => $"{g.From}-{g.To}")));
    }

    [Theory]
    [InlineData("parallel", "neither fused, staged nor a list")]
    [InlineData("[[book], [features], [risk], [strategy], [encoder]]", "'risk' stands where 'strategy' must")]
    [InlineData("[[book, features], [strategy, risk]]", "'encoder' is missing")]
    [InlineData("[[book, book]]", "'book' stands where 'features' must")]
    [InlineData("[[book,features,strategy,risk,encoder,encoder]]", "'encoder' comes after the last stage")]
    [InlineData("[[]]", "'' stands where 'book' must")]
    public void ShouldSayWhatIsWrongWithAGrouping(string text, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => TopologyPlan.Parse(text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("gateway.topology", error.Message, StringComparison.Ordinal);
    }
}
