using System.Net;
using HftGateway.Exchange;
using HftGateway.Exchange.Flow;
using HftGateway.MarketData.Faults;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using Xunit.Abstractions;

namespace HftGateway.Pipeline.Tests.Gateway;

/// <summary>The whole system in one process, over real sockets: exchange, feed, gateway, orders.</summary>
public sealed class EndToEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Symbols = ["AAPL", "MSFT"];

    private readonly ITestOutputHelper _output;

    public EndToEndTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData("fused", "FIX.4.4")]
    [InlineData("staged", "FIX.4.4")]
    [InlineData("fused", "FIX.4.2")]
    [InlineData("fused", "FIX.5.0SP2")]
    public void ShouldTradeAndAgreeWithTheExchangeInTheEnd(string topology, string version)
    {
        using var system = new WholeSystem(topology, _output.WriteLine, more: [$"orders.version={version}"]);
        system.Start();
        system.WaitUntil(() => system.Exchange.Statistics.Fills >= 4, "four fills");
        RunReport report = system.Stop();

        Assert.Equal(0, report.Feed.Gaps);
        Assert.Equal(0, report.Feed.MalformedMessages);
        Assert.Equal(0, report.OpenPosition);
        Assert.Equal(report.Orders.NewOrders, system.Exchange.Statistics.OrdersReceived);
        Assert.Equal(report.SharesTraded, system.Exchange.Statistics.SharesFilled);
        double cash = Symbols.Sum(s => system.Exchange.Cash("HFTGW", s)) / 10_000.0;
        Assert.Equal(cash, report.RealisedDollars, 6);
        Assert.True(report.Latency.AllEvents[Latency.LatencyStage.TickToOrder].TotalCount > 0);
    }

    // A flat position says nothing while an entry may still be in front of the command in the ring.
    [Theory]
    [InlineData("fused")]
    [InlineData("staged")]
    public void ShouldNotBeFlatBeforeTheCommandToFlattenWasTaken(string topology)
    {
        using var system = new WholeSystem(topology, _output.WriteLine);
        Assert.False(system.Gateway.IsFlat());
        system.Start();
        system.WaitUntil(() => system.Exchange.Statistics.OrdersReceived >= 1, "an order");
        system.Gateway.Command(MarketData.Events.OperatorCommand.Flatten);
        system.WaitUntil(system.Gateway.IsFlat, "a flat gateway");
        long orders = system.Exchange.Statistics.OrdersReceived;
        RunReport report = system.Stop();

        Assert.Equal((0L, orders), (report.OpenPosition, report.Orders.NewOrders));
    }

    // What one line loses the other brings; what both lose is re-requested; the books stay those of the exchange.
    [Fact]
    public void ShouldTradeOnWhenBothLinesLosePackets()
    {
        using var system = new WholeSystem("fused", _output.WriteLine, 0.05, isRerequested: true);
        system.Start();
        system.WaitUntil(() => system.Exchange.Statistics.Fills >= 4, "four fills");
        system.WaitUntil(() => system.Exchange.Statistics.Retransmitted > 0, "a re-request");
        RunReport report = system.Stop();

        FeedReport feed = Assert.Single(report.Feed.Feeds);
        Assert.True(feed.Arbitration.GapsFilledInTime > 0);
        Assert.True(feed.Arbitration.GapsFilledByRequest > 0);
        Assert.Equal((0UL, 0L), (feed.Arbitration.LostMessages, report.Feed.MalformedMessages));
        Assert.DoesNotContain(report.Counts, static c => c.Group == "book");
        Assert.Equal(0, report.OpenPosition);
    }

    // Without re-requests what both lines lose is lost: only a snapshot makes the books sound.
    [Fact]
    public void ShouldRebuildBooksFromSnapshotWhenMessagesAreLost()
    {
        using var system = new WholeSystem("fused", _output.WriteLine, 0.05, isRerequested: false);
        system.Start();
        system.WaitUntil(
            () => system.Notes.Any(static n => n.Contains("recovered", StringComparison.Ordinal)), "a recovery");
        system.WaitUntil(() => system.Exchange.Statistics.OrdersReceived >= 1, "an order");
        RunReport report = system.Stop();

        FeedReport feed = Assert.Single(report.Feed.Feeds);
        Assert.True(feed.Arbitration.GapsLost > 0);
        Assert.True(feed.Feed.Statistics.SnapshotsUsed > 0);
        Assert.DoesNotContain(report.Counts, static c => c.Group == "book");
    }

    [Fact]
    public void ShouldStopTradingAndReconnectWhenTheExchangeDropsTheConnection()
    {
        using var system = new WholeSystem("fused", _output.WriteLine);
        system.Start();
        system.WaitUntil(() => system.Exchange.Statistics.OrdersReceived >= 2, "two orders");
        system.Exchange.DropConnections();
        system.WaitUntil(() => system.Exchange.Statistics.Logons >= 2, "a second logon");
        long before = system.Exchange.Statistics.OrdersReceived;
        system.WaitUntil(() => system.Exchange.Statistics.OrdersReceived > before, "an order after the reconnect");
        RunReport report = system.Stop();

        Assert.Contains(system.Notes, static n => n.Contains("lost", StringComparison.Ordinal)
            && n.Contains("trading stopped", StringComparison.Ordinal));
        Assert.Equal(0, report.OpenPosition);
        Assert.All(Symbols, s => Assert.Equal(0, system.Exchange.Position("HFTGW", s)));
    }

    // Orders that were resting, or under way, when the connection broke: the exchange keeps them here, and is asked.
    [Theory]
    [InlineData(true, "FIX.4.4")]
    [InlineData(false, "FIX.4.4")]
    [InlineData(true, "FIX.4.2")]
    [InlineData(true, "FIX.5.0SP2")]
    public void ShouldAskForItsOrdersAfterTheConnectionWasLostAndAgreeInTheEnd(bool massRequests, string version)
    {
        using var system = new WholeSystem(
            "fused", _output.WriteLine, cancelsOnDisconnect: false,
            // A far target rests as long as the position is held.
            more: [$"orders.version={version}", $"orders.mass_requests={(massRequests ? "true" : "false")}", "strategy.target_ticks=50",
                "strategy.stop_ticks=100", "strategy.z_exit=0.000000001"]);
        system.Start();
        long Asked() => system.Exchange.Statistics.StatusRequests;
        for (int cut = 0; Asked() < 2; cut++)
        {
            Assert.True(cut < 200, "the gateway never asked");
            long orders = system.Exchange.Statistics.OrdersReceived + 1;
            system.WaitUntil(() => system.Exchange.Statistics.OrdersReceived >= orders, "an order");
            long logons = system.Exchange.Statistics.Logons;
            system.Exchange.DropConnections();
            system.WaitUntil(() => system.Exchange.Statistics.Logons > logons, "a logon");
        }

        long more = system.Exchange.Statistics.OrdersReceived + 2;
        system.WaitUntil(() => system.Exchange.Statistics.OrdersReceived >= more, "orders after the last cut");
        RunReport report = system.Stop();

        Assert.Equal(0, report.OpenPosition);
        Assert.All(Symbols, s => Assert.Equal(0, system.Exchange.Position("HFTGW", s)));
        Assert.Equal(report.SharesTraded, system.Exchange.Statistics.SharesFilled);
        double cash = Symbols.Sum(s => system.Exchange.Cash("HFTGW", s)) / 10_000.0;
        Assert.Equal(cash, report.RealisedDollars, 6);
    }

    [Fact]
    public void ShouldSayThatTheLogonWasRefusedAndTryAgain()
    {
        using var system = new WholeSystem("fused", _output.WriteLine);
        system.Exchange.Hooks.RefuseLogon = true;
        system.Start();
        system.WaitUntil(
            () => system.Notes.Any(static n => n.Contains("not established", StringComparison.Ordinal)),
            "a note of the refusal");
        system.Exchange.Hooks.RefuseLogon = false;
        system.WaitUntil(() => system.Exchange.Statistics.Logons >= 1, "a logon");
        Assert.Equal(0, system.Stop().OpenPosition);
    }

    [Fact]
    public void ShouldNameThePortWhenTheFeedPortIsInUse()
    {
        using var first = new WholeSystem("fused", _output.WriteLine);
        var error = Assert.Throws<HftGateway.MarketData.FeedException>(
            () => new LiveGateway(WholeSystem.Configuration("fused", first.Gateway.FeedPort), static _ => { }));
        Assert.Contains(first.Gateway.FeedPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
            error.Message, StringComparison.Ordinal);
    }

    private sealed class WholeSystem : IDisposable
    {
        private readonly List<string> _notes = [];
        private readonly Action<string> _output;

        public WholeSystem(string topology, Action<string> output, double loss = 0, bool isRerequested = false,
            bool cancelsOnDisconnect = true, string[]? more = null)
        {
            _output = output;
            string[] lines = loss == 0 ? [] : ["feed.lines=[127.0.0.1:0]", "feed.first_sequence=1"];
            string[] recovery = loss == 0 ? []
                : isRerequested ? ["feed.rerequest=[127.0.0.1:0]"]
                : ["feed.snapshot=[127.0.0.1:0]", "feed.give_up_ms=5"];
            Gateway = new LiveGateway(Configuration(topology, 0, [.. lines, .. recovery, .. more ?? []]), Note);
            IReadOnlyList<int> ports = Gateway.FeedPorts;
            Exchange = new ExchangeServer(new ExchangeOptions
            {
                Symbols = Symbols,
                Flow = new FlowOptions { Seed = 5, MessagesPerSecond = 4_000, MomentumPerMinute = 240 },
                FeedAddress = new IPEndPoint(IPAddress.Loopback, Gateway.FeedPort),
                FurtherLines = [.. ports.Skip(1).Select(static p => new IPEndPoint(IPAddress.Loopback, p))],
                LineFaults = [.. ports.Select((_, i) => new FaultOptions { Loss = loss, Seed = (ulong)i + 1 })],
                RetransmitAddress = isRerequested ? new IPEndPoint(IPAddress.Loopback, 0) : null,
                GlimpseAddress = loss > 0 && !isRerequested ? new IPEndPoint(IPAddress.Loopback, 0) : null,
                FixAddress = new IPEndPoint(IPAddress.Loopback, 0),
                ClientCompIds = ["HFTGW"],
                WaitForLogon = true,
                CancelOnDisconnect = cancelsOnDisconnect,
            });
            Gateway.SetOrderPort(Exchange.FixEndPoint.Port);
            Gateway.SetRecoveryPorts(
                Exchange.RetransmitEndPoint?.Port ?? 0, Exchange.GlimpseEndPoint?.Port ?? 0);
        }

        public LiveGateway Gateway { get; }

        public ExchangeServer Exchange { get; }

        public IReadOnlyList<string> Notes
        {
            get
            {
                lock (_notes)
                    return [.. _notes];
            }
        }

        public static EffectiveConfiguration Configuration(
            string topology, int feedPort, params string[] more) => EffectiveConfiguration.Load(
            null,
            new Dictionary<string, string>
            {
                ["gateway.topology"] = topology,
                ["gateway.wait"] = "sleeping",
                ["gateway.ingress_wait"] = "sleeping",
                ["gateway.ring_size"] = "16384",
                ["gateway.order_capacity"] = "100_000",
                ["instruments.symbols"] = "AAPL,MSFT",
                ["instruments.max_live_orders"] = "100_000",
                ["orders.port"] = "0",
                ["orders.reconnect_min_ms"] = "20",
                ["orders.reconnect_max_ms"] = "100",
                ["features.z_sample_ns"] = "10_000_000",
                ["strategy.z_window"] = "20",
                ["strategy.z_entry"] = "1",
                ["strategy.z_exit"] = "0.2",
                ["strategy.require_edge"] = "false",
                ["strategy.max_spread_ticks"] = "10",
                ["strategy.max_hold_ms"] = "200",
                ["strategy.cooldown_ms"] = "10",
                ["strategy.cooldown_stop_ms"] = "10",
                ["risk.collar_ticks"] = "100",
                ["risk.taker_fee"] = "0",
                ["risk.maker_rebate"] = "0",
            },
            [$"feed.port={feedPort}", .. more]);

        public void Start()
        {
            Exchange.Start();
            Gateway.Start();
        }

        public void WaitUntil(Func<bool> condition, string what)
        {
            bool happened = SpinWait.SpinUntil(
                () =>
                {
                    Gateway.ThrowIfFaulted();
                    return condition() || Exchange.Failure != null;
                },
                Patience);
            Assert.Null(Exchange.Failure);
            Assert.True(happened, $"waited {Patience.TotalSeconds} s for {what}; notes: {string.Join(" | ", Notes)}");
        }

        public RunReport Stop()
        {
            RunReport report = Gateway.Stop(TimeSpan.FromSeconds(20), "test", null);
            var text = new StringWriter();
            report.WriteText(text);
            _output(text.ToString());
            return report;
        }

        public void Dispose()
        {
            Gateway.Dispose();
            Exchange.Dispose();
        }

        private void Note(string line)
        {
            lock (_notes)
                _notes.Add(line);
        }
    }
}
