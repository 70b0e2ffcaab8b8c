namespace HftGateway.Sbe.Schema;

/// <summary>A simple type: one value of a primitive type, or a fixed array of them.</summary>
public sealed class SbeTypeEncoding : SbeEncoding
{
    /// <summary>The primitive type of each element.</summary>
    public required SbePrimitiveType Primitive { get; init; }

    /// <summary>Number of elements: 1 for a scalar, 0 for the variable part of a data composite.</summary>
    public required int Length { get; init; }

    /// <summary>True when there is more than one element.</summary>
    public bool IsArray => Length > 1;

    /// <summary>True for <c>length="0"</c>: the variable part of a data composite.</summary>
    public bool IsVariableLength => Length == 0;

    /// <summary>The <c>characterEncoding</c> attribute as written, or null.</summary>
    public string? CharacterEncoding { get; init; }

    /// <summary>How the bytes become text; <see cref="SbeTextEncoding.None"/> for numbers and plain bytes.</summary>
    public SbeTextEncoding TextEncoding { get; init; }

    /// <summary>True for <c>char</c>, and for single bytes with a <c>characterEncoding</c>.</summary>
    public bool IsText => TextEncoding != SbeTextEncoding.None;

    /// <summary>The value that stands for null: the schema's, or the primitive type's default.</summary>
    public required SbeValue NullValue { get; init; }

    /// <summary>The smallest value: the schema's, or the primitive type's default.</summary>
    public required SbeValue MinValue { get; init; }

    /// <summary>The largest value: the schema's, or the primitive type's default.</summary>
    public required SbeValue MaxValue { get; init; }

    /// <summary>True when the schema names a <c>nullValue</c>.</summary>
    public bool HasExplicitNull { get; init; }

    /// <summary>True when the schema names a <c>minValue</c>.</summary>
    public bool HasExplicitMin { get; init; }

    /// <summary>True when the schema names a <c>maxValue</c>.</summary>
    public bool HasExplicitMax { get; init; }

    /// <summary>The constant, where <see cref="SbeEncoding.Presence"/> is constant; else null.</summary>
    public SbeConstant? Constant { get; init; }
}
