using System.CommandLine;
using System.Globalization;
using HftGateway.Exchange;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Cli.Commands;

/// <summary><c>hftgw exchange</c>: the simulated exchange alone.</summary>
public static class ExchangeCommand
{
    private const int PollMs = 50;
    private static readonly Dictionary<string, string> NoPresets = [];

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string?> config = CommonOptions.Config();
        Option<string[]> set = CommonOptions.Set();
        var seconds = new Option<double>("--seconds") { Description = "length of the day, 0 = until interrupted" };
        var wait = new Option<bool>("--wait-for-logon")
        {
            Description = "begin the order flow when a client has logged on",
        };
        var command = new Command("exchange", "The simulated exchange alone: ITCH over MoldUDP64, with exchange.mdp3 CME MDP 3.0 too, orders by FIX 4.2, 4.4 and 5.0 SP2. "
            + "Example: hftgw exchange --config exchange.yaml --seconds 60");
        command.Options.Add(config);
        command.Options.Add(set);
        command.Options.Add(seconds);
        command.Options.Add(wait);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            EffectiveConfiguration.Load(r.GetValue(config), NoPresets, r.GetValue(set) ?? []),
            r.GetValue(seconds), r.GetValue(wait), r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    private static int Run(
        EffectiveConfiguration c, double seconds, bool waitForLogon, bool quiet, CancellationToken cancelled)
    {
        using ExchangeServer server = ExchangeSetup.Open(c, c.Int("feed.port"), seconds, waitForLogon);
        if (!quiet)
            System.Console.Error.WriteLine(
                $"feed to {c.Text("feed.address")}:{c.Int("feed.port")}, {Mdp3(server)}FIX on {server.FixEndPoint}");
        server.Start();
        while (!server.Wait(TimeSpan.FromMilliseconds(PollMs)))
        {
            if (cancelled.IsCancellationRequested)
                server.Close();
        }

        if (server.Failure is { } failure)
            throw new CommandFailure(ExitStatus.Failed, $"exchange: {failure.Message}");
        Print(server.Statistics);
        foreach (string line in ExchangeSetup.FaultLines(server))
            System.Console.Out.WriteLine(line);
        return ExitStatus.Done;
    }

    private static string Mdp3(ExchangeServer server) => server.Options.Mdp3 is { } mdp3
        ? $"MDP 3.0 to {string.Join(", ", mdp3.Incremental)}, " : "";

    private static void Print(ExchangeStatistics s)
        => System.Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"feed {s.FeedMessages} messages in {s.FeedPackets} packets, {s.FeedSendErrors} send errors; "
            + $"orders {s.OrdersReceived} received, {s.OrdersAccepted} accepted, {s.OrdersRejected} rejected, "
            + $"{s.Fills} fills, {s.Cancels} cancels, {s.Replaces} replaces, {s.CancelRejects} cancel rejects"));
}
