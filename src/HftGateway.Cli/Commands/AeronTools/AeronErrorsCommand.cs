using System.CommandLine;
using System.Globalization;
using HftGateway.Aeron.Control;

namespace HftGateway.Cli.Commands.AeronTools;

/// <summary><c>hftgw aeron errors</c>: the distinct errors that a driver noted.</summary>
internal static class AeronErrorsCommand
{
    public static Command Create()
    {
        Option<string> directory = AeronCommand.DirectoryOption();
        var command = new Command("errors", "The distinct errors that a driver noted. Example: hftgw aeron errors");
        command.Options.Add(directory);
        command.SetAction(r => Run(r.GetValue(directory)!));
        return command;
    }

    private static int Run(string directory)
    {
        using CncFile cnc = AeronStatCommand.Open(directory);
        List<ErrorObservation> errors = cnc.ReadErrors();
        foreach (ErrorObservation error in errors)
        {
            System.Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{error.Count} times, first {Time(error.FirstMs)}, last {Time(error.LastMs)}: {error.Text.TrimEnd()}"));
        }

        System.Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{errors.Count} distinct errors"));
        return ExitStatus.Done;
    }

    private static string Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms)
        .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
