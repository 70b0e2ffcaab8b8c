namespace HftGateway.Fix.Config;

/// <summary>
/// The settings of one session as text, its own over the defaults. Names are compared without regard to case and
/// underscores: <c>SenderCompID</c> and <c>sender_comp_id</c> are one.
/// </summary>
internal sealed class RawSession(string file, int line)
{
    private readonly Dictionary<string, (string Name, string Value, int Line)> _values = [];

    internal string File { get; } = file;

    internal int Line { get; } = line;

    internal IEnumerable<(string Name, string Value, int Line)> Values => _values.Values;

    internal static string Normal(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    internal void Set(string name, string value, int line) => _values[Normal(name)] = (name, value, line);

    internal bool Contains(string name) => _values.ContainsKey(Normal(name));

    internal bool TryGet(string name, out string value, out int line)
    {
        bool found = _values.TryGetValue(Normal(name), out (string Name, string Value, int Line) entry);
        (value, line) = found ? (entry.Value, entry.Line) : ("", Line);
        return found;
    }

    internal RawSession CopyTo(int line)
    {
        var copy = new RawSession(File, line);
        foreach ((string name, string value, int valueLine) in Values)
            copy.Set(name, value, valueLine);
        return copy;
    }
}
