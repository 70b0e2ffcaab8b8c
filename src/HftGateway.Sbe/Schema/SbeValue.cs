using System.Globalization;

namespace HftGateway.Sbe.Schema;

/// <summary>
/// One value of a primitive type, exact to the bit. Integers are kept sign- or zero-extended to 64 bits, floats as their own bit
/// pattern in the low bits. Two values are equal when type and bits are (so a NaN equals itself).
/// <para><b>Cost:</b> not on the hot path.</para>
/// </summary>
public readonly struct SbeValue : IEquatable<SbeValue>
{
    private SbeValue(SbePrimitiveType primitive, ulong bits)
    {
        Primitive = primitive;
        Bits = bits;
    }

    /// <summary>The type of the value.</summary>
    public SbePrimitiveType Primitive { get; }

    /// <summary>The value's bits: integers extended to 64 bits, floats as their pattern.</summary>
    public ulong Bits { get; }

    /// <summary>The value of a signed integer type; for others its bits as a signed number.</summary>
    public long AsInt64 => unchecked((long)Bits);

    /// <summary>The value of an unsigned integer type or <c>char</c>.</summary>
    public ulong AsUInt64 => Bits;

    /// <summary>The value of a <c>float</c>.</summary>
    public unsafe float AsSingle
    {
        get
        {
            uint bits = unchecked((uint)Bits);
            return *(float*)&bits;
        }
    }

    /// <summary>The value as a double: exact for floats and for integers up to 2^53.</summary>
    public double AsDouble => Primitive switch
    {
        SbePrimitiveType.Float => AsSingle,
        SbePrimitiveType.Double => BitConverter.Int64BitsToDouble(AsInt64),
        _ when Primitive.IsSigned() => AsInt64,
        _ => Bits,
    };

    /// <summary>True for the not-a-number patterns of <c>float</c> and <c>double</c>.</summary>
    public bool IsNaN => Primitive.IsFloatingPoint() && double.IsNaN(AsDouble);

    /// <summary>A value of a signed integer type.</summary>
    public static SbeValue FromInt64(SbePrimitiveType primitive, long value) => new(primitive, unchecked((ulong)value));

    /// <summary>A value of an unsigned integer type or <c>char</c>.</summary>
    public static SbeValue FromUInt64(SbePrimitiveType primitive, ulong value) => new(primitive, value);

    /// <summary>A <c>float</c>.</summary>
    public static unsafe SbeValue FromSingle(float value) => new(SbePrimitiveType.Float, *(uint*)&value);

    /// <summary>
    /// The quiet NaN that writers in C, C++, Java and Python use (sign bit clear; .NET's own constant has it set). It is the default null.
    /// </summary>
    public static SbeValue NaN(SbePrimitiveType primitive)
        => new(primitive, primitive == SbePrimitiveType.Float ? 0x7FC0_0000UL : 0x7FF8_0000_0000_0000UL);

    /// <summary>A <c>double</c>.</summary>
    public static SbeValue FromDouble(double value)
        => new(SbePrimitiveType.Double, unchecked((ulong)BitConverter.DoubleToInt64Bits(value)));

    /// <summary>A value from the bits that are on the wire (already in this machine's order).</summary>
    /// <param name="primitive">The type.</param>
    /// <param name="raw">The bits; those above the type's size are ignored.</param>
    public static SbeValue FromRawBits(SbePrimitiveType primitive, ulong raw)
    {
        int unused = 64 - (primitive.Size() * 8);
        ulong shifted = raw << unused;
        return new SbeValue(
            primitive,
            primitive.IsSigned() ? unchecked((ulong)((long)shifted >> unused)) : shifted >> unused);
    }

    /// <summary>
    /// True when this value is what <paramref name="nullValue"/> stands for: the same bits, or any NaN where the null is a NaN.
    /// </summary>
    public bool IsNull(SbeValue nullValue) => Bits == nullValue.Bits || (nullValue.IsNaN && IsNaN);

    /// <summary>Orders two values of one type by size: negative, zero or positive. NaN is below everything.</summary>
    public int CompareTo(SbeValue other) => Primitive switch
    {
        _ when Primitive.IsFloatingPoint() => AsDouble.CompareTo(other.AsDouble),
        _ when Primitive.IsSigned() => AsInt64.CompareTo(other.AsInt64),
        _ => Bits.CompareTo(other.Bits),
    };

    /// <inheritdoc/>
    public bool Equals(SbeValue other) => Primitive == other.Primitive && Bits == other.Bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SbeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Bits.GetHashCode() ^ (int)Primitive;

    /// <summary>The value in the invariant culture: an exact integer, a shortest round-trip float, a <c>char</c> as its number.</summary>
    public override string ToString() => Primitive switch
    {
        SbePrimitiveType.Float => AsSingle.ToString("R", CultureInfo.InvariantCulture),
        SbePrimitiveType.Double => AsDouble.ToString("R", CultureInfo.InvariantCulture),
        _ when Primitive.IsSigned() => AsInt64.ToString(CultureInfo.InvariantCulture),
        _ => Bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Equality of type and bits.</summary>
    public static bool operator ==(SbeValue left, SbeValue right) => left.Equals(right);

    /// <summary>Inequality of type or bits.</summary>
    public static bool operator !=(SbeValue left, SbeValue right) => !left.Equals(right);
}
