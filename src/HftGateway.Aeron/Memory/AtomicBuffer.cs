using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace HftGateway.Aeron.Memory;

/// <summary>
/// A stretch of memory that other threads or processes read and write too: bounds-checked references into it, to be
/// used with <see cref="Volatile"/> and <see cref="Interlocked"/>.
/// <para><b>Threading.</b> As the users of the memory agree; the struct itself is immutable.</para>
/// <para><b>Invariants.</b> The memory outlives the struct; the owner of the mapping sees to that.</para>
/// <para><b>Limits.</b> Little-endian machines only, as the protocol is.</para>
/// </summary>
public readonly unsafe struct AtomicBuffer
{
    /// <summary>First byte.</summary>
    public readonly byte* Address;

    /// <summary>Length in bytes.</summary>
    public readonly int Capacity;

    /// <summary>Wraps memory.</summary>
    /// <param name="address">First byte.</param>
    /// <param name="capacity">Length in bytes, at least 0.</param>
    public AtomicBuffer(byte* address, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Address = address;
        Capacity = capacity;
    }

    /// <summary>The 32-bit number at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Int32(int offset)
    {
        Check(offset, sizeof(int));
        return ref Unsafe.AsRef<int>(Address + offset);
    }

    /// <summary>The 64-bit number at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref long Int64(int offset)
    {
        Check(offset, sizeof(long));
        return ref Unsafe.AsRef<long>(Address + offset);
    }

    /// <summary>Bytes at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Bytes(int offset, int length)
    {
        Check(offset, length);
        return new Span<byte>(Address + offset, length);
    }

    /// <summary>A part of the buffer.</summary>
    public AtomicBuffer Slice(int offset, int length)
    {
        Check(offset, length);
        return new AtomicBuffer(Address + offset, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int offset, int length)
    {
        if ((offset | length) < 0 || length > Capacity - offset)
            ThrowOutside(offset, length);
    }

    [DoesNotReturn]
    private void ThrowOutside(int offset, int length) => throw new ArgumentOutOfRangeException(
        nameof(offset), $"offset {offset}, length {length} is outside the buffer of {Capacity} bytes");
}
