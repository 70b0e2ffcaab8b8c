using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Wire;

/// <summary>
/// An unsigned 48-bit integer in network byte order: ITCH's ns since midnight. Converts implicitly from and to
/// <see cref="ulong"/>.
/// <para><b>Invariants.</b> 6 bytes. Setting keeps the low 48 bits: a day has fewer than 2^47 ns.</para>
/// <para><b>Cost.</b> Two loads and two byte swaps. A decoder that knows the field's surroundings reads 8 bytes at
/// once,
/// see <c>ItchNormalizer</c>.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct UInt48BigEndian : IEquatable<UInt48BigEndian>
{
    /// <summary>Largest value, 2^48 - 1.</summary>
    public const ulong MaxValue = (1UL << 48) - 1;

    private ushort _high;
    private uint _low;

    /// <summary>The value in the host's byte order; setting drops the bits above 48.</summary>
    public ulong Value
    {
        readonly get => BitConverter.IsLittleEndian
            ? ((ulong)BinaryPrimitives.ReverseEndianness(_high) << 32) | BinaryPrimitives.ReverseEndianness(_low)
            : ((ulong)_high << 32) | _low;
        set
        {
            ushort high = (ushort)(value >> 32);
            uint low = (uint)value;
            _high = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(high) : high;
            _low = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(low) : low;
        }
    }

    /// <summary>The value in the host's byte order.</summary>
    public static implicit operator ulong(UInt48BigEndian field) => field.Value;

    /// <summary>The wire form of the low 48 bits of <paramref name="value"/>.</summary>
    public static implicit operator UInt48BigEndian(ulong value)
    {
        UInt48BigEndian field = default;
        field.Value = value;
        return field;
    }

    /// <summary>Equality of values.</summary>
    public static bool operator ==(UInt48BigEndian left, UInt48BigEndian right) => left.Equals(right);

    /// <summary>Inequality of values.</summary>
    public static bool operator !=(UInt48BigEndian left, UInt48BigEndian right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(UInt48BigEndian other) => _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is UInt48BigEndian other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Value.GetHashCode();

    /// <summary>The value as decimal text. Allocates.</summary>
    public override readonly string ToString() => Value.ToString(null, CultureInfo.InvariantCulture);
}
