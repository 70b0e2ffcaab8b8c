using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>A field of a block or a member of a composite, with its C# names.</summary>
internal sealed class FieldPlan
{
    /// <summary>The element of the schema, for documentation.</summary>
    public required SbeElement Source { get; init; }

    /// <summary>The type of the schema.</summary>
    public required SbeEncoding Encoding { get; init; }

    /// <summary>How it looks in C#.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>Bytes from the start of the block or composite.</summary>
    public required int Offset { get; init; }

    /// <summary>The presence in effect.</summary>
    public required SbePresence Presence { get; init; }

    /// <summary>The version that added it.</summary>
    public required int Since { get; init; }

    /// <summary>The constant, else null.</summary>
    public SbeConstant? Constant { get; init; }

    /// <summary>The property's name.</summary>
    public required string Name { get; init; }

    /// <summary>The C# type of the value: a primitive, or the name of a generated type without Decoder or Encoder
    /// behind it.</summary>
    public required string Type { get; init; }

    /// <summary>The field's own number, or null for a member.</summary>
    public int? Id { get; init; }

    /// <summary>Bytes that it takes; 0 for a constant.</summary>
    public int Size => Kind == FieldKind.Constant ? 0 : Encoding.Size;

    /// <summary>Offset behind its last byte.</summary>
    public int End => Offset + Size;

    /// <summary>The null value of a scalar or enum, or of the elements of an array.</summary>
    public SbeValue NullValue => Constant?.Enum is { } named ? named.NullValue : Encoding switch
    {
        SbeTypeEncoding type => type.NullValue,
        SbeEnumEncoding type => type.NullValue,
        _ => default,
    };

    /// <summary>The primitive type on the wire of everything but composites.</summary>
    public SbePrimitiveType Primitive => Encoding switch
    {
        SbeTypeEncoding type => type.Primitive,
        SbeEnumEncoding type => type.Primitive,
        SbeSetEncoding type => type.Primitive,
        _ => SbePrimitiveType.UInt8,
    };

    /// <summary>Number of elements.</summary>
    public int Length => Encoding is SbeTypeEncoding type ? type.Length : 1;

    /// <summary>True when a property says whether there is a value.</summary>
    public bool CanBeMissing => Presence == SbePresence.Optional || Since > 0;

    /// <summary>True for a composite with members of later versions: it must know the acting version.</summary>
    public bool IsVersioned => Kind == FieldKind.Composite && SchemaPlan.IsVersioned(Encoding);
}
