using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Wire;

/// <summary>
/// A price with four implied decimals: an unsigned 32-bit big-endian integer in 1/10000 dollar.
/// Converts implicitly from and to <see cref="uint"/>, so that a message struct overlays the wire and is still used
/// like
/// a plain one.
/// <para><b>Invariants.</b> 4 bytes, alignment 1 inside a <c>Pack = 1</c> struct; the default value is 0.</para>
/// <para><b>Cost.</b> One load and one byte swap (<c>movbe</c> where the CPU has it).</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Price4 : IEquatable<Price4>
{
    private uint _wire;

    /// <summary>The value in the host's byte order.</summary>
    public uint Value
    {
        readonly get => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_wire) : _wire;
        set => _wire = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>The value in the host's byte order.</summary>
    public static implicit operator uint(Price4 field) => field.Value;

    /// <summary>The wire form of <paramref name="value"/>.</summary>
    public static implicit operator Price4(uint value)
    {
        Price4 field = default;
        field.Value = value;
        return field;
    }

    /// <summary>Equality of values.</summary>
    public static bool operator ==(Price4 left, Price4 right) => left._wire == right._wire;

    /// <summary>Inequality of values.</summary>
    public static bool operator !=(Price4 left, Price4 right) => left._wire != right._wire;

    /// <inheritdoc/>
    public readonly bool Equals(Price4 other) => _wire == other._wire;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Price4 other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Value.GetHashCode();

    /// <summary>The value as decimal text. Allocates.</summary>
    public override readonly string ToString() => Value.ToString(null, CultureInfo.InvariantCulture);
}
