namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// The dictionaries of a session: one for its header, trailer and own messages, one for application messages. Up to FIX
/// 4.4 both are the same; over FIXT.1.1 the second one follows from ApplVerID.
/// <para><b>Threading.</b> Immutable; one for all sessions of a version.</para>
/// </summary>
public sealed class FixMessageSchema
{
    /// <summary>Makes a schema.</summary>
    /// <param name="session">Tables of the session dictionary.</param>
    /// <param name="application">Tables of the application dictionary; null when it is the same.</param>
    /// <exception cref="ArgumentException">The first dictionary has no header.</exception>
    public FixMessageSchema(FixDictionaryTables session, FixDictionaryTables? application = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!session.Dictionary.HasSession)
        {
            throw new ArgumentException(
                $"{session.Dictionary.Name} describes {session.Dictionary.Version}, which has no session layer: "
                + "use a FIXT dictionary for the session", nameof(session));
        }
        Session = session;
        Application = application ?? session;
        DataFields = ReferenceEquals(Session, Application) ? session.DataFields : Union(session, Application);
    }

    /// <summary>Makes a schema from one dictionary of FIX 4.x.</summary>
    public FixMessageSchema(FixDictionary dictionary)
        : this(new FixDictionaryTables(dictionary))
    {
    }

    /// <summary>Makes a schema from a FIXT dictionary and one of FIX 5.0 or later (or of 4.x, for its messages).</summary>
    public FixMessageSchema(FixDictionary session, FixDictionary application)
        : this(new FixDictionaryTables(session), new FixDictionaryTables(application))
    {
    }

    /// <summary>Tables for header, trailer and the session's messages.</summary>
    public FixDictionaryTables Session { get; }

    /// <summary>Tables for application messages.</summary>
    public FixDictionaryTables Application { get; }

    /// <summary>BeginString [8] of the session.</summary>
    public string BeginString => Session.Dictionary.BeginString;

    /// <summary>The length/data pairs of both dictionaries.</summary>
    public FixDataFields DataFields { get; }

    /// <summary>Either dictionary has a message with this MsgType [35].</summary>
    public bool HasMessage(ReadOnlySpan<byte> msgType) => Find(msgType, out _) >= 0;

    /// <summary>Name, type and values of a tag; null when it is not defined. Not for the hot path.</summary>
    public FixFieldDefinition? FieldOf(int tag) => Application.FieldOf(tag) ?? Session.FieldOf(tag);

    // A message of the session dictionary is the session's, whatever the application dictionary has under its type.
    internal int Find(ReadOnlySpan<byte> msgType, out FixDictionaryTables tables)
    {
        tables = Session;
        int block = Session.BlockOfMessage(msgType);
        if (block >= 0 || ReferenceEquals(Session, Application))
            return block;
        tables = Application;
        return Application.BlockOfMessage(msgType);
    }

    private static FixDataFields Union(FixDictionaryTables session, FixDictionaryTables application)
    {
        Dictionary<int, int> pairs = [];
        foreach (FixDictionaryTables tables in new[] { session, application })
        {
            foreach (FixFieldDefinition field in tables.Dictionary.Fields)
            {
                if (field.DataTag != 0)
                    pairs.TryAdd(field.Tag, field.DataTag);
            }
        }
        return new FixDataFields(pairs.SelectMany(static p => new[] { p.Key, p.Value }).ToArray());
    }
}
