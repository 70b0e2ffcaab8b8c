namespace HftGateway.Disruptor;

/// <summary>
/// What a processor does with events. Implemented by structs: the processor is compiled for the struct and calls it
/// directly.
/// <para><b>Threading.</b> All members are called by the processor's thread. The processor works on a copy of the
/// struct on its own stack, so no other thread's writes share its cache lines; the copy is stored back when the run
/// ends. What others must see while it runs belongs behind a pointer or reference in the struct.</para>
/// </summary>
/// <typeparam name="T">The event.</typeparam>
public interface IEventHandler<T>
    where T : unmanaged
{
    /// <summary>Handles one event.</summary>
    /// <param name="data">The slot; valid during the call.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="endOfBatch">The last event that was available when the batch began: time to flush.</param>
    void OnEvent(ref T data, long sequence, bool endOfBatch);

    /// <summary>A batch begins.</summary>
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
