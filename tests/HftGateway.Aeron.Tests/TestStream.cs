using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Tests;

/// <summary>
/// An endless series of messages by a seed, that both ends of a test know: lengths of 1 byte to the longest, most of them
/// short, contents of any bytes. Another message has another content, for all practical purposes.
/// </summary>
internal sealed class TestStream
{
    private const int TableBytes = 1 << 22;
    private readonly byte[] _table = new byte[TableBytes];
    private readonly int _longest;
    private readonly ulong _seed;

    public TestStream(int longest, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longest, TableBytes / 2);
        _longest = longest;
        _seed = (ulong)seed;
        var random = new Random(seed);
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(_table.AsSpan());
        for (int i = 0; i < words.Length; i++)
            words[i] = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
    }

    /// <summary>A message.</summary>
    /// <param name="number">From 0.</param>
    public ReadOnlySpan<byte> this[long number]
    {
        get
        {
            ulong dice = Mix((ulong)number + _seed * 0x9E37_79B9_7F4A_7C15);
            // One in 65,536 up to the longest, one in 256 up to 4 KiB, the others to 100 bytes.
            int most = Math.Min(_longest, (dice & 0xFFFF) == 0 ? _longest : (dice & 0xFF) == 0 ? 4096 : 100);
            int length = 1 + (int)((dice >> 16 & 0xFF_FFFF) % (uint)most);
            int offset = (int)(dice >> 40) % (TableBytes - _longest);
            return new ReadOnlySpan<byte>(_table, offset, length);
        }
    }

    private static ulong Mix(ulong x)
    {
        x ^= x >> 30;
        x *= 0xBF58_476D_1CE4_E5B9;
        x ^= x >> 27;
        x *= 0x94D0_49BB_1331_11EB;
        return x ^ (x >> 31);
    }
}
