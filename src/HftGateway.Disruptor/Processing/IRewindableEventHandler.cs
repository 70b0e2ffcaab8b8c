namespace HftGateway.Disruptor;

/// <summary>
/// A handler that may ask for the batch to be replayed from its first event, e.g. because a transaction that spans the
/// batch could not be written. As <see cref="IEventHandler{T}"/>, but each event has an outcome.
/// </summary>
/// <typeparam name="T">The event.</typeparam>
public interface IRewindableEventHandler<T>
    where T : unmanaged
{
    /// <summary>Handles one event; <see cref="EventOutcome.Rewind"/> replays the batch.</summary>
    /// <param name="data">The slot; valid during the call.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="endOfBatch">The last event of the batch.</param>
    EventOutcome OnEvent(ref T data, long sequence, bool endOfBatch);

    /// <summary>A batch begins, or begins again after a rewind, then perhaps with more events.</summary>
    /// <param name="batchSize">Events in it.</param>
    void OnBatchStart(long batchSize);

    /// <summary>The run begins.</summary>
    void OnStart();

    /// <summary>The run ends, after the last event; also after a fault.</summary>
    void OnShutdown();

    /// <summary>Nothing came within the processor's time-out.</summary>
    /// <param name="sequence">The last sequence handled.</param>
    void OnTimeout(long sequence);
}
