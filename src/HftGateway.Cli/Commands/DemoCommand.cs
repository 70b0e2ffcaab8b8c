using System.CommandLine;
using System.Globalization;
using System.Net;
using HftGateway.Exchange;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Platform.Threads;

namespace HftGateway.Cli.Commands;

/// <summary>
/// <c>hftgw demo</c>: the whole system on this machine. A simulated exchange publishes a feed over UDP and takes orders
/// by FIX over TCP; the gateway trades on it; the report shows what happened and how fast.
/// </summary>
public static class DemoCommand
{
    private const int PollMs = 20;

    // The exchange always publishes ITCH: without a subscriber, to the discard port.
    private const int UnheardPort = 9;
    private static readonly TimeSpan FlattenTimeout = TimeSpan.FromSeconds(10);

    // A demo has seconds, not hours, and shows latencies, not profits: the z-score samples every 10 ms
    // instead of 1 s, the entry is easy, and trades may follow each other quickly, so that there are hundreds
    // of orders a second to measure.
    private static readonly Dictionary<string, string> Presets = new()
    {
        ["gateway.ring_size"] = "4096",
        ["gateway.timer_us"] = "250",
        ["orders.port"] = "0",
        ["feed.port"] = "0",
        ["instruments.symbols"] = "AAPL,MSFT,NVDA,AMZN",
        ["instruments.max_live_orders"] = "200_000",
        ["features.short_delta_ns"] = "20_000_000",
        ["features.z_sample_ns"] = "10_000_000",
        ["strategy.z_window"] = "40",
        ["strategy.z_entry"] = "1",
        ["strategy.z_exit"] = "0.2",
        ["strategy.require_edge"] = "false",
        ["strategy.max_spread_ticks"] = "4",
        ["strategy.notional"] = "20000",
        ["strategy.max_hold_ms"] = "100",
        ["strategy.cooldown_ms"] = "2",
        ["strategy.cooldown_stop_ms"] = "5",
        ["risk.max_orders_per_s"] = "2000",
        ["risk.max_orders_per_s_total"] = "5000",
        ["orders.warm_path"] = "true",
        ["risk.collar_ticks"] = "20",
    };

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var seconds = new Option<double>("--seconds")
        {
            Description = "how long",
            DefaultValueFactory = static _ => 10,
        };
        var topology = new Option<string?>("--topology")
        {
            Description = "fused, staged or groups",
            HelpName = "TOPOLOGY",
        };
        var loss = new Option<double>("--loss")
        {
            Description = "two lines, each losing this share of packets, with re-requests and snapshots; e.g. 0.01",
            HelpName = "SHARE",
        };
        var feed = new Option<string>("--feed")
        {
            Description = "itch; mdp3: the same market as CME MDP 3.0; both: half of the symbols by each",
            DefaultValueFactory = static _ => "itch",
        };
        feed.AcceptOnlyFromAmong("itch", "mdp3", "both");
        var strategy = new Option<string?>("--strategy") { Description = "strategy", HelpName = "NAME" };
        Option<string?> config = CommonOptions.Config();
        Option<string[]> set = CommonOptions.Set();
        Option<bool> json = CommonOptions.Json();
        Option<string?> histograms = ReportOutput.Histograms();
        var command = new Command(
            "demo",
            "The whole system on this machine: exchange, feed over UDP, gateway, orders over FIX. "
            + "Example: hftgw demo --seconds 20 --topology staged");
        command.Options.Add(seconds);
        command.Options.Add(topology);
        command.Options.Add(strategy);
        command.Options.Add(config);
        command.Options.Add(set);
        command.Options.Add(json);
        command.Options.Add(histograms);
        command.Options.Add(loss);
        command.Options.Add(feed);
        command.SetAction((r, cancelled) => Task.FromResult(Demo(
            Load(
                r.GetValue(config),
                [.. BadLines(r.GetValue(loss)), .. Feed(r.GetValue(feed)!), .. r.GetValue(set) ?? []],
                r.GetValue(topology), r.GetValue(strategy)),
            r.GetValue(seconds), r.GetValue(json), r.GetValue(histograms),
            r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    // Lines A and B lose packets independently of each other; what both lose is re-requested.
    private static string[] BadLines(double loss)
    {
        if (!(loss is >= 0 and <= 1))
            throw new CommandFailure(ExitStatus.WrongInput, $"--loss {loss}: valid is 0 to 1");
        if (loss == 0)
            return [];
        string faults = loss.ToString("R", CultureInfo.InvariantCulture);
        return
        [
            "feed.lines=[127.0.0.1:0]", "feed.rerequest=[127.0.0.1:0]", "feed.snapshot=[127.0.0.1:0]",
            "feed.first_sequence=1", "exchange.retransmit=127.0.0.1:0", "exchange.glimpse=127.0.0.1:0",
            $"exchange.faults_a=loss={faults} seed=1", $"exchange.faults_b=loss={faults} jitter_us=20 seed=2",
        ];
    }

    // The exchange publishes to the ports that the gateway was given.
    private static string[] Feed(string feed) => feed == "itch" ? [] :
    [
        $"feed.protocol={feed}", "exchange.mdp3=true", "mdp3.incremental=[127.0.0.1:0,127.0.0.1:0]",
        "mdp3.definitions=127.0.0.1:0", "mdp3.snapshots=127.0.0.1:0",
        .. feed == "both" ? (string[])["mdp3.symbols=[NVDA,AMZN]"] : [],
    ];

    private static EffectiveConfiguration Load(string? config, string[] set, string? topology, string? strategy)
    {
        List<string> overrides = [.. set];
        if (topology != null)
            overrides.Add("gateway.topology=" + topology);
        if (strategy != null)
            overrides.Add("strategy.name=" + strategy);
        var presets = new Dictionary<string, string>(Presets);
        EffectiveConfiguration c = EffectiveConfiguration.Load(config, presets, overrides);
        int[] cores = ThreadSetup.AvailableCores();
        if (c.Text("gateway.topology") != "fused" || cores.Length < 2)
            return c;
        // Gateway and exchange poll: on the same core each would wait for the other's turn.
        presets["gateway.ingress_wait"] = "pause_spin";
        presets["gateway.cores"] = cores[^1].ToString(CultureInfo.InvariantCulture);
        presets["exchange.core"] = cores[0].ToString(CultureInfo.InvariantCulture);
        return EffectiveConfiguration.Load(config, presets, overrides);
    }

    private static int Demo(
        EffectiveConfiguration c, double seconds, bool json, string? histograms, bool quiet,
        CancellationToken cancelled)
    {
        if (!(seconds is > 0 and <= 86_400))
            throw new CommandFailure(
                ExitStatus.WrongInput, $"--seconds {seconds}: valid is more than 0, at most 86400");
        void Note(string line)
        {
            if (!quiet)
                System.Console.Error.WriteLine(line);
        }

        // The gateway's socket first, so that not even the feed's first packet is lost.
        using var gateway = new LiveGateway(c, Note);
        using ExchangeServer exchange = ExchangeSetup.Open(
            c, gateway.FeedPort > 0 ? gateway.FeedPort : UnheardPort,
            [.. gateway.FeedPorts.Skip(1).Select(static p => new IPEndPoint(IPAddress.Loopback, p))],
            0, waitForLogon: true, gateway.Mdp3Ports);
        gateway.SetOrderPort(exchange.FixEndPoint.Port);
        gateway.SetRecoveryPorts(exchange.RetransmitEndPoint?.Port ?? 0, exchange.GlimpseEndPoint?.Port ?? 0);
        exchange.Start();
        gateway.Start();
        long end = Environment.TickCount64 + (long)(seconds * 1000);
        while (Environment.TickCount64 < end && !cancelled.IsCancellationRequested)
        {
            gateway.ThrowIfFaulted();
            if (exchange.Failure is { } failure)
                throw new CommandFailure(ExitStatus.Failed, $"exchange: {failure.Message}");
            Thread.Sleep(PollMs);
        }

        string protocol = c.Text("feed.protocol");
        string feed = protocol == "itch" ? "" : $"feed {protocol}, ";
        string title = $"demo, {c.Text("gateway.topology")} topology, strategy {c.Text("strategy.name")}, "
            + $"{c.List("instruments.symbols").Count} symbols, {feed}{Environment.ProcessorCount} cores";
        RunReport report = gateway.Stop(FlattenTimeout, title, () => ExchangeSetup.Latencies(exchange));
        exchange.Close();
        exchange.Wait(TimeSpan.FromSeconds(5));
        ReportOutput.Write(report, json, histograms);
        if (!json)
            Print(exchange);
        return report.OpenPosition == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static void Print(ExchangeServer exchange)
    {
        ExchangeStatistics s = exchange.Statistics;
        System.Console.Out.WriteLine();
        System.Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"exchange  {s.FeedMessages} messages in {s.FeedPackets} packets; {s.OrdersReceived} orders received, "
            + $"{s.OrdersAccepted} accepted, {s.OrdersRejected} rejected, {s.Fills} fills ({s.SharesFilled} shares), "
            + $"{s.Expired} expired, {s.Cancels} cancelled"));
        foreach (string line in ExchangeSetup.FaultLines(exchange))
            System.Console.Out.WriteLine("faults    " + line);
    }
}
