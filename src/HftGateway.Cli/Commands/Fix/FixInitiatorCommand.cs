using System.CommandLine;
using HftGateway.Fix;
using HftGateway.Fix.Config;

namespace HftGateway.Cli.Commands.Fix;

/// <summary><c>hftgw fix initiator</c>: logs on and sends a script of messages.</summary>
public static class FixInitiatorCommand
{
    private const int PollMs = 20;

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var config = new Option<string>("--config")
        {
            Description = "the session: YAML, or session settings as QuickFIX writes them",
            HelpName = "FILE",
            Required = true,
        };
        var script = new Option<string>("--script")
        {
            Description = "messages, one a line: 35=D|11=…|55=…, fields of the body with | for SOH; "
                + "'wait N' waits N seconds, '#' begins a comment; - is standard input",
            HelpName = "FILE",
            Required = true,
        };
        var session = new Option<string?>("--session")
        {
            Description = "which session of the file, by its TargetCompID or as FIX.4.4:US->THEM; the first if not given",
            HelpName = "NAME",
        };
        var timeout = new Option<double>("--timeout")
        {
            Description = "seconds to wait for the logon",
            DefaultValueFactory = _ => 30,
        };
        var settle = new Option<double>("--settle")
        {
            Description = "seconds to wait for answers after the last message before logging out",
            DefaultValueFactory = _ => 1,
        };
        var answers = new Option<long>("--answers")
        {
            Description = "log out as soon as so many messages came back",
            HelpName = "N",
        };
        var command = new Command("initiator", "Logs on, sends a script of messages, prints what comes back, logs out. "
            + "Example: hftgw fix initiator --config client.cfg --script orders.txt");
        command.Options.Add(config);
        command.Options.Add(script);
        command.Options.Add(session);
        command.Options.Add(timeout);
        command.Options.Add(settle);
        command.Options.Add(answers);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            FixSessionsFile.Load(r.GetValue(config)!, r.GetValue(CommonOptions.Quiet)), r.GetValue(session),
            FixScript.Load(r.GetValue(script)!), r.GetValue(timeout), r.GetValue(settle),
            r.GetValue(answers), r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    private static int Run(
        FixConfig config, string? name, FixScript script, double timeout, double settle, long answers, bool quiet,
        CancellationToken cancelled)
    {
        FixSessionConfig chosen = Choose(config, name);
        Action<string>? note = quiet ? null : System.Console.Error.WriteLine;
        using var engine = new FixEngine(new FixEngineOptions { Note = note });
        var application = new FixScriptApplication(note);
        var factory = new FixSessionFactory();
        FixSessionEntry entry = FixSessionsFile.Make(() => factory.Create(chosen, application));
        engine.Add(entry);
        engine.Start();
        if (!Wait(() => application.IsLoggedOn, timeout, cancelled))
            throw new CommandFailure(ExitStatus.Failed, $"{entry.Session.Id}: not logged on within {timeout} s");
        int sent = Play(engine, entry.Session, application, script, cancelled);
        Wait(() => !application.IsLoggedOn || (answers > 0 && application.Received + application.Rejects >= answers),
            settle, cancelled);
        engine.Stop();
        note?.Invoke($"{sent} of {script.Steps.Count(s => s.Message is not null)} messages sent, "
            + $"{application.Received} received, {application.Rejects} rejects");
        return sent == script.Steps.Count(s => s.Message is not null) ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static FixSessionConfig Choose(FixConfig config, string? name)
    {
        foreach (FixSessionConfig session in config.Sessions)
        {
            if (session.Connect.Count != 0
                && (name is null || name == session.Settings.Id.TargetCompId || name == session.Settings.Id.ToString()))
                return session;
        }
        throw new CommandFailure(ExitStatus.WrongInput,
            name is null ? "the file has no session with ConnectionType=initiator" : $"the file has no initiator {name}");
    }

    private static int Play(
        FixEngine engine, FixSession session, FixScriptApplication application, FixScript script,
        CancellationToken cancelled)
    {
        int sent = 0;
        foreach (FixScript.Step step in script.Steps)
        {
            if (cancelled.IsCancellationRequested)
                break;
            if (step.Message is null)
            {
                cancelled.WaitHandle.WaitOne(TimeSpan.FromSeconds(step.WaitSeconds));
                continue;
            }
            FixSendResult result = FixSendResult.NotLoggedOn;
            using var done = new ManualResetEventSlim();
            engine.Post(() =>
            {
                session.SetTime(FixClock.Now);
                result = session.Send(step.MsgType!, step.Message);
                done.Set();
            });
            done.Wait(CancellationToken.None);
            if (result is FixSendResult.Sent or FixSendResult.Stored)
                sent++;
            else
                application.Note(session, $"line {step.Line}: not sent: {result}");
        }
        return sent;
    }

    private static bool Wait(Func<bool> condition, double seconds, CancellationToken cancelled)
    {
        long end = Environment.TickCount64 + (long)(seconds * 1000);
        while (!condition())
        {
            if (Environment.TickCount64 >= end || cancelled.WaitHandle.WaitOne(PollMs))
                return condition();
        }
        return true;
    }
}
