using System.CommandLine;

namespace HftGateway.Cli.Commands.Fix;

/// <summary><c>hftgw fix</c>: FIX peers to test against, and their logs.</summary>
public static class FixCommand
{
    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var command = new Command("fix", "FIX peers to test against, logs made readable, codecs from dictionaries. "
            + "Example: hftgw fix acceptor --config sessions.cfg --mode echo");
        command.Subcommands.Add(FixAcceptorCommand.Create());
        command.Subcommands.Add(FixInitiatorCommand.Create());
        command.Subcommands.Add(FixDumpCommand.Create());
        command.Subcommands.Add(FixGenerateCommand.Create());
        return command;
    }
}
