using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace HftGateway.Fix.Config;

/// <summary>
/// Reads session settings as YAML: a mapping <c>default</c> and a list <c>sessions</c> of mappings, with the names of
/// the settings in either spelling.
/// </summary>
internal static class YamlReader
{
    internal static List<RawSession> Read(string file, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw new FixConfigException($"{file}:{error.Start.Line}: {error.Message}", error);
        }
        var sessions = new List<RawSession>();
        if (stream.Documents.Count == 0)
            return sessions;
        YamlMappingNode root = Mapping(file, stream.Documents[0].RootNode, "the file");
        var defaults = new RawSession(file, 1);
        YamlNode? list = null;
        foreach ((YamlNode key, YamlNode value) in root.Children)
        {
            switch ((key as YamlScalarNode)?.Value)
            {
                case "default" or "defaults":
                    Fill(defaults, file, value);
                    break;
                case "sessions":
                    list = value;
                    break;
                default:
                    throw new FixConfigException($"{file}:{key.Start.Line}: {key}: default and sessions are valid");
            }
        }
        if (list is not YamlSequenceNode entries)
            throw new FixConfigException($"{file}: 'sessions' must be a list of sessions");
        foreach (YamlNode entry in entries.Children)
        {
            RawSession session = defaults.CopyTo((int)entry.Start.Line);
            Fill(session, file, entry);
            sessions.Add(session);
        }
        return sessions;
    }

    private static void Fill(RawSession session, string file, YamlNode node)
    {
        foreach ((YamlNode key, YamlNode value) in Mapping(file, node, "a session").Children)
        {
            if (key is not YamlScalarNode { Value: { } name })
                throw new FixConfigException($"{file}:{key.Start.Line}: a key is not plain text");
            string text = value switch
            {
                YamlScalarNode scalar => scalar.Value ?? "",
                YamlSequenceNode list => string.Join(',', list.Children.Select(c => (c as YamlScalarNode)?.Value
                    ?? throw new FixConfigException($"{file}:{c.Start.Line}: {name} must be a list of values"))),
                _ => throw new FixConfigException($"{file}:{value.Start.Line}: {name} must be a value or a list"),
            };
            session.Set(name, text, (int)key.Start.Line);
        }
    }

    private static YamlMappingNode Mapping(string file, YamlNode node, string what) => node as YamlMappingNode
        ?? throw new FixConfigException($"{file}:{node.Start.Line}: {what} must hold 'key: value' lines");
}
