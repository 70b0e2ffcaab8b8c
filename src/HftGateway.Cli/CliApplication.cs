using System.CommandLine;
using System.CommandLine.Parsing;
using HftGateway.Cli.Commands;
using HftGateway.Cli.Commands.Fix;
using HftGateway.Cli.Commands.AeronTools;
using HftGateway.Cli.Commands.Sbe;
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
        var root = new RootCommand(
            "A co-located trading gateway: decode, book, features, strategy, risk and FIX orders in one process. "
            + "Example: hftgw demo --seconds 10");
        root.Options.Add(CommonOptions.Verbose);
        root.Options.Add(CommonOptions.Quiet);
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(ReplayCommand.Create());
        root.Subcommands.Add(ExchangeCommand.Create());
        root.Subcommands.Add(GenerateCommand.Create());
        root.Subcommands.Add(RecordCommand.Create());
        root.Subcommands.Add(DecodeCommand.Create());
        root.Subcommands.Add(BookCommand.Create());
        root.Subcommands.Add(FeaturesCommand.Create());
        root.Subcommands.Add(SbeCommand.Create());
        root.Subcommands.Add(AeronCommand.Create());
        root.Subcommands.Add(FixCommand.Create());
        root.Subcommands.Add(ConfigCommand.Create());

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // The word that is not understood says more than what is missing because of it.
            foreach (ParseError error in parsed.Errors.OrderBy(e => IsUnknownWord(e, parsed) ? 0 : 1))
                System.Console.Error.WriteLine("error: " + error.Message.ReplaceLineEndings(" "));
            System.Console.Error.WriteLine($"('hftgw {CommandPath(parsed)}--help' shows what is valid)");
            return ExitStatus.WrongInput;
        }

        bool verbose = parsed.GetValue(CommonOptions.Verbose);
        try
        {
            using var interruption = new Interruption();
            // Signals are handled here: the library begins to listen only when an action has returned its task, and the
            // actions are synchronous.
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return parsed.InvokeAsync(invocation, interruption.Token).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Report(error, verbose);
        }
    }

    private static int Report(Exception error, bool verbose)
    {
        if (StandardOutput.IsReaderGone(error))
            return ExitStatus.Done;
        int status = error switch
        {
            CommandFailure failure => failure.Status,
            ConfigurationException or FileNotFoundException or DirectoryNotFoundException => ExitStatus.WrongInput,
            _ => ExitStatus.Failed,
        };
        // Errors of inputs have been given their own words; what is left of this kind is an output.
        string what = error is IOException and not (FileNotFoundException or DirectoryNotFoundException)
            ? "writing the output failed: " : "";
        System.Console.Error.WriteLine("error: " + what + error.Message.ReplaceLineEndings(" "));
        if (verbose)
            System.Console.Error.WriteLine(error.ToString());
        return status;
    }

    private static bool IsUnknownWord(ParseError error, ParseResult parsed)
        => parsed.UnmatchedTokens.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal));

    private static string CommandPath(ParseResult parsed)
    {
        string path = "";
        for (SymbolResult? at = parsed.CommandResult;
            at is CommandResult { Command: not RootCommand } command;
            at = at.Parent)
            path = command.Command.Name + " " + path;
        return path;
    }
}
