namespace HftGateway.Sbe.Schema;

/// <summary>An enumeration.</summary>
public sealed class SbeEnumEncoding : SbeEncoding
{
    /// <summary>The type on the wire: <c>char</c> or an integer.</summary>
    public required SbePrimitiveType Primitive { get; init; }

    /// <summary>The <c>encodingType</c> attribute as written: a primitive's or a type's name.</summary>
    public required string EncodingTypeName { get; init; }

    /// <summary>The value that stands for null: the enum's own, its encoding type's, or the primitive's default.</summary>
    public required SbeValue NullValue { get; init; }

    /// <summary>The valid values in the order of the schema; names and values are distinct.</summary>
    public required IReadOnlyList<SbeValidValue> Values { get; init; }

    /// <summary>The valid value with this number, or null (an unknown value is not an error on the wire).</summary>
    public SbeValidValue? Find(SbeValue value)
    {
        foreach (SbeValidValue candidate in Values)
        {
            if (candidate.Value.Bits == value.Bits)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The valid value with this name, or null.</summary>
    public SbeValidValue? Find(string name)
    {
        foreach (SbeValidValue candidate in Values)
        {
            if (candidate.Name == name)
            {
                return candidate;
            }
        }

        return null;
    }
}
