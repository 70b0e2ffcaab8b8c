using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>
/// One repeating group: where its entries begin and how far apart they lie on the wire, which a newer version of the
/// schema may have made longer than this one knows.
/// <para><b>Invariants.</b> All <see cref="Count"/> entries lie inside the body, and each has at least the bytes that
/// were asked for.</para>
/// </summary>
internal readonly ref struct WireGroup
{
    /// <summary>Bytes of the dimension groupSize: block length and count.</summary>
    public const int SmallDimension = 3;

    /// <summary>Bytes of the dimension groupSize8Byte: block length, five unused bytes, count.</summary>
    public const int AlignedDimension = 8;

    private readonly ref byte _first;
    private readonly int _stride;

    private WireGroup(ref byte first, int stride, int count)
    {
        _first = ref first;
        _stride = stride;
        Count = count;
    }

    /// <summary>Entries, 0 to 255.</summary>
    public int Count { get; }

    /// <summary>First byte of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Entry(int index) => ref Unsafe.Add(ref _first, index * _stride);

    /// <summary>Checks a group.</summary>
    /// <param name="body">Root block and groups.</param>
    /// <param name="offset">Where the dimension begins; moved behind the group.</param>
    /// <param name="dimensionBytes">Bytes of the dimension; the count is its last byte.</param>
    /// <param name="entryBytes">Bytes of an entry that the reader needs.</param>
    /// <param name="group">The group.</param>
    /// <returns>False if it does not fit, or if entries are shorter than needed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(
        ReadOnlySpan<byte> body, scoped ref int offset, int dimensionBytes, int entryBytes, out WireGroup group)
    {
        group = default;
        if (body.Length - offset < dimensionBytes)
            return false;
        int stride = BinaryPrimitives.ReadUInt16LittleEndian(body[offset..]);
        int count = body[offset + dimensionBytes - 1];
        int start = offset + dimensionBytes;
        if (count * stride > body.Length - start || (count > 0 && stride < entryBytes))
            return false;
        offset = start + count * stride;
        group = new WireGroup(ref Unsafe.Add(ref MemoryMarshal.GetReference(body), start), stride, count);
        return true;
    }
}
