using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HftGateway.Cli.Tests;

/// <summary>The commands with sockets: <c>demo</c>, <c>exchange</c> and <c>run</c>.</summary>
public sealed class LiveTests : IDisposable
{
    // Seconds must suffice for a test: short windows, and entries on little.
    private static readonly string[] Eager =
    [
        "--set", "features.z_sample_ns=10_000_000", "--set", "features.flow_window=5", "--set", "strategy.z_window=20",
        "--set", "strategy.z_entry=1", "--set", "strategy.z_exit=0.2", "--set", "strategy.require_edge=false",
        "--set", "strategy.max_spread_ticks=10", "--set", "strategy.max_hold_ms=200",
        "--set", "strategy.cooldown_ms=10",
        "--set", "strategy.cooldown_stop_ms=10", "--set", "risk.collar_ticks=100", "--set", "gateway.ring_size=16384",
        "--set", "gateway.wait=sleeping", "--set", "gateway.ingress_wait=sleeping",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldPrintTheReportOfADemo()
    {
        Hftgw.Result result = Hftgw.Run(["demo", "--seconds", "2", .. Eager]).AssertDone();
        Assert.StartsWith(
            "demo, fused topology, strategy ofi_momentum, 4 symbols", result.Text, StringComparison.Ordinal);
        Assert.Matches(@"tick to order +[1-9]", result.Text);
        Assert.Contains("ns an order", result.Text, StringComparison.Ordinal);
        Assert.Matches(@"orders +[1-9]\d* new", result.Text);
        Assert.Contains("open position 0 shares", result.Text, StringComparison.Ordinal);
        Assert.Matches(@"exchange +\d+ messages in \d+ packets; [1-9]\d* orders received", result.Text);
    }

    [Fact]
    public void ShouldPrintOneJsonDocumentForADemo()
    {
        string[] arguments = ["demo", "--seconds", "2", "--json", "--topology", "staged", "--quiet", .. Eager];
        Hftgw.Result result = Hftgw.Run(arguments).AssertDone();
        using JsonDocument json = JsonDocument.Parse(result.Bytes);
        Assert.True(json.RootElement.GetProperty("new_orders").GetInt64() > 0);
        Assert.Equal(0, json.RootElement.GetProperty("missing_messages").GetInt64());
        Assert.Equal("", result.Errors);
    }

    [Fact]
    public void ShouldMissNothingInADemoWhenBothLinesLosePackets()
    {
        Hftgw.Result result = Hftgw.Run(["demo", "--seconds", "3", "--loss", "0.05", "--json", .. Eager]).AssertDone();
        using JsonDocument json = JsonDocument.Parse(result.Bytes);
        Assert.Equal(0, json.RootElement.GetProperty("missing_messages").GetInt64());
        Assert.Contains("late from", result.Errors, StringComparison.Ordinal);
        Assert.Contains("recovered, sound from message", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-0.1")]
    public void ShouldRefuseALossThatIsNoProbability(string loss) => Assert.Contains(
        "--loss", Hftgw.Fail(2, ["demo", "--seconds", "1", $"--loss={loss}"]).Error, StringComparison.Ordinal);

    [Fact]
    public void ShouldEndADemoWithItsReportWhenInterrupted()
    {
        using Hftgw demo = Hftgw.Start(["demo", "--seconds", "600", .. Eager]);
        demo.WaitForError("logged on");
        demo.Interrupt();
        Assert.StartsWith("demo, fused", demo.WaitForExit().AssertDone().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldNameThePortWhenTheExchangesPortIsInUse()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Hftgw.Result result = Hftgw.Fail(1, "exchange", "--seconds", "1", "--set", $"orders.port={port}");
        Assert.Contains($":{port}", result.Error, StringComparison.Ordinal);
        Assert.Contains("in use", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldNameThePortWhenTheFeedsPortIsInUse()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        Hftgw.Result result = Hftgw.Fail(1, "run", "--config", Configuration($"{port}", "1"));
        Assert.Contains($"{port}", result.Error, StringComparison.Ordinal);
        Assert.Contains("in use", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("feed.address=nowhere", "feed.address")]
    [InlineData("instruments.symbols=[]", "instruments.symbols")]
    [InlineData("gateway.topology=[[book]]", "gateway.topology")]
    [InlineData("feed.time_zone=Mars/Olympus", "feed.time_zone")]
    public void ShouldNameTheKeyWhenTheGatewayCannotStartWithIt(string setting, string key)
        => Assert.Contains(key, Hftgw.Fail(2, "run", "--config", Configuration("0", "1"), "--set", setting).Error,
            StringComparison.Ordinal);

    [Fact]
    public void ShouldKeepTryingToConnectUntilInterruptedWhenNobodyListens()
    {
        string port = Hftgw.FreePort(SocketType.Stream);
        string config = Configuration("0", port);
        using Hftgw gateway = Hftgw.Start("run", "--config", config, "--set", "orders.reconnect_min_ms=10");
        string line = $"cannot connect to 127.0.0.1:{port}";
        gateway.WaitForError(line);
        gateway.WaitForError("feed on UDP port");
        int tries = Regex.Count(gateway.Errors, line);
        while (Regex.Count(gateway.Errors, line) <= tries)
            Thread.Yield();
        gateway.Interrupt();
        Hftgw.Result result = gateway.WaitForExit().AssertDone();
        Assert.StartsWith("hftgw, fused topology", result.Text, StringComparison.Ordinal);
        Assert.Contains("orders    0 new", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldEndTheExchangeWithItsReportWhenInterrupted()
    {
        using Hftgw exchange = Hftgw.Start(
            "exchange", "--set", "orders.port=0", "--set", $"feed.port={Hftgw.FreePort(SocketType.Dgram)}");
        exchange.WaitForError("FIX on");
        exchange.Interrupt();
        Assert.StartsWith("feed ", exchange.WaitForExit().AssertDone().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldTradeAndEndCleanlyWhenTheExchangesDayEnds()
    {
        string config = Configuration(Hftgw.FreePort(SocketType.Dgram), Hftgw.FreePort(SocketType.Stream));
        string[] slow =
        [
            "--set", "exchange.messages_per_s=4000", "--set", "exchange.symbols=[AAPL, MSFT]",
            "--set", "exchange.momentum_per_minute=240",
        ];
        using Hftgw gateway = Hftgw.Start(
            ["run", "--config", config, "--json", "--set", "orders.reconnect_max_ms=100", .. Eager]);
        gateway.WaitForError("feed on UDP port");
        using Hftgw exchange = Hftgw.Start(
            ["exchange", "--config", config, "--seconds", "3", "--wait-for-logon", .. slow]);
        Hftgw.Result venue = exchange.WaitForExit().AssertDone();
        Hftgw.Result trader = gateway.WaitForExit();
        using JsonDocument json = JsonDocument.Parse(trader.Bytes);
        long orders = json.RootElement.GetProperty("new_orders").GetInt64();
        Assert.True(orders > 0, trader.Text);
        Assert.Contains($"orders {orders} received", venue.Text, StringComparison.Ordinal);
        Assert.Equal(0, json.RootElement.GetProperty("missing_messages").GetInt64());
        // A position that could not be closed before the exchange did is a failure that a script must see.
        int status = json.RootElement.GetProperty("open_position").GetInt64() == 0 ? 0 : 1;
        Assert.True(trader.Status == status, $"status {trader.Status}, {trader.Errors}, {trader.Text}");
    }

    [Fact]
    public void ShouldTakeTheFeedOverSoupBinTcpWhenConfigured()
    {
        string config = Configuration(Hftgw.FreePort(SocketType.Dgram), Hftgw.FreePort(SocketType.Stream));
        string server = $"127.0.0.1:{Hftgw.FreePort(SocketType.Stream)}";
        using Hftgw gateway = Hftgw.Start(
        [
            "run", "--config", config, "--json", "--set", "orders.reconnect_max_ms=100",
            "--set", "feed.transport=soup", "--set", $"feed.soup=[{server}]", "--set", "feed.first_sequence=1",
            .. Eager,
        ]);
        gateway.WaitForError("feed over SoupBinTCP");
        using Hftgw exchange = Hftgw.Start(
        [
            "exchange", "--config", config, "--seconds", "3", "--wait-for-logon", "--set", $"exchange.soup={server}",
            "--set", "exchange.messages_per_s=4000", "--set", "exchange.symbols=[AAPL, MSFT]",
        ]);
        gateway.WaitForError("logged in, session");
        Hftgw.Result venue = exchange.WaitForExit().AssertDone();
        using JsonDocument json = JsonDocument.Parse(gateway.WaitForExit().Bytes);
        Assert.Equal(
            long.Parse(venue.Text.Split(' ')[1]), json.RootElement.GetProperty("messages").GetInt64());
        Assert.Equal(0, json.RootElement.GetProperty("missing_messages").GetInt64());
        Assert.Equal(0, json.RootElement.GetProperty("gaps").GetInt64());
    }

    private string Configuration(string feedPort, string orderPort) => _folder.Write(
        "gateway.yaml",
        $"feed:\n  port: {feedPort}\norders:\n  port: {orderPort}\ninstruments:\n  symbols: [AAPL, MSFT]\n");
}
