using System.CommandLine;
using System.CommandLine.Parsing;
using HftGateway.Cli.Commands;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Cli;

/// <summary>
/// The command <c>hftgw</c>: its subcommands, and the one place where an error becomes a line on standard error and an
/// exit status.
/// </summary>
public static class CliApplication
{
    /// <summary>Parses the command line and runs the subcommand.</summary>
    /// <param name="args">Arguments.</param>
    /// <returns>Exit status, see <see cref="ExitStatus"/>.</returns>
    public static int Run(string[] args)
    {
        var root = new RootCommand("A co-located trading gateway: decode, book, features, strategy, risk and FIX orders in one process.");
        root.Options.Add(CommonOptions.Verbose);
        root.Options.Add(CommonOptions.Quiet);
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(ReplayCommand.Create());
        root.Subcommands.Add(ExchangeCommand.Create());
        root.Subcommands.Add(GenerateCommand.Create());
        root.Subcommands.Add(DecodeCommand.Create());
        root.Subcommands.Add(BookCommand.Create());
        root.Subcommands.Add(ConfigCommand.Create());

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
                System.Console.Error.WriteLine("error: " + error.Message);
            System.Console.Error.WriteLine($"('hftgw {CommandPath(parsed)}--help' shows what is valid)");
            return ExitStatus.WrongInput;
        }

        bool verbose = parsed.GetValue(CommonOptions.Verbose);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Report(error, verbose);
        }
    }

    private static int Report(Exception error, bool verbose)
    {
        int status = error switch
        {
            CommandFailure failure => failure.Status,
            ConfigurationException or FileNotFoundException or DirectoryNotFoundException => ExitStatus.WrongInput,
            _ => ExitStatus.Failed,
        };
        System.Console.Error.WriteLine("error: " + error.Message.ReplaceLineEndings(" "));
        if (verbose)
            System.Console.Error.WriteLine(error.ToString());
        return status;
    }

    private static string CommandPath(ParseResult parsed)
        => parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
