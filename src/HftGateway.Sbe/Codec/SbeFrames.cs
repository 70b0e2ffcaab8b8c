using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Sbe;

/// <summary>
/// The arithmetic of blocks, groups and variable data in generated codecs: where things end, and references to them.
/// <para><b>Invariants.</b> <see cref="GroupEnd"/> and <see cref="DataEnd"/> are the bounds checks of generated code:
/// lengths from the wire are compared unsigned, in 64 bits, before they become an offset. The others check
/// nothing.</para>
/// </summary>
public static class SbeFrames
{
    /// <summary>The most entries of zero bytes that a group may announce.</summary>
    public const int MaxEmptyEntries = 65_535;

    /// <summary>Where a group of entries of one size ends.</summary>
    /// <param name="first">Offset of the first entry.</param>
    /// <param name="stride">Bytes of each entry, from the wire.</param>
    /// <param name="count">Number of entries, from the wire.</param>
    /// <param name="length">Bytes of the buffer.</param>
    /// <returns>The offset behind the last entry, or -1 when it lies beyond the buffer.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int GroupEnd(int first, uint stride, uint count, int length)
    {
        // At most 2^31 + (2^32 - 1)^2: no overflow. Entries without bytes are the one way to announce more than there
        // can be.
        ulong end = (uint)first + ((ulong)stride * count);
        return end <= (uint)length && (stride != 0 || count <= MaxEmptyEntries) ? (int)end : -1;
    }

    /// <summary>Where variable data ends.</summary>
    /// <param name="first">Offset of the first byte.</param>
    /// <param name="bytes">Number of bytes, from the wire.</param>
    /// <param name="length">Bytes of the buffer.</param>
    /// <returns>The offset behind the data, or -1 when it lies beyond the buffer.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DataEnd(int first, uint bytes, int length)
    {
        ulong end = (uint)first + (ulong)bytes;
        return end <= (uint)length ? (int)end : -1;
    }

    /// <summary>A 64-bit number of the wire as 32 bits; one that does not fit becomes the largest, which fits
    /// nowhere.</summary>
    public static uint Clamp(ulong value) => value > uint.MaxValue ? uint.MaxValue : (uint)value;

    /// <summary>A version number of the wire as an int; one that does not fit is as new as can be.</summary>
    public static int Version(uint value) => value > int.MaxValue ? int.MaxValue : (int)value;

    /// <summary>A reference further on, read-only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly byte At(ref readonly byte block, int offset)
        => ref Unsafe.Add(ref Unsafe.AsRef(in block), offset);

    /// <summary>A reference further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte AtMutable(ref byte block, int offset) => ref Unsafe.Add(ref block, offset);

    /// <summary>Bytes at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Slice(ref readonly byte block, int offset, int length)
        => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref Unsafe.AsRef(in block), offset), length);

    /// <summary>Bytes at an offset, to be written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<byte> SliceMutable(ref byte block, int offset, int length)
        => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref block, offset), length);

    /// <summary>Copies an image of constant size; the compiler turns a call into a few vector moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref byte target, ReadOnlySpan<byte> image, uint length)
        => Unsafe.CopyBlockUnaligned(ref target, ref MemoryMarshal.GetReference(image), length);

    /// <summary>Writes zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(ref byte block, int offset, uint length)
        => Unsafe.InitBlockUnaligned(ref Unsafe.Add(ref block, offset), 0, length);
}
