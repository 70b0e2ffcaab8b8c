using HftGateway.Sbe.Schema;

namespace HftGateway.Cli.Commands.Sbe;

/// <summary>Reads schema files and what they include.</summary>
internal static class SbeSchemaFile
{
    /// <summary>Longest schema file, in bytes; the largest published ones have a few hundred thousand.</summary>
    private const long MaxBytes = 64L << 20;

    /// <summary>Reads a schema with all findings.</summary>
    /// <param name="path">Path, or - for standard input.</param>
    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    public static SbeSchemaResult Read(string path)
        => SbeSchemaReader.Read(Text(path), path == "-" ? "<stdin>" : path, Include);

    /// <summary>Reads a schema that a job needs.</summary>
    /// <param name="path">Path, or - for standard input.</param>
    /// <param name="quiet">True for no warnings on standard error.</param>
    /// <exception cref="CommandFailure">The file cannot be read or has errors; the first is in the message.</exception>
    public static SbeSchema Load(string path, bool quiet)
    {
        SbeSchemaResult result = Read(path);
        if (result.Schema is { } schema)
        {
            int warnings = result.Diagnostics.Count;
            if (warnings > 0 && !quiet)
                System.Console.Error.WriteLine($"{path}: {warnings} warnings; 'hftgw sbe validate {path}' shows them");
            return schema;
        }

        SbeDiagnostic first = result.Diagnostics.First(static f => f.Severity == SbeSeverity.Error);
        int others = result.Diagnostics.Count(static f => f.Severity == SbeSeverity.Error) - 1;
        string more = others == 0 ? "" : $" (and {others} more; 'hftgw sbe validate' shows all)";
        throw new CommandFailure(ExitStatus.WrongInput,
            $"{first.Location}: {first.Code}: {first.Element}: {first.Reason}{more}");
    }

    private static string Text(string path)
    {
        try
        {
            if (path == "-")
            {
                using var input = new StreamReader(System.Console.OpenStandardInput());
                return input.ReadToEnd();
            }

            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaxBytes)
                throw new CommandFailure(ExitStatus.WrongInput, $"{path}: {file.Length} bytes are no schema");
            // The byte order mark decides, else UTF-8: an encoding named in the XML declaration itself is read as bytes first.
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"{path}: cannot be read: {error.Message}");
        }
    }

    private static string? Include(string href, string includingFile, out string file)
    {
        string folder = includingFile == "<stdin>" ? "" : Path.GetDirectoryName(includingFile) ?? "";
        file = Path.Combine(folder, href);
        try
        {
            return new FileInfo(file) is { Exists: true, Length: <= MaxBytes } ? File.ReadAllText(file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            return null;
        }
    }
}
