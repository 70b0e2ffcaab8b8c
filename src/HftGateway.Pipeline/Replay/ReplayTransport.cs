using System.Buffers.Binary;
using HftGateway.Disruptor;
using HftGateway.Pipeline.Orders;

namespace HftGateway.Pipeline.Replay;

/// <summary>
/// The order path of a replay: FIX bytes go, with the time of the event that caused them, into a queue that the ingress
/// thread empties at the end of each window.
/// <para><b>Threading.</b> The encoder's thread writes, the ingress thread reads.</para>
/// <para><b>Limits.</b> What one window can produce; when the queue is full the encoder keeps the bytes, as with a slow
/// peer.</para>
/// </summary>
internal struct ReplayTransport : IOrderTransport
{
    /// <summary>Bytes of the queue.</summary>
    public const int QueueBytes = 1 << 20;

    private readonly SpscByteQueue _queue;
    private long _attached;

    /// <summary>Creates the transport.</summary>
    /// <param name="queue">Where the bytes go: 8 bytes time, then FIX messages, a record a send.</param>
    public ReplayTransport(SpscByteQueue queue) => _queue = queue;

    /// <inheritdoc/>
    public void Attach(long connection) => _attached = connection;

    /// <inheritdoc/>
    public readonly int Send(ReadOnlySpan<byte> bytes, long timeNs)
    {
        if (_attached == 0)
            return -1;
        Span<byte> time = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(time, timeNs);
        return _queue.TryWrite(time, bytes) ? bytes.Length : 0;
    }

    /// <inheritdoc/>
    public readonly void Warm(ReadOnlySpan<byte> bytes)
    {
        // There is no kernel on this path.
    }

    /// <inheritdoc/>
    public readonly void Abort()
    {
        // A recorded exchange has no connection to break off.
    }

    /// <inheritdoc/>
    public void Detach(long connection) => _attached = 0;
}
