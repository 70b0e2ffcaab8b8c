using System.CommandLine;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Cli.Commands.Fix;

/// <summary><c>hftgw fix generate</c>: readers and writers from a dictionary, as files.</summary>
public static class FixGenerateCommand
{
    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var dictionary = new Option<string>("--dictionary", "-d")
        {
            Description = "QuickFIX-style XML dictionary",
            HelpName = "FILE",
            Required = true,
        };
        var output = new Option<string>("--out", "-o")
        {
            Description = "folder for the generated files, created if need be",
            HelpName = "DIR",
            Required = true,
        };
        var space = new Option<string?>("--namespace") { Description = "C# namespace; without it the version, such as Fix44", HelpName = "NAME" };
        var messages = new Option<string?>("--messages") { Description = "only these, by name or MsgType, with commas between them", HelpName = "D,8" };
        var command = new Command("generate", "C# readers and writers from a dictionary, as the source generator makes them. "
            + "Example: hftgw fix generate --dictionary schemas/fix/FIX44.xml --messages D,8,F,G,9 --out codecs");
        command.Options.Add(dictionary);
        command.Options.Add(output);
        command.Options.Add(space);
        command.Options.Add(messages);
        command.SetAction((r, _) => Task.FromResult(Run(
            r.GetValue(dictionary)!, r.GetValue(output)!, r.GetValue(space) ?? "", r.GetValue(messages) ?? "",
            r.GetValue(CommonOptions.Quiet))));
        return command;
    }

    private static int Run(string path, string output, string space, string messages, bool quiet)
    {
        try
        {
            FixDictionary dictionary = FixDictionary.Load(path);
            string[] wanted = messages.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
            IReadOnlyList<string> files = FixDictionaryCode.Write(dictionary, output, space, wanted);
            foreach (string file in quiet ? [] : files)
                System.Console.Error.WriteLine(file);
            return ExitStatus.Done;
        }
        catch (Exception error) when (error is FixDictionaryException or ArgumentException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, error.Message.ReplaceLineEndings(" "));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitStatus.Failed, $"{output}: cannot be written: {error.Message}");
        }
    }
}
