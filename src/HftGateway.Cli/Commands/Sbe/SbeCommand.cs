using System.CommandLine;

namespace HftGateway.Cli.Commands.Sbe;

/// <summary><c>hftgw sbe</c>: schemas and messages of FIX Simple Binary Encoding.</summary>
public static class SbeCommand
{
    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var command = new Command("sbe", "Simple Binary Encoding: check schemas, generate codecs, messages to JSON and back. "
            + "Example: hftgw sbe validate schemas/mdp3.xml");
        command.Subcommands.Add(SbeValidateCommand.Create());
        command.Subcommands.Add(SbeGenerateCommand.Create());
        command.Subcommands.Add(SbeDecodeCommand.Create());
        command.Subcommands.Add(SbeEncodeCommand.Create());
        return command;
    }

    /// <summary>The schema of a job.</summary>
    /// <returns>A new option.</returns>
    internal static Option<string> Schema() => new("--schema", "-s")
    {
        Description = "schema file (XML)",
        HelpName = "FILE",
        Required = true,
    };
}
