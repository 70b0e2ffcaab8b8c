using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HftGateway.Exchange;
using HftGateway.Exchange.Flow;
using HftGateway.Fix;
using Xunit.Abstractions;

namespace HftGateway.Cli.Tests;

/// <summary>
/// A whole gateway (<c>hftgw run</c>) is killed at random points, with the last bytes it sent lost on the way or not, and
/// begun again with what is on its disk and nothing else. The exchange lives on.
/// </summary>
public sealed class GatewayKillTests : IDisposable
{
    private const int Kills = 5;
    private static readonly string[] Symbols = ["AAPL", "MSFT"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    // Seconds must suffice: short windows, entries on little, positions and resting targets that are there when the process
    // is killed.
    private static readonly string[] Eager =
    [
        "features.z_sample_ns=10_000_000", "features.flow_window=5", "strategy.z_window=20", "strategy.z_entry=1",
        "strategy.z_exit=0.000000001", "strategy.target_ticks=50", "strategy.stop_ticks=100", "strategy.require_edge=false", "strategy.max_spread_ticks=10",
        "strategy.max_hold_ms=400", "strategy.cooldown_ms=10", "strategy.cooldown_stop_ms=10", "risk.collar_ticks=100",
        "risk.taker_fee=0", "risk.maker_rebate=0", "gateway.ring_size=16384", "gateway.wait=sleeping",
        "gateway.ingress_wait=sleeping", "gateway.order_capacity=100_000", "orders.reconnect_max_ms=100",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly ITestOutputHelper _output;

    public GatewayKillTests(ITestOutputHelper output) => _output = output;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void ShouldAgreeWithTheExchangeAfterItWasKilledAgainAndAgain(bool cancelsOnDisconnect, int seed)
    {
        var feed = new IPEndPoint(
            IPAddress.Loopback, int.Parse(Hftgw.FreePort(SocketType.Dgram), CultureInfo.InvariantCulture));
        using var exchange = new ExchangeServer(new ExchangeOptions
        {
            Symbols = Symbols, ClientCompIds = ["HFTGW"], CancelOnDisconnect = cancelsOnDisconnect,
            Flow = new FlowOptions { Seed = 5, MessagesPerSecond = 2_000, MomentumPerMinute = 240 },
            FeedAddress = feed, RetransmitAddress = new IPEndPoint(IPAddress.Loopback, 0), WaitForLogon = true,
        });
        exchange.Start();
        using var proxy = new RecordingProxy(exchange.FixEndPoint);
        string[] run = Arguments(feed.Port, exchange.RetransmitEndPoint!.Port, proxy.Port);

        var random = new Random(seed);
        for (int kill = 0; kill < Kills; kill++)
        {
            using Hftgw gateway = Hftgw.Start(run);
            long until = exchange.Statistics.OrdersReceived + random.Next(1, 25);
            Wait(() => exchange.Statistics.OrdersReceived >= until, exchange, gateway, $"order {until}");
            if (kill % 2 == 1)
            {
                int had = proxy.Sent[^1].Length;
                proxy.Loses = true;
                Wait(() => proxy.Sent[^1].Length > had, exchange, gateway, "something lost");
            }

            // Disposing of it kills it.
            gateway.Dispose();
            proxy.WaitForEnd();
            proxy.Loses = false;
        }

        using Hftgw last = Hftgw.Start(run);
        long more = exchange.Statistics.OrdersReceived + 5;
        Wait(() => exchange.Statistics.OrdersReceived >= more, exchange, last, "orders of the last process");
        last.Interrupt();
        Hftgw.Result result = last.WaitForExit();
        proxy.WaitForEnd();
        _output.WriteLine(result.Errors);
        AssertAgreed(exchange, result);
        AssertNumbers(exchange, proxy);
    }

    // The last process knows the position and the money of all of them.
    private static void AssertAgreed(ExchangeServer exchange, Hftgw.Result result)
    {
        Assert.True(result.Status == 0, $"status {result.Status}, {result.Errors}, {result.Text}");
        using JsonDocument json = JsonDocument.Parse(result.Bytes);
        Assert.Equal(0, json.RootElement.GetProperty("open_position").GetInt64());
        Assert.All(Symbols, s => Assert.Equal(0, exchange.Position("HFTGW", s)));
        Assert.Equal(exchange.Statistics.SharesFilled, json.RootElement.GetProperty("shares").GetInt64());
        double cash = Symbols.Sum(s => exchange.Cash("HFTGW", s)) / 10_000.0;
        Assert.Equal(cash, json.RootElement.GetProperty("realised_dollars").GetDouble(), 4);
    }

    private void AssertNumbers(ExchangeServer exchange, RecordingProxy proxy)
    {
        List<Dictionary<int, string>> sent = [.. proxy.Sent.SelectMany(Messages)];
        var numbers = new HashSet<int>();
        int gapFills = 0;
        foreach (Dictionary<int, string> message in sent)
        {
            int number = int.Parse(message[34], CultureInfo.InvariantCulture);
            if (message[35] == "4")
                gapFills++;
            else
                Assert.True(numbers.Add(number), $"number {number} was used twice, the second time by 35={message[35]}");
        }

        Assert.True(gapFills > 0, "the exchange asked for nothing again");
        // Each order that arrived is known to the exchange, once; none was sent a second time.
        List<string> orders = [.. sent.Where(static m => m[35] == "D").Select(static m => m[11])];
        Assert.Equal(orders.Count, orders.Distinct().Count());
        int arrived = proxy.Arrived.SelectMany(Messages).Count(static m => m[35] == "D");
        Assert.Equal(arrived, exchange.Statistics.OrdersReceived);
        // What the store has under a number is what was sent under it.
        using FixStore store = FixStore.Open(_folder["gw.fixstore"], "FIX.4.4:HFTGW->EXCHANGE", 0);
        foreach (Dictionary<int, string> message in sent.Where(static m => m[35] == "D"))
        {
            Assert.True(store.TryFind(ulong.Parse(message[34], CultureInfo.InvariantCulture), out StoredMessage stored));
            Assert.Contains($"\u000111={message[11]}\u0001", Encoding.ASCII.GetString(stored.Bytes), StringComparison.Ordinal);
        }
    }

    private string[] Arguments(int feedPort, int requestPort, int orderPort)
    {
        string config = _folder.Write(
            "gateway.yaml",
            $"feed:\n  port: {feedPort}\n  first_sequence: 1\n  rerequest: [127.0.0.1:{requestPort}]\n"
            + $"orders:\n  port: {orderPort}\n  store: {_folder["gw.fixstore"]}\n"
            + "instruments:\n  symbols: [AAPL, MSFT]\n");
        return ["run", "--config", config, "--json", .. Eager.SelectMany(static s => (string[])["--set", s])];
    }

    private static void Wait(Func<bool> condition, ExchangeServer exchange, Hftgw gateway, string what)
    {
        bool happened = SpinWait.SpinUntil(
            () => condition() || exchange.Failure != null || gateway.HasExited,
            Patience);
        Assert.Null(exchange.Failure);
        Assert.True(happened && !gateway.HasExited, $"waited for {what}: {gateway.Errors}");
    }

    // Whole messages only: the last one may have been cut.
    private static IEnumerable<Dictionary<int, string>> Messages(byte[] bytes)
    {
        string text = Encoding.ASCII.GetString(bytes);
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf("\u000110=", at, StringComparison.Ordinal);
            if (end < 0 || end + 8 > text.Length)
                yield break;
            yield return text[at..(end + 7)].Split('\u0001').Select(static f => f.Split('=', 2)).GroupBy(static f => f[0])
                .ToDictionary(static g => int.Parse(g.Key, CultureInfo.InvariantCulture), static g => g.First()[1]);
            at = end + 8;
        }
    }
}
