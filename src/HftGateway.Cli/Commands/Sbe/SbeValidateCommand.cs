using System.CommandLine;
using System.Text;
using System.Text.Json;
using HftGateway.Sbe.Schema;

namespace HftGateway.Cli.Commands.Sbe;

/// <summary><c>hftgw sbe validate</c>: every error and warning of schemas, with its place.</summary>
public static class SbeValidateCommand
{
    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "schema files (XML); - is standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> json = CommonOptions.Json();
        var strict = new Option<bool>("--strict") { Description = "status 1 for warnings too" };
        var command = new Command("validate", "Every error and warning of SBE schemas, with line, element and reason; "
            + "status 1 if there is an error. Example: hftgw sbe validate schemas/mdp3.xml schemas/ilink3.xml");
        command.Arguments.Add(files);
        command.Options.Add(json);
        command.Options.Add(strict);
        command.SetAction((r, cancelled) => Task.FromResult(
            Run(r.GetValue(files)!, r.GetValue(json), r.GetValue(strict), r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    private static int Run(string[] paths, bool json, bool strict, bool quiet, CancellationToken cancelled)
    {
        var results = new List<(string Path, SbeSchemaResult Result)>();
        foreach (string path in paths)
        {
            cancelled.ThrowIfCancellationRequested();
            results.Add((path, SbeSchemaFile.Read(path)));
        }

        using Stream output = StandardOutput.Open(1 << 16);
        if (json)
            WriteJson(output, results);
        else
            WriteText(output, results, quiet);
        bool isBad = results.Exists(r => r.Result.HasErrors || (strict && r.Result.Diagnostics.Count > 0));
        return isBad ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static void WriteText(Stream output, List<(string Path, SbeSchemaResult Result)> results, bool quiet)
    {
        var text = new StringBuilder();
        foreach ((string path, SbeSchemaResult result) in results)
        {
            foreach (SbeDiagnostic finding in result.Diagnostics)
                text.Append(finding).Append('\n');
            if (quiet)
                continue;
            (int errors, int warnings) = Count(result);
            string content = result.Schema is { } schema
                ? $"schema {schema.Id} version {schema.Version}, {schema.Messages.Count} messages, {schema.Types.Count} types, "
                : "";
            text.Append($"{path}: {content}{errors} errors, {warnings} warnings\n");
        }

        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
        output.Flush();
    }

    private static void WriteJson(Stream output, List<(string Path, SbeSchemaResult Result)> results)
    {
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("files");
            foreach ((string path, SbeSchemaResult result) in results)
                WriteJson(writer, path, result);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
        output.Flush();
    }

    private static void WriteJson(Utf8JsonWriter writer, string path, SbeSchemaResult result)
    {
        (int errors, int warnings) = Count(result);
        writer.WriteStartObject();
        writer.WriteString("file", path);
        writer.WriteNumber("errors", errors);
        writer.WriteNumber("warnings", warnings);
        if (result.Schema is { } schema)
        {
            writer.WriteNumber("id", schema.Id);
            writer.WriteNumber("version", schema.Version);
            writer.WriteNumber("messages", schema.Messages.Count);
            writer.WriteNumber("types", schema.Types.Count);
        }

        writer.WriteStartArray("findings");
        foreach (SbeDiagnostic finding in result.Diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("severity", finding.Severity == SbeSeverity.Error ? "error" : "warning");
            writer.WriteString("code", finding.Code);
            writer.WriteString("rule", finding.Rule.ToString());
            writer.WriteString("file", finding.Location.File);
            writer.WriteNumber("line", finding.Location.Line);
            writer.WriteNumber("column", finding.Location.Column);
            writer.WriteString("element", finding.Element);
            writer.WriteString("reason", finding.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static (int Errors, int Warnings) Count(SbeSchemaResult result)
    {
        int errors = result.Diagnostics.Count(static f => f.Severity == SbeSeverity.Error);
        return (errors, result.Diagnostics.Count - errors);
    }
}
