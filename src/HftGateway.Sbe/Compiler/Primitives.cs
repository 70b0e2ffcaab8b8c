using System.Globalization;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>Primitive types in C#.</summary>
internal static class Primitives
{
    private static readonly string[] Types =
        ["byte", "sbyte", "short", "int", "long", "byte", "ushort", "uint", "ulong", "float", "double"];

    private static readonly string[] Accessors =
        ["UInt8", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Single", "Double"];

    /// <summary>The C# type.</summary>
    public static string Type(SbePrimitiveType primitive) => Types[(int)primitive];

    /// <summary>The end of the names of the runtime's reading and writing methods.</summary>
    public static string Accessor(SbePrimitiveType primitive) => Accessors[(int)primitive];

    /// <summary>True when <see cref="Literal"/> of the value can initialise a <c>const</c>.</summary>
    public static bool IsConst(SbeValue value) => !value.Primitive.IsFloatingPoint() || !value.IsNaN;

    /// <summary>A value as a C# expression of its type, exact to the bit.</summary>
    public static string Literal(SbeValue value) => value.Primitive switch
    {
        SbePrimitiveType.Float
            => FormattableString.Invariant($"BitConverter.UInt32BitsToSingle(0x{(uint)value.Bits:X8}u)"),
        SbePrimitiveType.Double
            => FormattableString.Invariant($"BitConverter.UInt64BitsToDouble(0x{value.Bits:X16}ul)"),
        SbePrimitiveType.Int64 => value.AsInt64 == long.MinValue
            ? "long.MinValue" : value.AsInt64.ToString(CultureInfo.InvariantCulture) + "L",
        SbePrimitiveType.Int32 => value.AsInt64 == int.MinValue
            ? "int.MinValue" : value.AsInt64.ToString(CultureInfo.InvariantCulture),
        SbePrimitiveType.UInt32 => value.Bits.ToString(CultureInfo.InvariantCulture) + "u",
        SbePrimitiveType.UInt64 => value.Bits.ToString(CultureInfo.InvariantCulture) + "ul",
        SbePrimitiveType.Int8 or SbePrimitiveType.Int16 => value.AsInt64.ToString(CultureInfo.InvariantCulture),
        _ => value.Bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The bytes of a value in the schema's order.</summary>
    public static void Put(byte[] target, int offset, SbeValue value, SbeByteOrder order)
    {
        int size = value.Primitive.Size();
        for (int i = 0; i < size; i++)
        {
            int shift = 8 * (order == SbeByteOrder.LittleEndian ? i : size - 1 - i);
            target[offset + i] = (byte)(value.Bits >> shift);
        }
    }
}
