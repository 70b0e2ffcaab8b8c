using System.Numerics;
using System.Runtime.CompilerServices;
using HftGateway.Platform.Memory;

namespace HftGateway.Disruptor;

/// <summary>
/// Bounded queue of byte records of any length from one producing thread to one consuming thread. A record is
/// contiguous, so both sides work on it in place.
/// <para><b>Threading.</b> One thread writes, one reads.</para>
/// <para><b>Invariants.</b> Records come out in order, each once, unchanged; each begins at an address divisible by
/// 8.</para>
/// <para><b>Limits.</b> The capacity is a power of two from 64 bytes to 2^30; a record has up to
/// <see cref="MaxRecordBytes"/>, so that it always fits once the reader has caught up.</para>
/// <para><b>Cost.</b> See <c>QueueBenchmarks</c>.</para>
/// </summary>
/// <remarks>
/// Each record, positions modulo the capacity; where one would not fit before the end, a header with length -1 fills
/// the rest:
/// <code>
///  0               4                8
///  | length (i32)  | unused (i32)   | bytes, padded to 8 |
/// </code>
/// </remarks>
public sealed unsafe class SpscByteQueue : IDisposable
{
    private const int HeaderBytes = 8;
    private const int FillerLength = -1;
    private const int NoClaim = -1;

    private readonly byte* _bytes;
    private readonly long _mask;
    private readonly long _capacity;
    // Producer's block, in bytes: written so far; second line: copy of the consumer's position, start and length of
    // the claim.
    private readonly long* _tail;
    private readonly long* _headCopy;
    private readonly long* _claimStart;
    private readonly long* _claimLength;
    // Consumer's block, in bytes: read so far; second line: copy of the producer's position, end of the record in hand.
    private readonly long* _head;
    private readonly long* _tailCopy;
    private readonly long* _recordEnd;
    private readonly Sequence _tailStorage = new(0);
    private readonly Sequence _headStorage = new(0);
    private readonly NativeRegion _memory;

    /// <summary>Makes a queue and touches its memory.</summary>
    /// <param name="capacity">Bytes, a power of two from 64 to 2^30.</param>
    public SpscByteQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 64);
        if (!BitOperations.IsPow2(capacity))
            throw new ArgumentException($"the capacity must be a power of two, not {capacity}", nameof(capacity));
        _capacity = capacity;
        _mask = capacity - 1;
        MaxRecordBytes = (capacity / 2) - HeaderBytes;
        _memory = new NativeRegion((nuint)capacity);
        _bytes = _memory.Pointer;
        _tail = _tailStorage.Pointer;
        _headCopy = _tailStorage.SecondLine;
        _claimStart = _tailStorage.SecondLine + 1;
        _claimLength = _tailStorage.SecondLine + 2;
        _head = _headStorage.Pointer;
        _tailCopy = _headStorage.SecondLine;
        _recordEnd = _headStorage.SecondLine + 1;
        *_claimLength = NoClaim;
    }

    /// <summary>Longest record.</summary>
    public int MaxRecordBytes { get; }

    /// <summary>Bytes in use now, headers and padding included; an estimate while the other side is at work.</summary>
    public long UsedBytes
    {
        get
        {
            long head = Volatile.Read(ref *_head);
            return Math.Min(Volatile.Read(ref *_tail) - head, _capacity);
        }
    }

    /// <summary>Copies a record in; false when there is no space now. Producer only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Longer than <see cref="MaxRecordBytes"/>.</exception>
    [HotPath]
    public bool TryWrite(ReadOnlySpan<byte> record)
    {
        if (!TryClaim(record.Length, out Span<byte> place))
            return false;
        record.CopyTo(place);
        Commit(record.Length);
        return true;
    }

    /// <summary>Copies a record in that comes in two parts, e.g. a stamp and a message. Producer only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Longer together than <see cref="MaxRecordBytes"/>.</exception>
    [HotPath]
    public bool TryWrite(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int length = first.Length + second.Length;
        if (!TryClaim(length, out Span<byte> place))
            return false;
        first.CopyTo(place);
        second.CopyTo(place[first.Length..]);
        Commit(length);
        return true;
    }

    /// <summary>
    /// Reserves a place for a record, to be filled in and committed; false when there is no space now. A second claim
    /// replaces the first. Producer only.
    /// </summary>
    /// <param name="length">Bytes wanted, up to <see cref="MaxRecordBytes"/>.</param>
    /// <param name="place">Where to write.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or too great.</exception>
    [HotPath]
    public bool TryClaim(int length, out Span<byte> place)
    {
        if ((uint)length > (uint)MaxRecordBytes)
            ThrowHelper.ThrowRecordLength(length, MaxRecordBytes);
        long tail = *_tail;
        long start = tail;
        long needed = HeaderBytes + Padded(length);
        // Positions are multiples of 8, so there is always room for the filler's header.
        long toEnd = _capacity - (tail & _mask);
        if (needed > toEnd)
            start += toEnd;
        if (start + needed - *_headCopy > _capacity && !HasSpace(start + needed))
        {
            place = default;
            return false;
        }
        if (start != tail)
            *(int*)(_bytes + (tail & _mask)) = FillerLength;
        *_claimStart = start;
        *_claimLength = length;
        place = new Span<byte>(_bytes + (start & _mask) + HeaderBytes, length);
        return true;
    }

    /// <summary>Makes the claimed record visible. Producer only.</summary>
    /// <param name="length">Its length, at most what was claimed.</param>
    /// <exception cref="InvalidOperationException">Nothing, or less, was claimed.</exception>
    [HotPath]
    public void Commit(int length)
    {
        if ((uint)length > (ulong)*_claimLength || *_claimLength == NoClaim)
            ThrowHelper.ThrowNothingClaimed();
        long start = *_claimStart;
        *(int*)(_bytes + (start & _mask)) = length;
        *_claimLength = NoClaim;
        Volatile.Write(ref *_tail, start + HeaderBytes + Padded(length));
    }

    /// <summary>
    /// The oldest record, in place; false when the queue is empty. Valid until <see cref="Release"/>; without a
    /// release the same record comes again. Consumer only.
    /// </summary>
    [HotPath]
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        long head = *_head;
        if (head >= *_tailCopy && !HasRecord(head))
        {
            record = default;
            return false;
        }
        int length = *(int*)(_bytes + (head & _mask));
        if (length == FillerLength)
        {
            head += _capacity - (head & _mask);
            length = *(int*)_bytes;
        }
        *_recordEnd = head + HeaderBytes + Padded(length);
        record = new ReadOnlySpan<byte>(_bytes + (head & _mask) + HeaderBytes, length);
        return true;
    }

    /// <summary>
    /// Gives the place of the last record read back to the producer; does nothing twice. Consumer only.
    /// </summary>
    [HotPath]
    public void Release()
    {
        if (*_recordEnd > *_head)
            Volatile.Write(ref *_head, *_recordEnd);
    }

    /// <summary>Returns the memory. Only after both sides have stopped.</summary>
    public void Dispose() => _memory.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Padded(int length) => (length + 7L) & ~7L;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasSpace(long end)
    {
        *_headCopy = Volatile.Read(ref *_head);
        return end - *_headCopy <= _capacity;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasRecord(long head)
    {
        *_tailCopy = Volatile.Read(ref *_tail);
        return head < *_tailCopy;
    }
}
