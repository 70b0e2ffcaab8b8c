using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace HftGateway.MarketData.Wire;

/// <summary>
/// Two ASCII characters, left justified and padded with spaces.
/// <para><b>Invariants.</b> 2 bytes, compared as one integer. Bytes from the wire are kept as they are, also when
/// they are no ASCII.</para>
/// <para><b>Cost.</b> Comparing is one load and one compare; text conversions allocate and are not for the hot
/// path.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Alpha2 : IEquatable<Alpha2>
{
    /// <summary>Length in bytes.</summary>
    public const int SizeBytes = 2;

    private ushort _wire;

    /// <summary>The bytes as one integer in the host's order: a key for look-ups, of no other meaning.</summary>
    public readonly ushort Raw => _wire;

    /// <summary>Number of characters without the padding at the end.</summary>
    public readonly int TrimmedLength
    {
        get
        {
            ReadOnlySpan<byte> bytes = AsBytes(in this);
            int length = SizeBytes;
            while (length > 0 && bytes[length - 1] is (byte)' ' or 0)
                length--;
            return length;
        }
    }

    /// <summary>A field of the text, padded with spaces.</summary>
    /// <param name="text">At most 2 printable ASCII characters.</param>
    /// <param name="field">The field.</param>
    /// <returns>False when the text is longer or has other characters; the field is then all spaces.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Alpha2 field)
    {
        Unsafe.SkipInit(out field);
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Alpha2>(ref field));
        bytes.Fill((byte)' ');
        if (text.Length > SizeBytes || text.ContainsAnyExceptInRange(' ', '~'))
            return false;
        for (int i = 0; i < text.Length; i++)
            bytes[i] = (byte)text[i];
        return true;
    }

    /// <summary>A field of the text, padded with spaces.</summary>
    /// <exception cref="FormatException">The text is longer than 2 or not printable ASCII.</exception>
    public static implicit operator Alpha2(string text) =>
        TryParse(text, out Alpha2 field)
            ? field
            : throw new FormatException($"'{text}' is no field of at most 2 printable ASCII characters");

    /// <summary>The field whose wire bytes are <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 bytes.</exception>
    public static Alpha2 FromBytes(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<Alpha2>(bytes);

    /// <summary>Equality of all bytes, padding included.</summary>
    public static bool operator ==(Alpha2 left, Alpha2 right) => left._wire == right._wire;

    /// <summary>Inequality of bytes.</summary>
    public static bool operator !=(Alpha2 left, Alpha2 right) => left._wire != right._wire;

    /// <summary>The bytes in place; valid as long as the field stays where it is.</summary>
    public static ReadOnlySpan<byte> AsBytes(ref readonly Alpha2 field) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<Alpha2>(in field));

    /// <inheritdoc/>
    public readonly bool Equals(Alpha2 other) => _wire == other._wire;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Alpha2 other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => _wire.GetHashCode();

    /// <summary>The text without padding, bytes above 127 as Latin-1. Allocates.</summary>
    public override readonly string ToString() => Encoding.Latin1.GetString(AsBytes(in this)[..TrimmedLength]);
}
