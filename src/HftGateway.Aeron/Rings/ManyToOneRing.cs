using System.Runtime.CompilerServices;
using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Rings;

/// <summary>
/// The ring through which clients send commands to a driver: many producers in any process, one consumer.
/// <para><b>Threading.</b> Any thread writes; one thread reads. A producer that dies between claim and commit blocks
/// the consumer until <see cref="Unblock"/>.</para>
/// <para><b>Invariants.</b> Unused memory is zero; a record's length is negative while it is written and stored last.
/// </para>
/// <para><b>Limits.</b> Payload at most capacity / 8.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_mpsc_rb</c>.</para>
/// <code>
/// record:   | int32 length (header + payload) | int32 type | payload ... |, starting at multiples of 8
/// trailer:  tail +128, head cache +256, head +384, correlation +512, consumer heartbeat +640, in all 768 bytes
/// </code>
/// </summary>
public readonly unsafe struct ManyToOneRing
{
    /// <summary>Bytes behind the capacity.</summary>
    public const int TrailerBytes = 768;

    /// <summary>Bytes before a payload.</summary>
    public const int HeaderBytes = 8;

    /// <summary>Type of a record that carries nothing.</summary>
    public const int PaddingType = -1;

    private const int Alignment = 8;
    private const int TailOffset = 128;
    private const int HeadCacheOffset = 256;
    private const int HeadOffset = 384;
    private const int CorrelationOffset = 512;
    private const int HeartbeatOffset = 640;

    private readonly AtomicBuffer _buffer;
    private readonly int _capacity;

    /// <summary>A ring over a region.</summary>
    /// <param name="buffer">Capacity, a power of two, and the trailer.</param>
    /// <exception cref="AeronException">The capacity is not a power of two.</exception>
    public ManyToOneRing(AtomicBuffer buffer)
    {
        _buffer = buffer;
        _capacity = buffer.Capacity - TrailerBytes;
        if (!Align.IsPowerOfTwo(_capacity))
            throw new AeronException($"ring capacity {_capacity} is not a power of two");
    }

    /// <summary>Bytes for records.</summary>
    public int Capacity => _capacity;

    /// <summary>Longest payload in bytes.</summary>
    public int MaxPayload => _capacity / 8;

    /// <summary>Position up to which records were claimed.</summary>
    public long ProducerPosition => Volatile.Read(ref Tail);

    /// <summary>Position up to which records were consumed.</summary>
    public long ConsumerPosition => Volatile.Read(ref Head);

    /// <summary>When the consumer was last alive, ms since the epoch; 0 never, −1 shut down.</summary>
    public long ConsumerHeartbeatMs
    {
        get => Volatile.Read(ref _buffer.Int64(_capacity + HeartbeatOffset));
        set => Volatile.Write(ref _buffer.Int64(_capacity + HeartbeatOffset), value);
    }

    private ref long Tail => ref _buffer.Int64(_capacity + TailOffset);

    private ref long HeadCache => ref _buffer.Int64(_capacity + HeadCacheOffset);

    private ref long Head => ref _buffer.Int64(_capacity + HeadOffset);

    /// <summary>A number that nobody else of this driver's clients has.</summary>
    public long NextCorrelationId() => Interlocked.Increment(ref _buffer.Int64(_capacity + CorrelationOffset)) - 1;

    /// <summary>Writes a record.</summary>
    /// <param name="type">Type, above 0.</param>
    /// <param name="payload">Payload.</param>
    /// <returns>False when there is no room now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The type or the length is impossible.</exception>
    public bool TryWrite(int type, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(type, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxPayload, nameof(payload));
        int length = HeaderBytes + payload.Length;
        int index = Claim(Align.Up(length, Alignment));
        if (index < 0)
            return false;
        Volatile.Write(ref _buffer.Int32(index), -length);
        payload.CopyTo(_buffer.Bytes(index + HeaderBytes, payload.Length));
        _buffer.Int32(index + 4) = type;
        Volatile.Write(ref _buffer.Int32(index), length);
        return true;
    }

    /// <summary>Takes what is there, at most to the end of the memory once.</summary>
    /// <param name="handler">Takes the records.</param>
    /// <param name="limit">Most records.</param>
    /// <returns>Records taken.</returns>
    public int Read<THandler>(ref THandler handler, int limit)
        where THandler : struct, IRecordHandler, allows ref struct
    {
        long head = Head;
        int start = (int)head & (_capacity - 1);
        int run = _capacity - start;
        int taken = 0;
        int records = 0;
        try
        {
            while (taken < run && records < limit)
            {
                int index = start + taken;
                int length = Volatile.Read(ref _buffer.Int32(index));
                if (length <= 0)
                    break;
                int type = _buffer.Int32(index + 4);
                int aligned = Align.Up(length, Alignment);
                // A producer that writes nonsense must not make us read or zero beyond the run.
                if (length < HeaderBytes || aligned <= 0 || aligned > run - taken)
                    length = aligned = run - taken;
                taken += aligned;
                if (type == PaddingType || length < HeaderBytes || type < 1)
                    continue;
                records++;
                handler.OnRecord(type, _buffer.Bytes(index + HeaderBytes, length - HeaderBytes));
            }
        }
        finally
        {
            if (taken > 0)
            {
                _buffer.Bytes(start, taken).Clear();
                Volatile.Write(ref Head, head + taken);
            }
        }

        return records;
    }

    /// <summary>
    /// Turns what a dead producer claimed and did not finish into padding. Call when the consumer's position did not
    /// move for the clients' liveness timeout although the producers' is ahead. Consumer thread.
    /// </summary>
    /// <returns>Whether something was unblocked.</returns>
    public bool Unblock()
    {
        long head = Head;
        long tail = Volatile.Read(ref Tail);
        if (head == tail)
            return false;
        int start = (int)head & (_capacity - 1);
        int end = (int)tail & (_capacity - 1);
        int length = Volatile.Read(ref _buffer.Int32(start));
        if (length < 0)
        {
            MakePadding(start, -length);
            return true;
        }

        if (length > 0)
            return false;
        int limit = end > start ? end : _capacity;
        for (int i = start + Alignment; i < limit; i += Alignment)
        {
            if (Volatile.Read(ref _buffer.Int32(i)) == 0)
                continue;
            if (!IsZero(start, i))
                return false;
            MakePadding(start, i - start);
            return true;
        }

        return false;
    }

    private bool IsZero(int start, int end)
    {
        for (int i = end - Alignment; i >= start; i -= Alignment)
        {
            if (Volatile.Read(ref _buffer.Int32(i)) != 0)
                return false;
        }

        return true;
    }

    private void MakePadding(int index, int length)
    {
        _buffer.Int32(index + 4) = PaddingType;
        Volatile.Write(ref _buffer.Int32(index), length);
    }

    // The index of room for `required` bytes, or -1.
    private int Claim(int required)
    {
        int mask = _capacity - 1;
        long head = Volatile.Read(ref HeadCache);
        while (true)
        {
            long tail = Volatile.Read(ref Tail);
            if (required > _capacity - (int)(tail - head))
            {
                head = Volatile.Read(ref Head);
                if (required > _capacity - (int)(tail - head))
                    return -1;
                Volatile.Write(ref HeadCache, head);
            }

            int padding = 0;
            int index = (int)tail & mask;
            int toEnd = _capacity - index;
            if (required > toEnd)
            {
                if (required > ((int)head & mask))
                {
                    head = Volatile.Read(ref Head);
                    if (required > ((int)head & mask))
                        return -1;
                    Volatile.Write(ref HeadCache, head);
                }

                padding = toEnd;
            }

            if (Interlocked.CompareExchange(ref Tail, tail + required + padding, tail) != tail)
                continue;
            if (padding == 0)
                return index;
            Volatile.Write(ref _buffer.Int32(index), -padding);
            MakePadding(index, padding);
            return 0;
        }
    }
}
