namespace HftGateway.Sbe.Schema;

/// <summary>The composite in front of a group's entries. Its holes are written as zero and ignored when read.</summary>
public sealed class SbeDimension
{
    /// <summary>The composite; its size is the number of bytes before the first entry.</summary>
    public required SbeCompositeEncoding Composite { get; init; }

    /// <summary>The member that holds the bytes of one entry's block: an unsigned scalar.</summary>
    public required SbeMember BlockLength { get; init; }

    /// <summary>The member that holds the number of entries: an unsigned scalar.</summary>
    public required SbeMember NumInGroup { get; init; }

    /// <summary>The member that counts nested groups of an entry, or null.</summary>
    public SbeMember? NumGroups { get; init; }

    /// <summary>The member that counts variable data of an entry, or null.</summary>
    public SbeMember? NumVarDataFields { get; init; }
}
