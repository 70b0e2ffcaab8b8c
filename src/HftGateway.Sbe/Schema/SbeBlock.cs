namespace HftGateway.Sbe.Schema;

/// <summary>What messages and groups have in common: a block of fields, then groups, then variable data.</summary>
public abstract class SbeBlock : SbeElement
{
    private protected SbeBlock()
    {
    }

    /// <summary>A message's template id; a group's number.</summary>
    public required int Id { get; init; }

    /// <summary>Bytes of the block in this version of the schema, padding included.</summary>
    public required int BlockLength { get; init; }

    /// <summary>The fields in the order of the schema, constants included.</summary>
    public required IReadOnlyList<SbeField> Fields { get; init; }

    /// <summary>The repeating groups in the order of the wire.</summary>
    public required IReadOnlyList<SbeGroup> Groups { get; init; }

    /// <summary>The variable data in the order of the wire.</summary>
    public required IReadOnlyList<SbeData> Data { get; init; }
}
