using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor.Tests;

/// <summary>
/// Stage of the stress tests: checks order, the producer's payload and the sections of the stages it depends on, then
/// writes its own section. A slot that was reused too early, or read too soon, holds another lap's values and is
/// counted as wrong.
/// </summary>
public struct StageHandler(int stage, int dependsOnMask) : IEventHandler<TestEvent>
{
    public long Count;
    public long Wrong;
    public long OutOfOrder;
    public long BatchEnds;
    public long Batches;
    public long AllocatedBytes;

    public static long SectionOf(int stage, long value) => TestEvent.Mix(value + ((stage + 1L) << 50));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnEvent(ref TestEvent data, long sequence, bool endOfBatch)
    {
        if (sequence != Count)
            OutOfOrder++;
        Count++;
        if (data.Value != sequence || data.Check != TestEvent.Mix(sequence))
            Wrong++;
        for (int upstream = 0; upstream < 4; upstream++)
            if ((dependsOnMask >> upstream & 1) != 0 && data.Section(upstream) != SectionOf(upstream, sequence))
                Wrong++;
        data.SetSection(stage, SectionOf(stage, sequence));
        if (endOfBatch)
            BatchEnds++;
    }

    public void OnBatchStart(long batchSize) => Batches++;

    public void OnStart() => AllocatedBytes = -GC.GetAllocatedBytesForCurrentThread();

    public void OnShutdown() => AllocatedBytes += GC.GetAllocatedBytesForCurrentThread();

    public readonly void OnTimeout(long sequence)
    {
    }
}
