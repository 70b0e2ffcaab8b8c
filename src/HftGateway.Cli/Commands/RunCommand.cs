using System.CommandLine;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;

namespace HftGateway.Cli.Commands;

/// <summary><c>hftgw run</c>: the live gateway.</summary>
public static class RunCommand
{
    private const int PollMs = 20;
    private const double MaxSeconds = 1e9;
    // POSIX numbers; .NET passes raw signal numbers through.
    private const int SignalUser1 = 10;
    private const int SignalUser2 = 12;
    private static readonly TimeSpan FlattenTimeout = TimeSpan.FromSeconds(5);
    private static readonly Dictionary<string, string> NoPresets = [];

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string?> config = CommonOptions.Config(required: true);
        Option<string[]> set = CommonOptions.Set();
        Option<bool> json = CommonOptions.Json();
        Option<string?> histograms = ReportOutput.Histograms();
        var seconds = new Option<double>("--seconds")
        {
            Description = "end after this long, 0 = at the end of the feed or Ctrl-C",
        };
        var command = new Command(
            "run",
            "The live gateway. Ctrl-C closes positions, cancels and logs out; SIGUSR1 is the kill "
            + "switch, SIGUSR2 releases it. Example: hftgw run --config gateway.yaml");
        command.Options.Add(config);
        command.Options.Add(set);
        command.Options.Add(seconds);
        command.Options.Add(json);
        command.Options.Add(histograms);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            EffectiveConfiguration.Load(r.GetValue(config), NoPresets, r.GetValue(set) ?? []),
            r.GetValue(seconds), r.GetValue(json), r.GetValue(histograms),
            r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    private static int Run(
        EffectiveConfiguration c, double seconds, bool json, string? histograms, bool quiet,
        CancellationToken cancelled)
    {
        if (!(seconds is >= 0 and <= MaxSeconds))
            throw new CommandFailure(ExitStatus.WrongInput, $"--seconds {seconds}: valid is 0 to {MaxSeconds}");
        using var gateway = new LiveGateway(c, line => Note(line, quiet));
        using PosixSignalRegistration kill = PosixSignalRegistration.Create(
            (PosixSignal)SignalUser1, s => Command(gateway, s, OperatorCommand.Kill));
        using PosixSignalRegistration resume = PosixSignalRegistration.Create(
            (PosixSignal)SignalUser2, s => Command(gateway, s, OperatorCommand.Resume));
        gateway.Start();
        Note($"feed {Origin(c, gateway)}, orders to {c.Text("orders.host")}:{c.Int("orders.port")}", quiet);
        long end = seconds > 0 ? Environment.TickCount64 + (long)(seconds * 1000) : long.MaxValue;
        bool stopAtEnd = c.Boolean("feed.stop_at_end");
        while (!cancelled.IsCancellationRequested && Environment.TickCount64 < end && !(stopAtEnd && gateway.FeedEnded))
        {
            gateway.ThrowIfFaulted();
            Thread.Sleep(PollMs);
        }

        RunReport report = gateway.Stop(
            FlattenTimeout, $"{c.Text("gateway.name")}, {c.Text("gateway.topology")} topology", null);
        ReportOutput.Write(report, json, histograms);
        return report.OpenPosition == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static string Origin(EffectiveConfiguration c, LiveGateway gateway)
    {
        int[] ports = [.. gateway.FeedPorts, .. gateway.Mdp3Ports?.Incremental ?? []];
        string soup = c.Text("feed.transport") == "soup" && c.Text("feed.protocol") != "mdp3"
            ? $"over SoupBinTCP from {string.Join(", ", c.List("feed.soup"))}" : "";
        string udp = ports.Length == 0 ? ""
            : (ports.Length == 1 ? "on UDP port " : "on UDP ports ") + string.Join(", ", ports);
        return soup.Length == 0 || udp.Length == 0 ? soup + udp : $"{soup} and {udp}";
    }

    private static void Command(LiveGateway gateway, PosixSignalContext context, OperatorCommand command)
    {
        context.Cancel = true;
        lock (gateway)
            gateway.Command(command);
    }

    private static void Note(string line, bool quiet)
    {
        if (!quiet)
            System.Console.Error.WriteLine(line);
    }
}
