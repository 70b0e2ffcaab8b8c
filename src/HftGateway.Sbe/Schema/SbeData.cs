namespace HftGateway.Sbe.Schema;

/// <summary>Variable data: a length, then that many bytes.</summary>
public sealed class SbeData : SbeElement
{
    /// <summary>The data's number.</summary>
    public required int Id { get; init; }

    /// <summary>The composite of length and data.</summary>
    public required SbeCompositeEncoding Composite { get; init; }

    /// <summary>Bytes from the start of the composite to the data: the length and whatever else the schema puts in front.</summary>
    public int HeaderSize => Composite.Members[Composite.Members.Count - 1].Offset;

    /// <summary>The member that holds the number of bytes: an unsigned scalar.</summary>
    public required SbeMember Length { get; init; }

    /// <summary>The type of the bytes, which says whether they are text.</summary>
    public required SbeTypeEncoding VarData { get; init; }
}
