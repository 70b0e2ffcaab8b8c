using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Wire;

/// <summary>
/// An unsigned 16-bit integer in network byte order.
/// Converts implicitly from and to <see cref="ushort"/>, so that a message struct overlays the wire and is still used
/// like
/// a plain one.
/// <para><b>Invariants.</b> 2 bytes, alignment 1 inside a <c>Pack = 1</c> struct; the default value is 0.</para>
/// <para><b>Cost.</b> One load and one byte swap (<c>movbe</c> where the CPU has it).</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct UInt16BigEndian : IEquatable<UInt16BigEndian>
{
    private ushort _wire;

    /// <summary>The value in the host's byte order.</summary>
    public ushort Value
    {
        readonly get => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_wire) : _wire;
        set => _wire = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>The value in the host's byte order.</summary>
    public static implicit operator ushort(UInt16BigEndian field) => field.Value;

    /// <summary>The wire form of <paramref name="value"/>.</summary>
    public static implicit operator UInt16BigEndian(ushort value)
    {
        UInt16BigEndian field = default;
        field.Value = value;
        return field;
    }

    /// <summary>Equality of values.</summary>
    public static bool operator ==(UInt16BigEndian left, UInt16BigEndian right) => left._wire == right._wire;

    /// <summary>Inequality of values.</summary>
    public static bool operator !=(UInt16BigEndian left, UInt16BigEndian right) => left._wire != right._wire;

    /// <inheritdoc/>
    public readonly bool Equals(UInt16BigEndian other) => _wire == other._wire;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is UInt16BigEndian other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Value.GetHashCode();

    /// <summary>The value as decimal text. Allocates.</summary>
    public override readonly string ToString() => Value.ToString(null, CultureInfo.InvariantCulture);
}
