using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace HftGateway.Pipeline.Configuration;

/// <summary>
/// Reads a YAML configuration file into keys, values and line numbers: two levels, <c>section: { name: value }</c>.
/// Duplicate keys, tabs and other YAML errors are reported with their line.
/// </summary>
public static class ConfigurationFile
{
    /// <summary>
    /// The largest file that is read, in bytes: a configuration is small, and a wrong path should not exhaust memory.
    /// </summary>
    public const long MaxBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the YAML file.</param>
    /// <returns>Values by <c>section.name</c>.</returns>
    /// <exception cref="ConfigurationException">The file cannot be read or is not of the expected shape.</exception>
    public static IReadOnlyDictionary<string, (string Value, int Line)> Read(string path)
    {
        string text;
        try
        {
            if (Directory.Exists(path))
                throw new ConfigurationException($"{path}: is a directory; give a YAML file");
            if (new FileInfo(path).Length > MaxBytes)
                throw new ConfigurationException(
                    $"{path}: larger than {MaxBytes} bytes; this is no configuration file");
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {error.Message}", error);
        }

        return Parse(path, text);
    }

    /// <summary>Reads a configuration text.</summary>
    /// <param name="name">Name for messages.</param>
    /// <param name="text">YAML.</param>
    /// <returns>Values by <c>section.name</c>.</returns>
    /// <exception cref="ConfigurationException">The text is not of the expected shape.</exception>
    public static IReadOnlyDictionary<string, (string Value, int Line)> Parse(string name, string text)
    {
        RefuseTabs(name, text);
        var values = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw new ConfigurationException($"{name}:{error.Start.Line}: {error.Message}", error);
        }

        if (stream.Documents.Count == 0)
            return values;
        if (stream.Documents.Count > 1)
            throw new ConfigurationException($"{name}: holds {stream.Documents.Count} YAML documents; one is expected");
        foreach ((string section, YamlNode body) in Entries(name, stream.Documents[0].RootNode, "the file"))
        {
            foreach ((string key, YamlNode value) in Entries(name, body, $"section '{section}'"))
                values.Add($"{section}.{key}", (Flatten(name, $"{section}.{key}", value), (int)value.Start.Line));
        }

        return values;
    }

    // The parser reports a tab at the beginning of the mapping that it is in; people look for the line.
    private static void RefuseTabs(string name, string text)
    {
        int line = 0;
        foreach (ReadOnlySpan<char> content in text.AsSpan().EnumerateLines())
        {
            line++;
            if (content[..^content.TrimStart().Length].Contains('\t'))
                throw new ConfigurationException($"{name}:{line}: a tab in the indentation; YAML takes spaces only");
        }
    }

    private static IEnumerable<(string Key, YamlNode Value)> Entries(string name, YamlNode node, string what)
    {
        if (node is not YamlMappingNode mapping)
            throw new ConfigurationException($"{name}:{node.Start.Line}: {what} must hold 'key: value' lines");
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            yield return key is YamlScalarNode { Value: { } text } ? (text, value)
                : throw new ConfigurationException($"{name}:{key.Start.Line}: a key of {what} is not plain text");
        }
    }

    // Lists become "a,b" and lists of lists "[[a,b],[c]]", the forms that --set takes as well.
    private static string Flatten(string name, string key, YamlNode node) => node switch
    {
        YamlScalarNode scalar => scalar.Value ?? "",
        YamlSequenceNode list when list.Children.Any(static c => c is YamlSequenceNode)
            => "[" + string.Join(',', list.Children.Select(c => "[" + Flatten(name, key, c) + "]")) + "]",
        YamlSequenceNode list => string.Join(',', list.Children.Select(c => Flatten(name, key, c))),
        _ => throw new ConfigurationException($"{name}:{node.Start.Line}: {key} must be a value or a list"),
    };
}
