using HftGateway.Disruptor;

namespace HftGateway.Pipeline.Latency;

/// <summary>
/// Turns stamps into histograms, off the hot path. The encoder stage, which sees every section of a slot last, offers
/// the stamps of stamped events and of every event that caused an order through a bounded queue; when the queue is full
/// the record is dropped and counted, so recording can never hold the pipeline up.
/// <para><b>Threading.</b> <see cref="Offer"/> belongs to the encoder stage's thread, <see cref="Drain"/> to one other
/// thread.</para>
/// <para><b>Limits.</b> <see cref="QueueCapacity"/> records between two drains.</para>
/// </summary>
public sealed class LatencyRecorder
{
    /// <summary>Records that fit between two drains.</summary>
    public const int QueueCapacity = 1 << 15;

    private readonly SpscQueue<StampRecord> _queue = new(QueueCapacity);
    private long _dropped;

    /// <summary>Every stamped event.</summary>
    public LatencySet AllEvents { get; } = new();

    /// <summary>Events of market data that caused an order: their stages add up to tick-to-order.</summary>
    public LatencySet OrderEvents { get; } = new();

    /// <summary>Records that found the queue full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Hands over one record; never waits.</summary>
    /// <param name="record">Stamps of one event.</param>
    public void Offer(in StampRecord record)
    {
        if (!_queue.TryEnqueue(in record))
            Volatile.Write(ref _dropped, _dropped + 1);
    }

    /// <summary>Records everything that is waiting.</summary>
    /// <returns>How many records that were.</returns>
    public int Drain()
    {
        int drained = 0;
        while (_queue.TryDequeue(out StampRecord record))
        {
            drained++;
            bool stagesStamped = record.BookDoneTicks != 0;
            if (stagesStamped)
                AllEvents.RecordStages(in record);
            if (record.SentTicks == 0 || record.IsMarketData == 0)
                continue;
            AllEvents.RecordOrder(in record);
            OrderEvents.RecordOrder(in record);
            if (stagesStamped)
                OrderEvents.RecordStages(in record);
        }

        return drained;
    }
}
