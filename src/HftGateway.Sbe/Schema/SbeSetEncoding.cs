namespace HftGateway.Sbe.Schema;

/// <summary>A set of flags. It has no null; bits without a choice are written as zero.</summary>
public sealed class SbeSetEncoding : SbeEncoding
{
    /// <summary>The unsigned type on the wire.</summary>
    public required SbePrimitiveType Primitive { get; init; }

    /// <summary>The <c>encodingType</c> attribute as written: a primitive's or a type's name.</summary>
    public required string EncodingTypeName { get; init; }

    /// <summary>The choices in the order of the schema; names and bits are distinct.</summary>
    public required IReadOnlyList<SbeChoice> Choices { get; init; }
}
