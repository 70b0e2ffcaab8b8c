namespace HftGateway.Fix.Config;

/// <summary>
/// Reads session settings as QuickFIX writes them: <c>[DEFAULT]</c> and <c>[SESSION]</c> sections of <c>Key=Value</c>
/// lines; what <c>[DEFAULT]</c> says holds for the sessions behind it. <c>#</c> begins a comment line.
/// </summary>
internal static class CfgReader
{
    internal static List<RawSession> Read(string file, string text)
    {
        var sessions = new List<RawSession>();
        var defaults = new RawSession(file, 1);
        RawSession? current = null;
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[')
            {
                current = Section(file, number, line, defaults);
                if (current != defaults)
                    sessions.Add(current);
                continue;
            }
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FixConfigException($"{file}:{number}: '{line}' is neither [SECTION] nor Key=Value");
            if (current is null)
                throw new FixConfigException($"{file}:{number}: a setting before [DEFAULT] or [SESSION]");
            current.Set(line[..equals].Trim(), line[(equals + 1)..].Trim(), number);
        }
        return sessions;
    }

    private static RawSession Section(string file, int number, string line, RawSession defaults)
        => line.ToUpperInvariant() switch
        {
            "[DEFAULT]" => defaults,
            "[SESSION]" => defaults.CopyTo(number),
            _ => throw new FixConfigException($"{file}:{number}: {line}: [DEFAULT] and [SESSION] are valid"),
        };
}
