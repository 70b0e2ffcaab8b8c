using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Rings;

/// <summary>
/// The sending side of a broadcast: a driver tells all its clients. Receivers that are too slow lose records and see
/// that they did; the sender never waits.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> Payload at most capacity / 8.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_broadcast_transmitter</c>.</para>
/// <code>
/// record:   | int32 length (header + payload) | int32 type | payload ... |, starting at multiples of 8
/// trailer:  tail intent +0, tail +8, latest +16, in all 128 bytes
/// </code>
/// </summary>
public readonly unsafe struct BroadcastTransmitter
{
    /// <summary>Bytes behind the capacity.</summary>
    public const int TrailerBytes = 128;

    internal const int Alignment = 8;
    internal const int HeaderBytes = 8;
    internal const int PaddingType = -1;
    internal const int TailIntentOffset = 0;
    internal const int TailOffset = 8;
    internal const int LatestOffset = 16;

    private readonly AtomicBuffer _buffer;
    private readonly int _capacity;

    /// <summary>A transmitter over a region.</summary>
    /// <param name="buffer">Capacity, a power of two, and the trailer.</param>
    /// <exception cref="AeronException">The capacity is not a power of two.</exception>
    public BroadcastTransmitter(AtomicBuffer buffer)
    {
        _buffer = buffer;
        _capacity = buffer.Capacity - TrailerBytes;
        if (!Align.IsPowerOfTwo(_capacity))
            throw new AeronException($"broadcast capacity {_capacity} is not a power of two");
    }

    /// <summary>Longest payload in bytes.</summary>
    public int MaxPayload => _capacity / 8;

    /// <summary>Sends a record to whoever listens.</summary>
    /// <param name="type">Type, above 0.</param>
    /// <param name="payload">Payload.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type or the length is impossible.</exception>
    public void Transmit(int type, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(type, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxPayload, nameof(payload));
        long tail = _buffer.Int64(_capacity + TailOffset);
        int index = (int)tail & (_capacity - 1);
        int length = HeaderBytes + payload.Length;
        int aligned = Align.Up(length, Alignment);
        long newTail = tail + aligned;
        int toEnd = _capacity - index;
        if (toEnd < aligned)
        {
            SignalIntent(newTail + toEnd);
            _buffer.Int32(index) = toEnd;
            _buffer.Int32(index + 4) = PaddingType;
            tail += toEnd;
            index = 0;
            newTail = tail + aligned;
        }
        else
        {
            SignalIntent(newTail);
        }

        _buffer.Int32(index) = length;
        _buffer.Int32(index + 4) = type;
        payload.CopyTo(_buffer.Bytes(index + HeaderBytes, payload.Length));
        Volatile.Write(ref _buffer.Int64(_capacity + LatestOffset), tail);
        Volatile.Write(ref _buffer.Int64(_capacity + TailOffset), newTail);
    }

    // The intent must be visible before any byte of the record: readers that see a new byte must see that they were
    // lapped.
    private void SignalIntent(long newTail)
    {
        Volatile.Write(ref _buffer.Int64(_capacity + TailIntentOffset), newTail);
        Thread.MemoryBarrier();
    }
}
