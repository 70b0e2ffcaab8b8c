using System.Runtime.CompilerServices;
using System.Text;

namespace HftGateway.Fix;

/// <summary>
/// Client order identifiers [11] of one session: a fixed prefix and a dense own number in ten digits, so that an answer
/// leads back to its order without a lookup by text.
/// <para><b>Threading.</b> Immutable.</para>
/// <para><b>Invariants.</b> Always <see cref="Width"/> bytes. One number has one text, and only that text decodes to
/// it.</para>
/// <para><b>Limits.</b> Prefix of at most 16 printable ASCII characters. Whoever restarts within a trading day must
/// change
/// the prefix or go on counting: the venue requires identifiers to be unique within the day.</para>
/// </summary>
public sealed class ClOrdId
{
    /// <summary>Longest prefix in bytes.</summary>
    public const int MaxPrefixBytes = 16;

    private const int Digits = 10;
    private readonly byte[] _prefix;

    /// <summary>Makes the format.</summary>
    /// <exception cref="ArgumentException">The prefix is too long or not printable ASCII.</exception>
    public ClOrdId(string prefix)
    {
        _prefix = FixText.ToBytes(prefix, 0, MaxPrefixBytes, nameof(prefix));
    }

    /// <summary>Length of every identifier in bytes.</summary>
    public int Width => _prefix.Length + Digits;

    /// <summary>The prefix.</summary>
    public ReadOnlySpan<byte> Prefix => _prefix;

    /// <summary>Writes the identifier of a number and returns <see cref="Width"/>, or 0 when it does not fit.</summary>
    public int Encode(uint id, Span<byte> destination)
    {
        if (destination.Length < Width)
            return 0;
        _prefix.CopyTo(destination);
        for (int i = Width - 1; i >= _prefix.Length; i--, id /= 10)
            destination[i] = (byte)('0' + (id % 10));
        return Width;
    }

    /// <summary>
    /// Reads the number back. False for anything this format would not have written, and for number 0.
    /// </summary>
    public bool TryDecode(ReadOnlySpan<byte> value, out uint id)
    {
        id = 0;
        return value.Length == Width && value.StartsWith(_prefix)
            && FixValue.TryParseUInt32(value[_prefix.Length..], out id) && id != 0;
    }

    /// <summary>The prefix and the width, for people.</summary>
    public override string ToString() => $"{Encoding.ASCII.GetString(_prefix)}+{Digits} digits";

    // Ten digits; the caller has 16 writable bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe byte* WriteDigits(byte* p, uint id)
    {
        uint high = id / 100_000_000;
        uint tens = (high * 103) >> 10;
        *(ushort*)p = (ushort)((tens + '0') | ((high - (tens * 10) + '0') << 8));
        *(ulong*)(p + 2) = FixDigits.Eight(id - (high * 100_000_000));
        return p + Digits;
    }
}
