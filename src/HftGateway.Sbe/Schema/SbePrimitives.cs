namespace HftGateway.Sbe.Schema;

/// <summary>
/// Sizes, ranges and null values of the primitive types: the table in the standard's section "Field encoding".
/// </summary>
public static class SbePrimitives
{
    private static readonly string[] Names =
        ["char", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double"];

    private static readonly int[] Sizes = [1, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8];

    /// <summary>Bytes that one value takes: 1, 2, 4 or 8.</summary>
    public static int Size(this SbePrimitiveType type) => Sizes[(int)type];

    /// <summary>The schema's name of the type, such as <c>uint16</c>.</summary>
    public static string SchemaName(this SbePrimitiveType type) => Names[(int)type];

    /// <summary>True for <c>uint8</c> to <c>uint64</c>; <c>char</c> is not a number.</summary>
    public static bool IsUnsigned(this SbePrimitiveType type)
        => type is >= SbePrimitiveType.UInt8 and <= SbePrimitiveType.UInt64;

    /// <summary>True for <c>int8</c> to <c>int64</c>.</summary>
    public static bool IsSigned(this SbePrimitiveType type)
        => type is >= SbePrimitiveType.Int8 and <= SbePrimitiveType.Int64;

    /// <summary>True for <c>float</c> and <c>double</c>.</summary>
    public static bool IsFloatingPoint(this SbePrimitiveType type)
        => type is SbePrimitiveType.Float or SbePrimitiveType.Double;

    /// <summary>The null value that a type has when its schema names none.</summary>
    public static SbeValue DefaultNull(this SbePrimitiveType type) => type switch
    {
        SbePrimitiveType.Char => SbeValue.FromUInt64(type, 0),
        SbePrimitiveType.Float or SbePrimitiveType.Double => SbeValue.NaN(type),
        _ when type.IsSigned() => SbeValue.FromInt64(type, Lowest(type)),
        _ => SbeValue.FromUInt64(type, Highest(type)),
    };

    /// <summary>The smallest value of a type whose schema names none. Excludes the null value of signed types.</summary>
    public static SbeValue DefaultMin(this SbePrimitiveType type) => type switch
    {
        SbePrimitiveType.Char => SbeValue.FromUInt64(type, 0x20),
        SbePrimitiveType.Float => SbeValue.FromSingle(float.MinValue),
        SbePrimitiveType.Double => SbeValue.FromDouble(double.MinValue),
        _ when type.IsSigned() => SbeValue.FromInt64(type, Lowest(type) + 1),
        _ => SbeValue.FromUInt64(type, 0),
    };

    /// <summary>The largest value of a type whose schema names none. Excludes the null value of unsigned types.</summary>
    public static SbeValue DefaultMax(this SbePrimitiveType type) => type switch
    {
        SbePrimitiveType.Char => SbeValue.FromUInt64(type, 0x7E),
        SbePrimitiveType.Float => SbeValue.FromSingle(float.MaxValue),
        SbePrimitiveType.Double => SbeValue.FromDouble(double.MaxValue),
        _ when type.IsSigned() => SbeValue.FromInt64(type, ~Lowest(type)),
        _ => SbeValue.FromUInt64(type, Highest(type) - 1),
    };

    /// <summary>Finds a primitive type by its schema name.</summary>
    /// <param name="name">A name such as <c>int32</c>; case matters.</param>
    /// <param name="type">The type, where the answer is true.</param>
    public static bool TryParse(string name, out SbePrimitiveType type)
    {
        int index = Array.IndexOf(Names, name);
        type = (SbePrimitiveType)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>The lowest number that the bits of a signed integer type can hold.</summary>
    internal static long Lowest(SbePrimitiveType type) => -1L << ((type.Size() * 8) - 1);

    /// <summary>The highest number that the bits of an unsigned integer type (or <c>char</c>) can hold.</summary>
    internal static ulong Highest(SbePrimitiveType type) => ulong.MaxValue >> (64 - (type.Size() * 8));
}
