namespace HftGateway.Sbe.Schema;

/// <summary>A field of a message or group, fully resolved.</summary>
public sealed class SbeField : SbeElement
{
    /// <summary>The field's number (a FIX tag where the schema is one of FIX).</summary>
    public required int Id { get; init; }

    /// <summary>Bytes from the start of the block; for a constant, where it would be.</summary>
    public required int Offset { get; init; }

    /// <summary>The field's type.</summary>
    public required SbeEncoding Encoding { get; init; }

    /// <summary>The presence in effect: the field's own, else its type's.</summary>
    public required SbePresence Presence { get; init; }

    /// <summary>The constant of a constant field, else null.</summary>
    public SbeConstant? Constant { get; init; }

    /// <summary>The field's <c>timeUnit</c> attribute, or null.</summary>
    public string? TimeUnit { get; init; }

    /// <summary>The field's <c>epoch</c> attribute, or null.</summary>
    public string? Epoch { get; init; }

    /// <summary>Bytes that the field takes in the block; 0 for a constant.</summary>
    public int Size => Presence == SbePresence.Constant ? 0 : Encoding.Size;

    /// <summary>
    /// The null value of a scalar or enum, or of each element of an array, whatever the presence; null for sets and composites.
    /// </summary>
    public SbeValue? NullValue => Encoding switch
    {
        SbeTypeEncoding type => type.NullValue,
        SbeEnumEncoding type => type.NullValue,
        _ => null,
    };
}
