using System.Net;
using HftGateway.Cli.Console;
using HftGateway.MarketData.Mdp3.Capture;
using HftGateway.MarketData.Pcap;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Replay;

namespace HftGateway.Cli.Commands.Mdp3;

/// <summary>
/// <c>hftgw replay</c> of captures of MDP 3.0. Which destination is which feed is told from the content, or, where the capture
/// has datagrams to an address of the section <c>mdp3</c>, from that.
/// </summary>
internal static class Mdp3ReplayJob
{
    /// <summary>Replays captures, one after the other.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="CommandFailure">An option is wrong, or a file cannot be opened.</exception>
    public static int Run(
        EffectiveConfiguration configuration, string[] inputs, PcapFilter? filter, double speed, ReplayOrders orders,
        bool json, string? histograms, bool quiet, CancellationToken cancelled)
    {
        Mdp3Settings.CheckSchema(configuration, line => Note(line, quiet));
        IReadOnlyList<string> symbols = configuration.List("instruments.symbols");
        Mdp3CaptureHead head = Mdp3CaptureHead.Of(
            inputs[0], filter, Map(inputs[0], filter, configuration),
            symbols.Count > 0 ? 0 : configuration.Int("instruments.max"));
        if (symbols.Count == 0)
            symbols = head.Symbols;
        if (symbols.Count == 0)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--input {inputs[0]}: no instrument definitions; "
                + "name the symbols with --set instruments.symbols=[A,B]");
        }

        ReplayOptions options = ReplayOptions.From(configuration, speed, orders) with
        {
            // Packets say when they are of.
            MidnightUtcNs = ExchangeDay.MidnightUtcNs(head.FirstNs, configuration.Text("feed.time_zone")),
        };
        List<Mdp3CaptureSource> sources = [];
        try
        {
            foreach (string path in inputs)
                sources.Add(Inputs.OpenMdp3(path, filter, Map(path, filter, configuration)));
            using ReplayRunner runner = ReplayRunner.OfMdp3(configuration, symbols, options);
            var progress = new ProgressReporter("messages", 0, quiet);
            RunReport report = runner.RunCaptures(sources, progress.Report, cancelled);
            progress.Finish();
            foreach (string symbol in runner.Undefined)
                Note($"note: no usable definition of {symbol} in the capture: it is not traded", quiet);
            ReportOutput.Write(report, json, histograms);
            return Inputs.Finish(sources, quiet);
        }
        finally
        {
            sources.ForEach(static s => s.Dispose());
        }
    }

    private static Mdp3FeedMap? Map(string path, PcapFilter? filter, EffectiveConfiguration c)
    {
        // Addresses that nobody wrote say nothing of a capture.
        if (c.Source("mdp3.incremental") == "default")
            return null;
        IPEndPoint[] incremental = [.. c.List("mdp3.incremental").Select(
            text => FeedSettings.EndPoint(c, "mdp3.incremental", text))];
        IPEndPoint?[] loops = [.. new[] { "mdp3.definitions", "mdp3.snapshots", "mdp3.order_snapshots" }.Select(
            key => c.Text(key).Length == 0 ? null : FeedSettings.EndPoint(c, key, c.Text(key)))];
        using Mdp3CaptureSource source = Inputs.OpenMdp3(path, filter, new Mdp3FeedMap(incremental, loops));
        return source.TryRead(out _) ? new Mdp3FeedMap(incremental, loops) : null;
    }

    private static void Note(string line, bool quiet)
    {
        if (!quiet)
            System.Console.Error.WriteLine(line);
    }
}
