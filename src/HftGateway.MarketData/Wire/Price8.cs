using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Wire;

/// <summary>
/// A price with eight implied decimals: an unsigned 64-bit big-endian integer in 1/100000000.
/// Converts implicitly from and to <see cref="ulong"/>, so that a message struct overlays the wire and is still used
/// like
/// a plain one.
/// <para><b>Invariants.</b> 8 bytes, alignment 1 inside a <c>Pack = 1</c> struct; the default value is 0.</para>
/// <para><b>Cost.</b> One load and one byte swap (<c>movbe</c> where the CPU has it).</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Price8 : IEquatable<Price8>
{
    private ulong _wire;

    /// <summary>The value in the host's byte order.</summary>
    public ulong Value
    {
        readonly get => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_wire) : _wire;
        set => _wire = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>The value in the host's byte order.</summary>
    public static implicit operator ulong(Price8 field) => field.Value;

    /// <summary>The wire form of <paramref name="value"/>.</summary>
    public static implicit operator Price8(ulong value)
    {
        Price8 field = default;
        field.Value = value;
        return field;
    }

    /// <summary>Equality of values.</summary>
    public static bool operator ==(Price8 left, Price8 right) => left._wire == right._wire;

    /// <summary>Inequality of values.</summary>
    public static bool operator !=(Price8 left, Price8 right) => left._wire != right._wire;

    /// <inheritdoc/>
    public readonly bool Equals(Price8 other) => _wire == other._wire;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Price8 other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Value.GetHashCode();

    /// <summary>The value as decimal text. Allocates.</summary>
    public override readonly string ToString() => Value.ToString(null, CultureInfo.InvariantCulture);
}
