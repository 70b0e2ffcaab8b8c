using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using HftGateway.Fix;
using HftGateway.Fix.Config;

namespace HftGateway.Cli.Commands.Fix;

/// <summary><c>hftgw fix acceptor</c>: sessions from a file that answer what a conformance test sends.</summary>
public static class FixAcceptorCommand
{
    private const int PollMs = 50;

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var config = new Option<string>("--config")
        {
            Description = "sessions: YAML, or session settings as QuickFIX writes them",
            HelpName = "FILE",
            Required = true,
        };
        var mode = new Option<string>("--mode")
        {
            Description = "echo: orders and security definitions come back, all else is answered by the session",
            DefaultValueFactory = _ => "echo",
        };
        mode.AcceptOnlyFromAmong("echo");
        var seconds = new Option<double>("--seconds") { Description = "how long, 0 = until interrupted" };
        var spin = new Option<bool>("--spin") { Description = "poll the sockets without sleeping" };
        var command = new Command("acceptor", "A FIX acceptor for conformance tests: any number of sessions, picked by "
            + "BeginString and CompIDs. Example: hftgw fix acceptor --config sessions.cfg --mode echo");
        command.Options.Add(config);
        command.Options.Add(mode);
        command.Options.Add(seconds);
        command.Options.Add(spin);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            r.GetValue(config)!, r.GetValue(seconds), r.GetValue(spin), r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    private static int Run(string path, double seconds, bool spin, bool quiet, CancellationToken cancelled)
    {
        FixConfig config = FixSessionsFile.Load(path, quiet);
        Action<string>? note = quiet ? null : System.Console.Error.WriteLine;
        using var engine = new FixEngine(new FixEngineOptions { Note = note, Spin = spin });
        var factory = new FixSessionFactory();
        AddSessions(engine, factory, config, note);
        foreach (IPEndPoint endPoint in Listen(engine, config, path))
        {
            // On standard output: a script that took port 0 reads it from here.
            System.Console.Out.WriteLine($"listening on {endPoint}");
        }
        System.Console.Out.Flush();
        engine.Start();
        DateTime end = seconds > 0 ? DateTime.UtcNow.AddSeconds(seconds) : DateTime.MaxValue;
        while (!cancelled.IsCancellationRequested && DateTime.UtcNow < end && engine.Failure is null)
            cancelled.WaitHandle.WaitOne(PollMs);
        engine.Stop();
        return engine.Failure is { } failure
            ? throw new CommandFailure(ExitStatus.Failed, $"fix acceptor: {failure.Message}")
            : ExitStatus.Done;
    }

    private static void AddSessions(
        FixEngine engine, FixSessionFactory factory, FixConfig config, Action<string>? note)
    {
        var templates = new List<FixSessionConfig>();
        foreach (FixSessionConfig session in config.Sessions)
        {
            if (session.Listen is null)
                throw new CommandFailure(ExitStatus.WrongInput,
                    $"{session.Settings.Id} is an initiator; use 'hftgw fix initiator' for it");
            if (session.IsTemplate)
                templates.Add(session);
            else
                FixSessionsFile.Make(() =>
                {
                    engine.Add(Create(factory, session, null, note));
                    return true;
                });
        }
        if (templates.Count != 0)
            engine.Template = id => FromTemplate(factory, templates, id, note);
    }

    private static FixSessionEntry? FromTemplate(
        FixSessionFactory factory, List<FixSessionConfig> templates, FixSessionId id, Action<string>? note)
    {
        FixSessionConfig? template = templates.Find(t => t.Settings.Id.Version == id.Version
            && t.Settings.Id.SenderCompId is var own && (own == "*" || own == id.SenderCompId)
            && t.Settings.Id.TargetCompId is var peer && (peer == "*" || peer == id.TargetCompId));
        try
        {
            return template is null ? null : Create(factory, template, id, note);
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            note?.Invoke($"{id}: {error.Message}");
            return null;
        }
    }

    private static FixSessionEntry Create(
        FixSessionFactory factory, FixSessionConfig session, FixSessionId? id, Action<string>? note) =>
        factory.Create(session, new FixEchoApplication(factory.Schema(session), note), id);

    private static List<IPEndPoint> Listen(FixEngine engine, FixConfig config, string path)
    {
        var result = new List<IPEndPoint>();
        foreach (FixSessionConfig session in config.Sessions.DistinctBy(s => s.Listen))
        {
            try
            {
                result.Add(FixSessionsFile.Make(() => engine.Listen(session.Listen!, session.Tls)));
            }
            catch (SocketException error)
            {
                throw new CommandFailure(
                    ExitStatus.Failed, $"{path}: cannot listen on {session.Listen}: {error.Message}");
            }
        }
        return result;
    }
}
