using System.CommandLine;
using System.Text;
using HftGateway.Sbe.Compiler;
using HftGateway.Sbe.Python;
using HftGateway.Sbe.Schema;

namespace HftGateway.Cli.Commands.Sbe;

/// <summary><c>hftgw sbe generate</c>: codecs from a schema.</summary>
public static class SbeGenerateCommand
{
    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string> schema = SbeCommand.Schema();
        var language = new Option<string>("--lang", "-l") { Description = "csharp or python", Required = true };
        language.AcceptOnlyFromAmong("csharp", "python");
        var output = new Option<string>("--out", "-o")
        {
            Description = "folder for the generated files, created if need be; - is standard output",
            HelpName = "DIR",
            Required = true,
        };
        var space = new Option<string?>("--namespace")
        {
            Description = "C# namespace, or name of the Python module; without it the schema's package",
            HelpName = "NAME",
        };
        var command = new Command("generate", "Codecs from a schema: C# flyweights, or a Python module with numpy types. "
            + "Example: hftgw sbe generate --schema mdp3.xml --lang python --out codecs");
        command.Options.Add(schema);
        command.Options.Add(language);
        command.Options.Add(output);
        command.Options.Add(space);
        command.SetAction((r, _) =>
        {
            bool quiet = r.GetValue(CommonOptions.Quiet);
            SbeSchema model = SbeSchemaFile.Load(r.GetValue(schema)!, quiet);
            IReadOnlyList<(string Name, string Text)> files = r.GetValue(language) == "python"
                ? [PythonFile(model, r.GetValue(space))]
                : CSharpFiles(model, r.GetValue(space), quiet);
            Write(r.GetValue(output)!, files, quiet);
            return Task.FromResult(ExitStatus.Done);
        });
        return command;
    }

    private static (string Name, string Text) PythonFile(SbeSchema model, string? module)
    {
        PythonModule made = PythonEmitter.Emit(model, module);
        return (made.FileName, made.Text);
    }

    private static List<(string Name, string Text)> CSharpFiles(SbeSchema model, string? space, bool quiet)
    {
        CSharpResult made = CSharpCompiler.Compile(model, new CSharpOptions { Namespace = space });
        if (!quiet)
        {
            foreach (CSharpRename rename in made.Renames)
                System.Console.Error.WriteLine(rename.ToString());
        }

        return [.. made.Files.Select(static f => (f.Name, f.Text))];
    }

    private static void Write(string output, IReadOnlyList<(string Name, string Text)> files, bool quiet)
    {
        if (output == "-")
        {
            using Stream stream = StandardOutput.Open(1 << 16);
            foreach ((_, string text) in files)
                stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush();
            return;
        }

        try
        {
            Directory.CreateDirectory(output);
            foreach ((string name, string text) in files)
            {
                string path = Path.Combine(output, name);
                File.WriteAllText(path, text);
                if (!quiet)
                    System.Console.Error.WriteLine(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--out {output}: cannot be written: {error.Message}");
        }
    }
}
