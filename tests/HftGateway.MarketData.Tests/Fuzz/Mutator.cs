namespace HftGateway.MarketData.Tests.Fuzz;

/// <summary>Changes bytes in the ways that find mistakes in parsers; the same for the same seed.</summary>
internal sealed class Mutator(ulong seed)
{
    private static readonly byte[] Interesting = [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, (byte)' ', (byte)'9'];
    private ulong _state = seed * 2_685_821_657_736_338_717 + 1;

    public int Next(int below) => (int)((UInt128)Random() * (uint)below >> 64);

    /// <summary>Copies a sample and changes it.</summary>
    /// <param name="sample">What is sound.</param>
    /// <param name="work">Where to; at least twice as long.</param>
    /// <returns>How many bytes the result has.</returns>
    public int Mutate(ReadOnlySpan<byte> sample, Span<byte> work)
    {
        sample.CopyTo(work);
        int length = sample.Length;
        for (int changes = 1 + Next(4); changes > 0 && length > 0; changes--)
            length = Change(work, length);
        return length;
    }

    private int Change(Span<byte> work, int length)
    {
        int at = Next(length);
        switch (Next(9))
        {
            case 0:
                work[at] ^= (byte)(1 << Next(8));
                return length;
            case 1:
                work[at] = (byte)Random();
                return length;
            case 2:
                work[at] = Interesting[Next(Interesting.Length)];
                return length;
            case 3 when at + 1 < length:
                work[at] = work[at + 1] = Interesting[Next(Interesting.Length)];
                return length;
            case 4:
                work[at] += (byte)(Next(9) - 4);
                return length;
            case 5:
                return at;
            case 6 when length < work.Length / 2:
                // A piece once more.
                int piece = Math.Min(1 + Next(24), length - at);
                work[at..length].CopyTo(work[(at + piece)..]);
                return length + piece;
            case 7:
                int cut = Math.Min(1 + Next(8), length - at);
                work[(at + cut)..length].CopyTo(work[at..]);
                return length - cut;
            default:
                for (int i = Math.Min(4, length - at); i > 0; i--)
                    work[at + i - 1] = (byte)Random();
                return length;
        }
    }

    // xorshift64*.
    private ulong Random()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 2_685_821_657_736_338_717;
    }
}
