using System.Net;
using HftGateway.Exchange;
using HftGateway.Exchange.Flow;
using HftGateway.Exchange.Mdp3;
using HftGateway.MarketData.Faults;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;

namespace HftGateway.Pipeline.Tests.Gateway;

/// <summary>
/// Exchange and gateway in one process over real sockets, with a feed of CME MDP 3.0 on two lines, alone or beside ITCH.
/// </summary>
internal sealed class Mdp3System : IDisposable
{
    private const int UnheardPort = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Symbols = ["AAPL", "MSFT"];

    private readonly List<string> _notes = [];
    private readonly Action<string> _output;

    public Mdp3System(Action<string> output, string topology, double loss = 0, string protocol = "mdp3", params string[] more)
    {
        _output = output;
        Gateway = new LiveGateway(Configuration(topology, protocol, more), Note);
        Mdp3Ports ports = Gateway.Mdp3Ports!;
        Exchange = new ExchangeServer(new ExchangeOptions
        {
            Symbols = Symbols,
            Flow = new FlowOptions { Seed = 5, MessagesPerSecond = 4_000, MomentumPerMinute = 240 },
            FeedAddress = At(Gateway.FeedPort > 0 ? Gateway.FeedPort : UnheardPort),
            LineFaults = [.. ports.Incremental.Select((_, i) => new FaultOptions { Loss = loss, Seed = (ulong)i + 1 })],
            Mdp3 = new Mdp3FeedOptions
            {
                Incremental = [.. ports.Incremental.Select(At)],
                Definitions = At(ports.Definitions),
                Snapshots = At(ports.Snapshots),
                OrderSnapshots = ports.OrderSnapshots > 0 ? At(ports.OrderSnapshots) : null,
                Symbols = protocol == "both" ? ["MSFT"] : [],
            },
            FixAddress = At(0),
            ClientCompIds = ["HFTGW"],
            WaitForLogon = true,
        });
        Gateway.SetOrderPort(Exchange.FixEndPoint.Port);
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

    public static EffectiveConfiguration Configuration(string topology, string protocol, params string[] more) =>
        EffectiveConfiguration.Load(
            null,
            new Dictionary<string, string>
            {
                ["feed.protocol"] = protocol,
                ["feed.port"] = "0",
                // On a busy machine a line may be this late; nothing is lost then.
                ["feed.reorder_wait_us"] = "5000",
                ["mdp3.incremental"] = "127.0.0.1:0,127.0.0.1:0",
                ["mdp3.definitions"] = "127.0.0.1:0",
                ["mdp3.snapshots"] = "127.0.0.1:0",
                ["mdp3.symbols"] = protocol == "both" ? "MSFT" : "",
                ["gateway.topology"] = topology,
                ["gateway.wait"] = "sleeping",
                ["gateway.ingress_wait"] = "sleeping",
                ["gateway.ring_size"] = "16384",
                ["gateway.order_capacity"] = "100_000",
                ["instruments.symbols"] = "MSFT,AAPL",
                ["instruments.max_live_orders"] = "100_000",
                ["orders.port"] = "0",
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
            more);

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
        if (!happened)
            Stop();
        Assert.True(happened, $"waited {Patience.TotalSeconds} s for {what}; notes: {string.Join(" | ", Notes)}");
    }

    /// <summary>Shares bought and sold so far.</summary>
    public long Traded(string symbol)
    {
        int index = Gateway.Symbols.ToList().IndexOf(symbol);
        Risk.PositionView view = Gateway.Stages.Risk.View(index);
        return view.BoughtShares + view.SoldShares;
    }

    public RunReport Stop()
    {
        RunReport report = Gateway.Stop(TimeSpan.FromSeconds(20), "test", null);
        var text = new StringWriter();
        report.WriteText(text);
        _output(text.ToString());
        foreach (string note in Notes)
            _output(note);
        return report;
    }

    public double Cash => Symbols.Sum(s => Exchange.Cash("HFTGW", s)) / 10_000.0;

    public void Dispose()
    {
        Gateway.Dispose();
        Exchange.Dispose();
    }

    private static IPEndPoint At(int port) => new(IPAddress.Loopback, port);

    private void Note(string line)
    {
        lock (_notes)
            _notes.Add(line);
    }
}
