using System.CommandLine;
using HftGateway.Aeron.Driver;

namespace HftGateway.Cli.Commands.AeronTools;

/// <summary><c>hftgw aeron driver</c>: a media driver until it is interrupted.</summary>
internal static class AeronDriverCommand
{
    private const int PollMs = 50;

    public static Command Create()
    {
        Option<string> directory = AeronCommand.DirectoryOption();
        var threading = new Option<string>("--threading")
        {
            Description = "dedicated, shared_network or shared",
            HelpName = "MODE",
            DefaultValueFactory = _ => "shared",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "a setting by its Aeron name: aeron.mtu.length=8k; may be repeated",
            HelpName = "NAME=VALUE",
        };
        var properties = new Option<string?>("--properties")
        {
            Description = "a file of settings, name=value a line, # comments",
            HelpName = "FILE",
        };
        var replace = new Option<bool>("--delete-on-start") { Description = "replace whatever is in the directory" };
        var command = new Command("driver", "A media driver in this process, for Aeron clients of any language. "
            + "Example: hftgw aeron driver --dir /dev/shm/aeron-test --threading dedicated");
        foreach (Option option in new Option[] { directory, threading, set, properties, replace })
            command.Options.Add(option);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            r.GetValue(directory)!, r.GetValue(threading)!, r.GetValue(properties), r.GetValue(set) ?? [],
            r.GetValue(replace), r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    private static int Run(
        string directory, string threading, string? properties, string[] set, bool replace, bool quiet,
        CancellationToken cancelled)
    {
        var settings = new List<KeyValuePair<string, string>>();
        settings.Add(new("aeron.dir", directory));
        settings.Add(new("aeron.threading.mode", threading));
        settings.Add(new("aeron.dir.delete.on.start", replace ? "true" : "false"));
        settings.Add(new("aeron.dir.delete.on.shutdown", "true"));
        if (properties != null)
            settings.AddRange(ReadProperties(properties));
        foreach (string pair in set)
            settings.Add(Split(pair, "--set " + pair));
        MediaDriverContext context;
        try
        {
            context = MediaDriverContext.FromSettings(settings);
        }
        catch (Aeron.AeronException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, error.Message);
        }

        using MediaDriver driver = MediaDriver.Launch(context with
        {
            ErrorHandler = text => System.Console.Error.WriteLine("note: " + text.Split('\n')[0]),
        });
        if (!quiet)
            System.Console.Error.WriteLine($"media driver in {context.AeronDirectoryName}; end it with Ctrl-C");
        while (!cancelled.IsCancellationRequested && !driver.IsTerminationRequested)
            cancelled.WaitHandle.WaitOne(PollMs);
        return ExitStatus.Done;
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadProperties(string path)
    {
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string text = line.Trim();
            if (text.Length > 0 && text[0] != '#')
                yield return Split(text, $"{path} line {number}");
        }
    }

    private static KeyValuePair<string, string> Split(string pair, string where)
    {
        int equals = pair.IndexOf('=');
        if (equals <= 0)
            throw new CommandFailure(ExitStatus.WrongInput, $"{where}: name=value expected");
        return new(pair[..equals].Trim(), pair[(equals + 1)..].Trim());
    }
}
