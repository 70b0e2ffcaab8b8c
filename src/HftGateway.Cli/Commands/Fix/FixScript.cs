using System.Globalization;
using System.Text;

namespace HftGateway.Cli.Commands.Fix;

/// <summary>Messages to send, read from a file.</summary>
internal sealed class FixScript
{
    private FixScript(List<Step> steps) => Steps = steps;

    internal IReadOnlyList<Step> Steps { get; }

    /// <summary>Reads a script.</summary>
    /// <exception cref="CommandFailure">It cannot be read, or a line is wrong.</exception>
    internal static FixScript Load(string path)
    {
        string[] lines;
        try
        {
            lines = path == "-" ? System.Console.In.ReadToEnd().Split('\n') : File.ReadAllLines(path, Encoding.Latin1);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"{path}: cannot be read: {error.Message}");
        }
        var steps = new List<Step>();
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length != 0 && line[0] != '#')
                steps.Add(Parse(path, i + 1, line));
        }
        return new FixScript(steps);
    }

    private static Step Parse(string path, int number, string line)
    {
        if (line.StartsWith("wait ", StringComparison.Ordinal))
        {
            if (!double.TryParse(line.AsSpan(5), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
                || seconds is not (>= 0 and <= 86_400))
                throw new CommandFailure(
                    ExitStatus.WrongInput, $"{path}:{number}: '{line}': seconds from 0 to 86400 are valid");
            return new Step(number, null, null, seconds);
        }
        byte[]? type = null;
        var body = new StringBuilder();
        foreach (string field in line.Split('|', '\u0001'))
        {
            if (field.Length == 0)
                continue;
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !int.TryParse(
                field.AsSpan(0, equals), NumberStyles.None, CultureInfo.InvariantCulture, out int tag) || tag == 0)
                throw new CommandFailure(ExitStatus.WrongInput, $"{path}:{number}: '{field}' is not tag=value");
            if (tag == 35)
                type = Encoding.Latin1.GetBytes(field[(equals + 1)..]);
            else if (tag is not (8 or 9 or 10 or 34 or 43 or 49 or 52 or 56 or 122))
                body.Append(field).Append('\u0001');
        }
        return type is { Length: > 0 }
            ? new Step(number, type, Encoding.Latin1.GetBytes(body.ToString()), 0)
            : throw new CommandFailure(ExitStatus.WrongInput, $"{path}:{number}: the message has no type (35)");
    }

    internal sealed record Step(int Line, byte[]? MsgType, byte[]? Message, double WaitSeconds);
}
