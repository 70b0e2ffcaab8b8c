using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Cli.Commands.Fix;

/// <summary><c>hftgw fix dump</c>: logs of FIX messages with names for tags and values.</summary>
public static class FixDumpCommand
{
    private const int NameWidth = 26;

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "logs: messages one per line or joined, SOH, | or ^A between fields, other text before; - is standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var dictionaries = new Option<string[]>("--dictionary", "-d")
        {
            Description = "QuickFIX-style XML dictionary instead of the built-in ones; twice for FIXT and its application version",
            HelpName = "FILE",
        };
        var types = new Option<string?>("--types")
        {
            Description = "only these MsgTypes, with commas between them",
            HelpName = "D,8",
        };
        var limit = new Option<long?>("--limit") { Description = "stop after so many messages", HelpName = "N" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("dump", "FIX logs made readable: names of tags and values, groups indented, passwords masked, "
            + "garbled messages told with the reason (status 1). Example: hftgw fix dump --types D,8 session.log");
        command.Arguments.Add(files);
        command.Options.Add(dictionaries);
        command.Options.Add(types);
        command.Options.Add(limit);
        command.Options.Add(json);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            r.GetValue(files)!, r.GetValue(dictionaries) ?? [], r.GetValue(types), r.GetValue(limit) ?? long.MaxValue,
            r.GetValue(json), cancelled)));
        return command;
    }

    private static int Run(
        string[] paths, string[] dictionaries, string? types, long limit, bool json, CancellationToken cancelled)
    {
        HashSet<string>? wanted = types is null ? null : [.. types.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)];
        FixLogDecoder decoder = MakeDecoder(dictionaries);
        using Stream output = StandardOutput.Open(1 << 16);
        long garbled = 0, printed = 0;
        foreach (string path in paths)
        {
            using Stream input = Open(path);
            FixLogScanner scanner = new(input);
            bool isFound = false;
            while (printed < limit && scanner.Next() is { } message)
            {
                isFound = true;
                cancelled.ThrowIfCancellationRequested();
                IReadOnlyList<FixLogField> fields = decoder.Decode(message, out string type, out string? name);
                if (wanted is not null && !wanted.Contains(type))
                    continue;
                printed++;
                garbled += message.Problem is null ? 0 : 1;
                if (json)
                    WriteJson(output, message, type, name, fields);
                else
                    WriteText(output, message, type, name, fields);
            }

            // An empty log is that of a session without messages; anything else was meant to be one.
            if (!isFound && printed < limit && input.CanSeek && input.Length > 0)
            {
                output.Flush();
                throw new CommandFailure(ExitStatus.WrongInput, $"{path}: no FIX message in it: nothing begins with 8=FIX");
            }
        }
        output.Flush();
        return garbled == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static FixLogDecoder MakeDecoder(string[] dictionaries)
    {
        try
        {
            return new FixLogDecoder([.. dictionaries.Select(FixDictionary.Load)]);
        }
        catch (Exception error) when (error is FixDictionaryException or ArgumentException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--dictionary: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static Stream Open(string path)
    {
        try
        {
            return path == "-" ? System.Console.OpenStandardInput() : File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"{path}: cannot be read: {error.Message}");
        }
    }

    private static void WriteText(
        Stream output, FixLogMessage message, string type, string? name, IReadOnlyList<FixLogField> fields)
    {
        var text = new StringBuilder();
        if (message.Prefix.Length > 0)
            text.Append(message.Prefix).Append(' ');
        text.Append(CultureInfo.InvariantCulture, $"{name ?? "unknown message"} (35={type}), {message.Bytes.Length} bytes at {message.Offset}");
        if (message.Problem is not null)
            text.Append(", GARBLED: ").Append(message.Problem);
        text.Append('\n');
        foreach (FixLogField field in fields)
        {
            string indent = new(' ', 2 * field.Depth);
            text.Append(CultureInfo.InvariantCulture, $"  {(field.IsEntryStart ? '-' : ' ')}{indent}{field.Tag,6} ");
            text.Append((field.Name ?? "?").PadRight(Math.Max(1, NameWidth - indent.Length))).Append(' ').Append(field.Value);
            if (field.Meaning is not null)
                text.Append(" (").Append(field.Meaning).Append(')');
            text.Append('\n');
        }
        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void WriteJson(
        Stream output, FixLogMessage message, string type, string? name, IReadOnlyList<FixLogField> fields)
    {
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteNumber("offset", message.Offset);
            writer.WriteString("prefix", message.Prefix);
            writer.WriteString("msg_type", type);
            writer.WriteString("name", name);
            writer.WriteNumber("bytes", message.Bytes.Length);
            writer.WriteString("garbled", message.Problem);
            writer.WriteStartArray("fields");
            foreach (FixLogField field in fields)
            {
                writer.WriteStartObject();
                writer.WriteNumber("tag", field.Tag);
                writer.WriteString("name", field.Name);
                writer.WriteString("value", field.Value);
                writer.WriteString("meaning", field.Meaning);
                if (field.Depth > 0)
                    writer.WriteNumber("depth", field.Depth);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }
}
