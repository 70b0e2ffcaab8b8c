using System.CommandLine;
using System.Globalization;
using HftGateway.MarketData;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Recording;

namespace HftGateway.Cli.Commands;

/// <summary><c>hftgw record</c>: a live feed to disk, gap-free or marked.</summary>
public static class RecordCommand
{
    private const double MaxSeconds = 1e9;
    private const int ProgressMs = 2_000;
    private static readonly Dictionary<string, string> NoPresets = [];

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string?> config = CommonOptions.Config(required: true);
        Option<string[]> set = CommonOptions.Set();
        var output = new Option<string>("--out", "-o")
        {
            Description = "FILE.pcap (what the wire brought), FILE.itch (the messages) and FILE.itch.gaps are written",
            HelpName = "FILE",
            Required = true,
        };
        var what = new Option<string>("--what")
        {
            Description = "both, wire (the capture alone) or messages (the BinaryFILE alone)",
            DefaultValueFactory = static _ => "both",
        };
        what.AcceptOnlyFromAmong("both", "wire", "messages");
        var venue = new Option<string?>("--venue")
        {
            Description = "venue to record where the configuration has several; the first by default; MDP3 for that feed",
            HelpName = "NAME",
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "end after this long, 0 = at the end of the feed or Ctrl-C",
        };
        var queue = new Option<int>("--queue-mib")
        {
            Description = "memory that bridges pauses of the disk, MiB, a power of two from 1 to 1024",
            DefaultValueFactory = static _ => 64,
        };
        Option<bool> json = CommonOptions.Json();
        var command = new Command(
            "record",
            "A live feed to disk: every datagram with its time of arrival, and the messages that arbitration made of "
            + "them. Losses are marked and reported; exit status 1 if the recorder itself lost anything. "
            + "Example: hftgw record --config gateway.yaml --out day");
        foreach (Option option in (Option[])[config, set, output, what, venue, seconds, queue, json])
            command.Options.Add(option);
        command.SetAction((r, cancelled) => Task.FromResult(Record(
            EffectiveConfiguration.Load(r.GetValue(config), NoPresets, r.GetValue(set) ?? []),
            new Job(r.GetValue(output)!, r.GetValue(what)!, r.GetValue(venue), r.GetValue(seconds), r.GetValue(queue),
                r.GetValue(json), r.GetValue(CommonOptions.Quiet)),
            cancelled)));
        return command;
    }

    private static int Record(EffectiveConfiguration c, Job job, CancellationToken cancelled)
    {
        if (!(job.Seconds is >= 0 and <= MaxSeconds))
            throw new CommandFailure(ExitStatus.WrongInput, $"--seconds {job.Seconds}: valid is 0 to {MaxSeconds}");
        if (job.QueueMib is < 1 or > 1024 || !int.IsPow2(job.QueueMib))
            throw new CommandFailure(
                ExitStatus.WrongInput, $"--queue-mib {job.QueueMib}: valid is a power of two from 1 to 1024");
        string path = BaseName(job.Out);
        string protocol = c.Text("feed.protocol");
        if (protocol == "mdp3" || (protocol == "both" && job.Venue == Mdp3FeedReport.Name))
            return RecordMdp3(c, path, job, cancelled);
        RecordingOptions options = RecordingSetup.From(c, job.Venue);
        if (options.Soup != null && job.What == "wire")
        {
            throw new CommandFailure(
                ExitStatus.WrongInput, "--what wire: a feed over SoupBinTCP has no datagrams; record its messages");
        }

        using FeedRecorder recorder = Open(path, options.Soup == null ? job : job with { What = "messages" });
        using RecordingSession session = OpenFeed(options, recorder, line => Note(line, job.Quiet));
        string from = session.Soup is { } soup ? $"SoupBinTCP server {soup.Client.Server}"
            : $"UDP port {session.Lines[0].Port}";
        Run(recorder, $"{from} to {path}.*", () => session.Run(c.Boolean("feed.stop_at_end")), session.Stop, job, cancelled);
        return Finish(recorder, session.Lines, session.Soup, job);
    }

    // A channel is what its loops and lines brought: there is no one sequence of messages to write.
    private static int RecordMdp3(EffectiveConfiguration c, string path, Job job, CancellationToken cancelled)
    {
        if (job.What == "messages")
        {
            throw new CommandFailure(
                ExitStatus.WrongInput, "--what messages: a feed of MDP 3.0 is recorded as a capture; use wire");
        }

        using FeedRecorder recorder = Open(path, job with { What = "wire" });
        using Mdp3RecordingSession session = OpenMdp3(c, recorder, line => Note(line, job.Quiet));
        string ports = string.Join(", ", session.Sockets.Select(static s => s.Port));
        Run(recorder, $"UDP ports {ports} to {path}.pcap", session.Run, session.Stop, job, cancelled);
        return Finish(recorder, session.Sockets, null, job);
    }

    private static void Run(
        FeedRecorder recorder, string what, Action run, Action stop, Job job, CancellationToken cancelled)
    {
        recorder.Start();
        Note($"recording {what}; Ctrl-C ends", job.Quiet);
        using var timer = new CancellationTokenSource();
        if (job.Seconds > 0)
            timer.CancelAfter(TimeSpan.FromSeconds(job.Seconds));
        using CancellationTokenRegistration byTime = timer.Token.Register(stop);
        using CancellationTokenRegistration byUser = cancelled.Register(stop);
        using var progress = new Timer(_ => Progress(recorder, job.Quiet), null, ProgressMs, ProgressMs);
        run();
    }

    private static int Finish(
        FeedRecorder recorder, IReadOnlyList<UdpReceiver> lines, SoupPacketLine? soup, Job job)
    {
        RecorderStatistics statistics = recorder.Stop();
        long drops = lines.Sum(static line => line.ReadDrops());
        if (job.Json)
        {
            RecordReport.WriteJson(statistics, lines, soup, drops, System.Console.OpenStandardOutput());
        }
        else
        {
            foreach (string line in RecordReport.Lines(statistics, lines, soup, drops))
                System.Console.Out.WriteLine(line);
        }

        return statistics.IsComplete && drops == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static string BaseName(string path)
    {
        string extension = Path.GetExtension(path);
        return extension is ".pcap" or ".itch" ? path[..^extension.Length] : path;
    }

    private static FeedRecorder Open(string path, Job job)
    {
        try
        {
            return new FeedRecorder(new RecorderOptions
            {
                Wire = job.What == "messages" ? null : Create(path + ".pcap"),
                Messages = job.What == "wire" ? null : Create(path + ".itch"),
                Marks = job.What == "wire" ? null : Create(path + ".itch" + RecordingMarks.Suffix),
                QueueBytes = job.QueueMib << 20,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--out {job.Out}: cannot be written: {e.Message}");
        }
    }

    // Unbuffered: the recorder gathers, and must know what the disk took.
    private static FileStream Create(string path) =>
        new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private static RecordingSession OpenFeed(RecordingOptions options, FeedRecorder recorder, Action<string> note)
    {
        try
        {
            return new RecordingSession(options, recorder, note);
        }
        catch (FeedException e)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"feed: {e.Message}");
        }
    }

    private static Mdp3RecordingSession OpenMdp3(
        EffectiveConfiguration c, FeedRecorder recorder, Action<string> note)
    {
        try
        {
            return new Mdp3RecordingSession(c, recorder, note);
        }
        catch (FeedException e)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"feed: {e.Message}");
        }
    }

    private static void Progress(FeedRecorder recorder, bool quiet)
    {
        RecorderStatistics s = recorder.Statistics;
        Note(string.Create(CultureInfo.InvariantCulture, $"{s.Datagrams} datagrams"), quiet);
    }

    private static void Note(string line, bool quiet)
    {
        if (!quiet)
            System.Console.Error.WriteLine(line);
    }

    private sealed record Job(
        string Out, string What, string? Venue, double Seconds, int QueueMib, bool Json, bool Quiet);
}
