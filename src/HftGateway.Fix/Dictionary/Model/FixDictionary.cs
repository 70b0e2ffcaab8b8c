namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// A data dictionary: the fields, header, trailer and messages of one FIX version, as QuickFIX-style XML files describe
/// them.
/// <para><b>Threading.</b> Immutable.</para>
/// <para><b>Invariants.</b> Every reference is resolved, components are expanded, tags are unique within a block, every
/// group has a first member.</para>
/// <para><b>Cost.</b> Not for the hot path: <c>FixDictionaryTables</c> is the form that validation uses.</para>
/// </summary>
public sealed partial class FixDictionary
{
    /// <summary>Largest tag number.</summary>
    public const int MaxTag = 9_999_999;

    /// <summary>Groups within groups, at most.</summary>
    public const int MaxGroupDepth = 8;

    private readonly Dictionary<int, FixFieldDefinition> _byTag = [];
    private readonly Dictionary<string, FixFieldDefinition> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FixMessageDefinition> _byType = new(StringComparer.Ordinal);

    internal FixDictionary(
        string name, FixVersionId version, IReadOnlyList<FixFieldDefinition> fields, FixBlock header, FixBlock trailer,
        IReadOnlyList<FixMessageDefinition> messages)
    {
        Name = name;
        Version = version;
        Fields = fields;
        Header = header;
        Trailer = trailer;
        Messages = messages;
        foreach (FixFieldDefinition field in fields)
        {
            _byTag[field.Tag] = field;
            _byName[field.Name] = field;
        }
        foreach (FixMessageDefinition message in messages)
            _byType[message.MsgType] = message;
    }

    /// <summary>The file's name, for messages to people.</summary>
    public string Name { get; }

    /// <summary>The version it describes.</summary>
    public FixVersionId Version { get; }

    /// <summary>BeginString [8] of a session that this dictionary alone can serve; FIXT.1.1 for FIX 5.0 and later.</summary>
    public string BeginString => Version.BeginString;

    /// <summary>It describes a header, and so a session layer: FIX 4.x and FIXT do, FIX 5.x does not.</summary>
    public bool HasSession => Header.Members.Count != 0;

    /// <summary>All fields in the file's order.</summary>
    public IReadOnlyList<FixFieldDefinition> Fields { get; }

    /// <summary>The standard header; empty for FIX 5.0 and later.</summary>
    public FixBlock Header { get; }

    /// <summary>The standard trailer; empty for FIX 5.0 and later.</summary>
    public FixBlock Trailer { get; }

    /// <summary>All messages in the file's order.</summary>
    public IReadOnlyList<FixMessageDefinition> Messages { get; }

    /// <summary>Finds a field by its tag; null when it is not defined.</summary>
    public FixFieldDefinition? FindField(int tag) => _byTag.TryGetValue(tag, out FixFieldDefinition? f) ? f : null;

    /// <summary>Finds a field by its name; null when it is not defined.</summary>
    public FixFieldDefinition? FindField(string name) =>
        _byName.TryGetValue(name, out FixFieldDefinition? f) ? f : null;

    /// <summary>Finds a message by its MsgType [35]; null when it is not defined.</summary>
    public FixMessageDefinition? FindMessage(string msgType) =>
        _byType.TryGetValue(msgType, out FixMessageDefinition? m) ? m : null;

    /// <summary>Reads a dictionary's text.</summary>
    /// <param name="xml">The text.</param>
    /// <param name="name">The file's name for messages; it is not opened.</param>
    /// <exception cref="FixDictionaryException">The text is not a usable dictionary.</exception>
    public static FixDictionary Parse(string xml, string name)
    {
        FixDictionary? dictionary = FixDictionaryReader.Read(xml, name, out IReadOnlyList<FixDictionaryProblem> problems);
        return dictionary ?? throw new FixDictionaryException(name, problems);
    }

    /// <summary>Reads a dictionary's text, telling everything that is wrong with it.</summary>
    /// <param name="xml">The text.</param>
    /// <param name="name">The file's name for messages; it is not opened.</param>
    /// <param name="dictionary">The dictionary; null when there are errors.</param>
    /// <param name="problems">Errors and remarks in the order of their lines.</param>
    public static bool TryParse(
        string xml, string name, out FixDictionary? dictionary, out IReadOnlyList<FixDictionaryProblem> problems)
    {
        dictionary = FixDictionaryReader.Read(xml, name, out problems);
        return dictionary is not null;
    }
}
