using System.CommandLine;
using System.Globalization;
using HftGateway.Aeron.Control;

namespace HftGateway.Cli.Commands.AeronTools;

/// <summary><c>hftgw aeron loss</c>: what streams lost, from a driver's loss report.</summary>
internal static class AeronLossCommand
{
    public static Command Create()
    {
        Option<string> directory = AeronCommand.DirectoryOption();
        var command = new Command("loss", "What streams lost, from a driver's loss report. Example: hftgw aeron loss");
        command.Options.Add(directory);
        command.SetAction(r => Run(r.GetValue(directory)!));
        return command;
    }

    private static int Run(string directory)
    {
        string path = Path.Combine(directory, LossReport.FileName);
        if (!File.Exists(path))
            throw new CommandFailure(ExitStatus.WrongInput, $"no loss report {path}: name a driver's directory with --dir");
        System.Console.Out.WriteLine("observations,bytes_lost,first_ms,last_ms,session_id,stream_id,channel,source");
        foreach (LossObservation loss in LossReport.Read(path))
        {
            System.Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{loss.Count},{loss.BytesLost},{loss.FirstMs},{loss.LastMs},{loss.SessionId},{loss.StreamId},{loss.Channel},{loss.Source}"));
        }

        return ExitStatus.Done;
    }
}
