using System.Net;
using HftGateway.Cli.Console;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
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
        if (inputs.Contains("-"))
        {
            throw new CommandFailure(
                ExitStatus.WrongInput, "a capture of MDP 3.0 is read twice: give a file, not standard input");
        }

        Mdp3Settings.CheckSchema(configuration, line => Note(line, quiet));
        (IReadOnlyList<string> symbols, ulong firstNs) = Look(inputs[0], filter, configuration);
        ReplayOptions options = ReplayOptions.From(configuration, speed, orders) with
        {
            // Packets say when they are of.
            MidnightUtcNs = ExchangeDay.MidnightUtcNs((long)firstNs, configuration.Text("feed.time_zone")),
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
            ReportOutput.Write(report, json, histograms);
            return Inputs.Finish(sources, quiet);
        }
        finally
        {
            sources.ForEach(static s => s.Dispose());
        }
    }

    // The configured symbols, or those that the capture defines; and the time of its first packet.
    private static (IReadOnlyList<string> Symbols, ulong FirstNs) Look(
        string path, PcapFilter? filter, EffectiveConfiguration configuration)
    {
        IReadOnlyList<string> configured = configuration.List("instruments.symbols");
        var handler = new Mdp3Handler(new Mdp3Options { Capacity = configuration.Int("instruments.max") });
        var nowhere = new NoSink(new InputEvent[1]);
        ulong firstNs = 0;
        using Mdp3CaptureSource source = Inputs.OpenMdp3(path, filter, Map(path, filter, configuration));
        while (source.TryRead(out Mdp3CapturedPacket packet))
        {
            if (firstNs == 0 && Mdp3PacketHeader.TryRead(packet.Payload, out Mdp3PacketHeader header))
                firstNs = header.SendingTimeNs;
            if (configured.Count > 0)
                return (configured, firstNs);
            if (packet.Feed == Mdp3Feed.Definitions)
                handler.OnPacket(packet.Feed, packet.Payload, 0, ref nowhere);
            if (handler.HasDefinitions)
                break;
        }

        List<string> found = [.. Enumerable.Range(0, handler.InstrumentCount)
            .Select(handler.Definition).OfType<Mdp3Definition>().Select(static d => d.Symbol)];
        return found.Count > 0 ? (found, firstNs) : throw new CommandFailure(ExitStatus.WrongInput,
            $"--input {path}: no instrument definitions; name the symbols with --set instruments.symbols=[A,B]");
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

    private readonly struct NoSink(InputEvent[] place) : IEventSink
    {
        public ref InputEvent Next => ref place[0];

        public void Commit()
        {
        }
    }
}
