using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// A short identifier by value (ClOrdID and the like): can be stored, compared and sent across threads without a heap
/// object.
/// <para><b>Limits.</b> 31 bytes. 32 bytes in memory, blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
public struct FixId : IEquatable<FixId>
{
    /// <summary>Longest identifier in bytes.</summary>
    public const int MaxBytes = 31;

    private byte _length;
    private Storage _bytes;

    /// <summary>
    /// Copies an identifier. False, leaving an empty one, when it is longer than <see cref="MaxBytes"/>.
    /// </summary>
    public static bool TryCreate(ReadOnlySpan<byte> value, out FixId id)
    {
        id = default;
        if (value.Length > MaxBytes)
            return false;
        value.CopyTo(id._bytes);
        id._length = (byte)value.Length;
        return true;
    }

    /// <summary>Length in bytes; 0 when there is no identifier.</summary>
    public readonly int Length => _length;

    /// <summary>The bytes; valid as long as the variable they are asked of.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)_bytes)[.._length];

    /// <inheritdoc/>
    public readonly bool Equals(FixId other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is FixId other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => (int)FixValue.Hash(Bytes);

    /// <inheritdoc/>
    public override readonly string ToString() => System.Text.Encoding.Latin1.GetString(Bytes);

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(FixId left, FixId right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(FixId left, FixId right) => !left.Equals(right);

    [InlineArray(MaxBytes)]
    private struct Storage
    {
        private byte _first;
    }
}
