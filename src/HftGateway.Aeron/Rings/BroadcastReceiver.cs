using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Rings;

/// <summary>
/// The receiving side of a broadcast. A record is copied out and then checked: what was overwritten meanwhile is not
/// delivered but counted.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Begins at the latest record when it is made.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_broadcast_receiver</c> and its copying form.</para>
/// </summary>
public sealed unsafe class BroadcastReceiver
{
    private readonly AtomicBuffer _buffer;
    private readonly int _capacity;
    private readonly byte[] _scratch;
    private long _cursor;

    /// <summary>A receiver over a region.</summary>
    /// <param name="buffer">Capacity, a power of two, and the trailer.</param>
    /// <exception cref="AeronException">The capacity is not a power of two.</exception>
    public BroadcastReceiver(AtomicBuffer buffer)
    {
        _buffer = buffer;
        _capacity = buffer.Capacity - BroadcastTransmitter.TrailerBytes;
        if (!Align.IsPowerOfTwo(_capacity))
            throw new AeronException($"broadcast capacity {_capacity} is not a power of two");
        _scratch = new byte[_capacity / 8 + BroadcastTransmitter.HeaderBytes];
        _cursor = Volatile.Read(ref _buffer.Int64(_capacity + BroadcastTransmitter.LatestOffset));
    }

    /// <summary>How often records were lost because this side was too slow.</summary>
    public long LappedCount { get; private set; }

    /// <summary>Takes at most one record.</summary>
    /// <param name="handler">Takes it.</param>
    /// <returns>Records taken, 0 or 1.</returns>
    public int Receive<THandler>(ref THandler handler)
        where THandler : struct, IRecordHandler, allows ref struct
    {
        while (true)
        {
            long tail = Volatile.Read(ref _buffer.Int64(_capacity + BroadcastTransmitter.TailOffset));
            if (tail <= _cursor)
                return 0;
            if (!IsIntact(_cursor))
            {
                // Lapped: what is between is lost; go on at the newest that is whole.
                LappedCount++;
                _cursor = Volatile.Read(ref _buffer.Int64(_capacity + BroadcastTransmitter.LatestOffset));
            }

            int index = (int)_cursor & (_capacity - 1);
            int length = Volatile.Read(ref _buffer.Int32(index));
            int type = _buffer.Int32(index + 4);
            int payload = length - BroadcastTransmitter.HeaderBytes;
            bool isPossible = length >= BroadcastTransmitter.HeaderBytes && length <= _capacity - index;
            if (type != BroadcastTransmitter.PaddingType && isPossible && payload <= _scratch.Length)
                _buffer.Bytes(index + BroadcastTransmitter.HeaderBytes, payload).CopyTo(_scratch);
            // The copy is read before the check, and used only after it.
            Thread.MemoryBarrier();
            if (!IsIntact(_cursor) || !isPossible)
            {
                LappedCount++;
                _cursor = Volatile.Read(ref _buffer.Int64(_capacity + BroadcastTransmitter.LatestOffset));
                if (!isPossible && IsIntact(_cursor))
                    _cursor = tail;
                continue;
            }

            _cursor += Align.Up(length, BroadcastTransmitter.Alignment);
            if (type == BroadcastTransmitter.PaddingType)
                continue;
            if (type < 1 || payload > _scratch.Length)
                continue;
            handler.OnRecord(type, _scratch.AsSpan(0, payload));
            return 1;
        }
    }

    private bool IsIntact(long cursor) =>
        cursor + _capacity > Volatile.Read(ref _buffer.Int64(_capacity + BroadcastTransmitter.TailIntentOffset));
}
