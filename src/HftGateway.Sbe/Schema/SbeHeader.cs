namespace HftGateway.Sbe.Schema;

/// <summary>The message header. Members other than these are written as zero.</summary>
public sealed class SbeHeader
{
    /// <summary>The composite; its size is the number of bytes before the root block.</summary>
    public required SbeCompositeEncoding Composite { get; init; }

    /// <summary>Holds the bytes of the root block: an unsigned scalar.</summary>
    public required SbeMember BlockLength { get; init; }

    /// <summary>Holds the message's id: an unsigned scalar.</summary>
    public required SbeMember TemplateId { get; init; }

    /// <summary>Holds the schema's id: an unsigned scalar. A constant is not on the wire: every message is of this schema.</summary>
    public required SbeMember SchemaId { get; init; }

    /// <summary>
    /// Holds the version of the schema that the writer used: an unsigned scalar. A constant is not on the wire: every message is
    /// of this schema's version.
    /// </summary>
    public required SbeMember Version { get; init; }

    /// <summary>Counts the root's groups, or null.</summary>
    public SbeMember? NumGroups { get; init; }

    /// <summary>Counts the root's variable data, or null.</summary>
    public SbeMember? NumVarDataFields { get; init; }
}
