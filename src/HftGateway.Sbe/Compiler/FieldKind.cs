namespace HftGateway.Sbe.Compiler;

/// <summary>How a field looks in C#.</summary>
internal enum FieldKind
{
    /// <summary>One number or byte.</summary>
    Scalar,

    /// <summary>An enum.</summary>
    Enum,

    /// <summary>A set of flags.</summary>
    Set,

    /// <summary>Text of a fixed length: a span of bytes.</summary>
    Text,

    /// <summary>Bytes of a fixed number, not text: a span.</summary>
    Bytes,

    /// <summary>Numbers of a fixed count: a method with an index.</summary>
    Array,

    /// <summary>Mantissa and exponent: a value.</summary>
    Decimal,

    /// <summary>Any other composite: a flyweight.</summary>
    Composite,

    /// <summary>A constant: not on the wire.</summary>
    Constant,
}
