using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Mdp3.SchemaCheck;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using Xunit.Abstractions;

namespace HftGateway.Pipeline.Tests.Gateway;

/// <summary>Trading on a feed of CME MDP 3.0, over real sockets.</summary>
public sealed class Mdp3EndToEndTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("fused")]
    [InlineData("staged")]
    public void ShouldTradeOnMdp3AndAgreeWithTheExchangeInTheEnd(string topology)
    {
        using var system = new Mdp3System(output.WriteLine, topology);
        system.Start();
        system.WaitUntil(() => system.Exchange.Statistics.Fills >= 4, "four fills");
        RunReport report = system.Stop();

        Assert.Equal(0, report.OpenPosition);
        Assert.Equal(0, report.Feed.MalformedMessages);
        Assert.Equal(report.Orders.NewOrders, system.Exchange.Statistics.OrdersReceived);
        Assert.Equal(report.SharesTraded, system.Exchange.Statistics.SharesFilled);
        Assert.Equal(system.Cash, report.RealisedDollars, 6);
        Assert.DoesNotContain(report.Counts, static c => c.Group == "book");
        // The same packets on both lines, the same instruments in definitions, and both recovered.
        Assert.True(report.Feed.DuplicatePackets > 0);
        Assert.Equal(13, report.Feed.Mdp3!.Channel.Handler.Statistics.HighestVersion);
        Mdp3Statistics met = report.Feed.Mdp3.Channel.Handler.Statistics;
        Assert.True(met.SnapshotRecoveries + met.EmptyStarts >= 2);
        Assert.True(report.Latency.AllEvents[Latency.LatencyStage.TickToOrder].TotalCount > 0);
        // The exchange knows the packet that each order answers.
        Assert.Equal(0, system.Exchange.Statistics.UnknownTriggers);
        Assert.True(system.Exchange.Latencies.ToArray().Length > 0);
    }

    // What one line loses the other brings; what both lose is recovered from the snapshot loop by the entries' count.
    [Fact]
    public void ShouldRecoverFromSnapshotsAndTradeOnWhenBothLinesLosePackets()
    {
        using var system = new Mdp3System(
            output.WriteLine, "fused", 0.05, "mdp3", "mdp3.order_snapshots=127.0.0.1:0");
        system.Start();
        Mdp3Handler handler = system.Gateway.Mdp3!.Channel.Handler;
        system.WaitUntil(() => handler.Statistics.LostPackets >= 3, "packets that both lines lost");
        system.WaitUntil(() => handler.Statistics.SnapshotRecoveries >= 4, "recoveries");
        long orders = system.Exchange.Statistics.OrdersReceived;
        system.WaitUntil(() => system.Exchange.Statistics.OrdersReceived >= orders + 2, "further orders");
        RunReport report = system.Stop();

        Mdp3FeedReport feed = report.Feed.Mdp3!;
        Assert.True(feed.Channel.Arbiter.Statistics.GapsFilledInTime > 0);
        Assert.True(feed.Channel.Handler.Statistics.OrderRecoveries > 0);
        Assert.Equal(0, report.Feed.MalformedMessages);
        Assert.DoesNotContain(report.Counts, static c => c.Group == "book");
        Assert.Equal(0, report.OpenPosition);
    }

    [Fact]
    public void ShouldTradeOnBothFeedsAtOnce()
    {
        using var system = new Mdp3System(output.WriteLine, "fused", 0, "both");
        Assert.Equal(["AAPL", "MSFT"], system.Gateway.Symbols);
        system.Start();
        system.WaitUntil(() => system.Traded("AAPL") > 0, "a fill of the symbol that comes by ITCH");
        system.WaitUntil(() => system.Traded("MSFT") > 0, "a fill of the symbol that comes by MDP 3.0");
        RunReport report = system.Stop();

        Assert.Equal(0, report.OpenPosition);
        Assert.Equal(report.SharesTraded, system.Exchange.Statistics.SharesFilled);
        Assert.Equal(system.Cash, report.RealisedDollars, 6);
        Assert.Single(report.Feed.Feeds);
        Assert.NotNull(report.Feed.Mdp3);
        Assert.DoesNotContain(report.Counts, static c => c.Group == "book");
    }

    [Theory]
    [InlineData("mdp3.symbols=[NOPE]", "'NOPE' is not among instruments.symbols")]
    [InlineData("mdp3.symbols=[AAPL,MSFT]", "no symbol is left for ITCH")]
    [InlineData("mdp3.symbols=[]", "name the symbols that come by MDP 3.0")]
    [InlineData("mdp3.incremental=[]", "0 lines")]
    [InlineData("mdp3.snapshots=nowhere", "mdp3.snapshots: 'nowhere'")]
    [InlineData("mdp3.schema=/no/such/file.xml", "mdp3.schema: ")]
    public void ShouldNameTheKeyWhenTheSectionIsWrong(string setting, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => new LiveGateway(
            Mdp3System.Configuration("fused", "both", setting), static _ => { }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldSayWhatDiffersAndNotStartWhenTheExchangesSchemaWouldBeMisread()
    {
        using Stream resource = typeof(Mdp3SchemaCheck).Assembly.GetManifestResourceStream("cme-mdp3.xml")!;
        string own = new StreamReader(resource).ReadToEnd();
        string path = Path.Combine(Path.GetTempPath(), $"mdp3-{Guid.NewGuid():N}.xml");
        List<string> notes = [];
        try
        {
            File.WriteAllText(path, own);
            new LiveGateway(Mdp3System.Configuration("fused", "mdp3", $"mdp3.schema={path}"), notes.Add).Dispose();
            Assert.Contains(notes, n => n == $"mdp3 schema: {path} checked, 0 differences, none of which matters");
            File.WriteAllText(path, own.Replace("version=\"13\"", "version=\"14\"", StringComparison.Ordinal));
            new LiveGateway(Mdp3System.Configuration("fused", "mdp3", $"mdp3.schema={path}"), notes.Add).Dispose();
            Assert.Contains(notes, static n => n == "mdp3 schema: note: schema: version 14, compiled for 13");
            // Prices of another exponent are a thousand dollars off, not a note.
            File.WriteAllText(path, own.Replace("-9</type>", "-7</type>", StringComparison.Ordinal));
            var error = Assert.Throws<ConfigurationException>(() => new LiveGateway(
                Mdp3System.Configuration("fused", "mdp3", $"mdp3.schema={path}"), notes.Add));
            Assert.Contains("would let messages be misread", error.Message, StringComparison.Ordinal);
            Assert.Contains("constant is -7, not -9", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
