namespace HftGateway.Sbe.Schema;

/// <summary>
/// A schema without errors, everything resolved: offsets, sizes, null values and constants are numbers.
/// <para><b>Threading:</b> immutable.</para>
/// <para><b>Reference:</b> FIX Simple Binary Encoding 1.0.</para>
/// </summary>
public sealed class SbeSchema
{
    private readonly Dictionary<int, SbeMessage> _messagesById = [];
    private readonly Dictionary<string, SbeEncoding> _typesByName = [];
    private readonly IReadOnlyList<SbeMessage> _messages = [];
    private readonly IReadOnlyList<SbeEncoding> _types = [];

    /// <summary>The <c>package</c> attribute; empty where the schema has none.</summary>
    public required string Package { get; init; }

    /// <summary>The schema's id.</summary>
    public required int Id { get; init; }

    /// <summary>The schema's version.</summary>
    public required int Version { get; init; }

    /// <summary>The <c>semanticVersion</c> attribute, or null.</summary>
    public string? SemanticVersion { get; init; }

    /// <summary>The <c>description</c> attribute, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Byte order of every number.</summary>
    public required SbeByteOrder ByteOrder { get; init; }

    /// <summary>The message header.</summary>
    public required SbeHeader Header { get; init; }

    /// <summary>The named types in the order of the files, used or not.</summary>
    public required IReadOnlyList<SbeEncoding> Types
    {
        get => _types;
        init
        {
            _types = value;
            foreach (SbeEncoding type in value)
            {
                _typesByName[type.Name] = type;
            }
        }
    }

    /// <summary>The messages in the order of the file.</summary>
    public required IReadOnlyList<SbeMessage> Messages
    {
        get => _messages;
        init
        {
            _messages = value;
            foreach (SbeMessage message in value)
            {
                _messagesById[message.Id] = message;
            }
        }
    }

    /// <summary>The message with this template id, or null.</summary>
    public SbeMessage? FindMessage(int templateId)
        => _messagesById.TryGetValue(templateId, out SbeMessage? message) ? message : null;

    /// <summary>The message with this name, or null.</summary>
    public SbeMessage? FindMessage(string name)
    {
        foreach (SbeMessage message in _messages)
        {
            if (message.Name == name)
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>The named type, or null.</summary>
    public SbeEncoding? FindType(string name) => _typesByName.TryGetValue(name, out SbeEncoding? type) ? type : null;
}
