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
    private readonly ulong _prefixWord;
    private readonly ulong _prefixMask;

    /// <summary>Makes the format.</summary>
    /// <exception cref="ArgumentException">The prefix is too long or not printable ASCII.</exception>
    public ClOrdId(string prefix)
    {
        _prefix = FixText.ToBytes(prefix, 0, MaxPrefixBytes, nameof(prefix));
        for (int i = 0; i < Math.Min(8, _prefix.Length); i++)
        {
            _prefixWord |= (ulong)_prefix[i] << (8 * i);
            _prefixMask |= 0xFFUL << (8 * i);
        }
        if (_prefix.Length > 8)
            _prefixWord = ~_prefixMask | 1; // equal to nothing that the mask lets through
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

    // Only identifiers of this format with a prefix of up to 8 bytes; false for anything else. 8 bytes before the last 8 of the
    // value are readable, and 8 from its start.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe bool TryDecodeFast(byte* value, long length, out uint id)
    {
        byte* end = value + length;
        ulong low = FixScan.Tail(end, 8);
        uint tens = (uint)end[-10] - '0', ones = (uint)end[-9] - '0';
        ulong number = (((tens * 10UL) + ones) * 100_000_000) + FixScan.Eight(low);
        id = (uint)number;
        return length == _prefix.Length + Digits && (*(ulong*)value & _prefixMask) == _prefixWord
            && FixScan.IsDigits(low) && tens <= 9 && ones <= 9 && number - 1 < uint.MaxValue;
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

    // As above, adding the characters to a message's sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe byte* WriteDigits(byte* p, uint id, ref uint sum)
    {
        uint high = id / 100_000_000;
        uint tens = (high * 103) >> 10;
        uint ones = high - (tens * 10);
        ulong raw = FixDigits.EightRaw(id - (high * 100_000_000));
        sum += FixDigits.RawSum(raw) + tens + ones + ('0' * Digits);
        *(ushort*)p = (ushort)((tens + '0') | ((ones + '0') << 8));
        *(ulong*)(p + 2) = raw | 0x3030303030303030;
        return p + Digits;
    }
}
