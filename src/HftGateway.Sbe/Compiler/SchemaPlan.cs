using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>A schema with the C# names of everything that is generated from it.</summary>
internal sealed class SchemaPlan
{
    /// <summary>The schema.</summary>
    public required SbeSchema Schema { get; init; }

    /// <summary>The namespace of the generated types.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>public</c> or <c>internal</c>.</summary>
    public required string Access { get; init; }

    /// <summary>The C# names of enums, sets and composites; composites other than decimals without Decoder or
    /// Encoder.</summary>
    public Dictionary<SbeEncoding, string> TypeNames { get; } = [];

    /// <summary>Enums, sets and composites in the order of declaration, those declared inside composites
    /// included.</summary>
    public List<SbeEncoding> Types { get; } = [];

    /// <summary>The members of each composite.</summary>
    public Dictionary<SbeCompositeEncoding, IReadOnlyList<FieldPlan>> Members { get; } = [];

    /// <summary>The messages in the order of the schema.</summary>
    public List<MessagePlan> Messages { get; } = [];

    /// <summary>Structures that hold the elements of an array inside a block's structure: C# element type, length,
    /// name.</summary>
    public List<(string Element, int Length, string Name)> Arrays { get; } = [];

    /// <summary>Names that had to change.</summary>
    public List<CSharpRename> Renames { get; } = [];

    /// <summary>The class of the runtime that reads and writes numbers in the schema's byte order.</summary>
    public string Order => Schema.ByteOrder == SbeByteOrder.LittleEndian ? "SbeLittle" : "SbeBig";

    /// <summary>True when a value's bytes in memory of a little-endian machine are those of the wire.</summary>
    public bool IsBlittable(SbeEncoding encoding) => encoding switch
    {
        SbeTypeEncoding type => IsNative(type.Primitive),
        SbeEnumEncoding type => IsNative(type.Primitive),
        SbeSetEncoding type => IsNative(type.Primitive),
        SbeCompositeEncoding composite => composite.Members.All(m => m.Size == 0 || IsBlittable(m.Encoding)),
        _ => false,
    };

    /// <summary>True for a composite that is a value in C#: mantissa and exponent.</summary>
    public static bool IsDecimal(SbeEncoding encoding)
        => encoding is SbeCompositeEncoding { IsDecimal: true } composite && !IsVersioned(composite);

    /// <summary>True when a member of a composite, or of one inside it, came with a later version.</summary>
    public static bool IsVersioned(SbeEncoding encoding)
        => encoding is SbeCompositeEncoding composite
            && composite.Members.Any(m => m.SinceVersion > 0 || IsVersioned(m.Encoding));

    private bool IsNative(SbePrimitiveType primitive)
        => primitive.Size() == 1 || Schema.ByteOrder == SbeByteOrder.LittleEndian;
}
