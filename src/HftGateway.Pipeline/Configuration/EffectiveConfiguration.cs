using System.Globalization;

namespace HftGateway.Pipeline.Configuration;

/// <summary>
/// The configuration in force: every key of <see cref="SettingTable"/> with its value and where that came from
/// (default, file and line, or command line). Every value has been checked against its type and range.
/// </summary>
public sealed class EffectiveConfiguration
{
    private readonly Dictionary<string, (string Value, string Source)> _values = new(StringComparer.Ordinal);

    private EffectiveConfiguration()
    {
        foreach (Setting setting in SettingTable.All)
            _values[setting.Key] = (setting.Default, "default");
    }

    /// <summary>Builds the configuration from its sources, later ones winning.</summary>
    /// <param name="path">YAML file, or null.</param>
    /// <param name="presets">Values that a subcommand presets (weaker than the file).</param>
    /// <param name="overrides"><c>section.key=value</c> of <c>--set</c>.</param>
    /// <returns>The configuration in force.</returns>
    /// <exception cref="ConfigurationException">Unknown key, wrong type or value out of range; names file, line, key
    /// and valid range.</exception>
    public static EffectiveConfiguration Load(
        string? path, IReadOnlyDictionary<string, string> presets, IEnumerable<string> overrides)
    {
        var result = new EffectiveConfiguration();
        foreach ((string key, string value) in presets)
            result.Set(key, value, "preset", "preset");
        if (path != null)
        {
            foreach ((string key, (string value, int line)) in ConfigurationFile.Read(path))
                result.Set(key, value, $"{path}:{line}", $"{path}:{line}");
        }

        foreach (string entry in overrides)
        {
            int equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new ConfigurationException($"--set {entry}: expected section.key=value");
            result.Set(entry[..equals], entry[(equals + 1)..], "--set", "--set");
        }

        return result;
    }

    /// <summary>All keys with value and source, in the table's order.</summary>
    /// <returns>The rows of <c>hftgw config show</c>.</returns>
    public IEnumerable<(Setting Setting, string Value, string Source)> Rows()
        => SettingTable.All.Select(s => (s, _values[s.Key].Value, _values[s.Key].Source));

    /// <summary>Text value.</summary>
    /// <param name="key">Key of the table.</param>
    /// <returns>The value.</returns>
    public string Text(string key) => _values[key].Value;

    /// <summary>Boolean value.</summary>
    /// <param name="key">Key of the table.</param>
    /// <returns>The value.</returns>
    public bool Boolean(string key) => Text(key) == "true";

    /// <summary>64-bit integer value.</summary>
    /// <param name="key">Key of the table.</param>
    /// <returns>The value, inside its range.</returns>
    public long Long(string key) => Setting.TryInteger(Text(key), out long value) ? value : throw NotOfType(key);

    /// <summary>32-bit integer value.</summary>
    /// <param name="key">Key of the table.</param>
    /// <returns>The value, inside its range.</returns>
    public int Int(string key) => checked((int)Long(key));

    /// <summary>Number value.</summary>
    /// <param name="key">Key of the table.</param>
    /// <returns>The value, inside its range.</returns>
    public double Number(string key) => Setting.TryNumber(Text(key), out double value) ? value : throw NotOfType(key);

    /// <summary>Seconds since midnight of a time of day.</summary>
    /// <param name="key">Key of the table.</param>
    /// <returns>Seconds, 0 to 86,400.</returns>
    public int Seconds(string key) => Setting.TryTimeOfDay(Text(key), out int value) ? value : throw NotOfType(key);

    /// <summary>List value.</summary>
    /// <param name="key">Key of the table.</param>
    /// <returns>The entries, without surrounding blanks or brackets.</returns>
    public IReadOnlyList<string> List(string key) => Text(key).Trim('[', ']')
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Where a value came from, for messages about combinations of values.</summary>
    /// <param name="key">Key of the table.</param>
    /// <returns>default, preset, file:line or --set.</returns>
    public string Source(string key) => _values[key].Source;

    private void Set(string key, string value, string source, string where)
    {
        if (!SettingTable.ByKey.TryGetValue(key, out Setting? setting))
        {
            string near = SettingTable.Nearest(key);
            throw new ConfigurationException(string.Create(CultureInfo.InvariantCulture,
                $"{where}: unknown key '{key}'; did you mean '{near}'? ('hftgw config show' lists all keys)"));
        }

        if (setting.Check(value) is { } wrong)
            throw new ConfigurationException($"{where}: {key}: '{value}' {wrong}; valid is {setting.ValidRange}");
        _values[key] = (value, source);
    }

    private static InvalidOperationException NotOfType(string key)
        => new($"{key} was read as another type than its own");
}
