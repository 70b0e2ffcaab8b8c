using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Sbe;

/// <summary>
/// Entries of groups whose block on the wire is shorter than the schema's first version: a copy with nulls for what is
/// missing, so that reading a field of the first version never has to ask whether it is there.
/// <para><b>Threading.</b> Memory of the calling thread.</para>
/// <para><b>Invariants.</b> A copy lasts until <see cref="Slots"/> more have been made on the thread. Generated entries
/// are ref structs and live on the stack only, so that no loop over a group keeps as many.</para>
/// <para><b>Cost.</b> Not on the hot path: the standard lets blocks grow only. One allocation per thread, the first
/// time, and another when larger blocks come.</para>
/// </summary>
public static class SbeShortBlocks
{
    /// <summary>Copies that exist at the same time.</summary>
    public const int Slots = 64;

    [ThreadStatic]
    private static byte[]? _memory;

    [ThreadStatic]
    private static int _next;

    /// <summary>Makes a copy.</summary>
    /// <param name="block">The block on the wire.</param>
    /// <param name="length">Bytes of it that whole fields take.</param>
    /// <param name="nulls">The block with every field null, as long as the first version's.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ref readonly byte Complete(ref readonly byte block, int length, ReadOnlySpan<byte> nulls)
    {
        byte[]? memory = _memory;
        if (memory is null || memory.Length < nulls.Length * Slots)
        {
            memory = new byte[nulls.Length * Slots];
            _memory = memory;
            _next = 0;
        }
        if (_next + nulls.Length > memory.Length)
            _next = 0;
        Span<byte> copy = memory.AsSpan(_next, nulls.Length);
        _next += nulls.Length;
        nulls.CopyTo(copy);
        SbeFrames.Slice(in block, 0, length).CopyTo(copy);
        return ref MemoryMarshal.GetReference(copy);
    }
}
