using HftGateway.Disruptor;

namespace HftGateway.Benchmarks.Disruptor;

/// <summary>The least a handler can do: read the payload.</summary>
public struct SummingHandler : IEventHandler<BenchmarkEvent>
{
    /// <summary>Sum of all payloads.</summary>
    public long Sum;

    /// <inheritdoc/>
    public void OnEvent(ref BenchmarkEvent data, long sequence, bool endOfBatch) => Sum += data.Value;

    /// <inheritdoc/>
    public readonly void OnBatchStart(long batchSize)
    {
    }

    /// <inheritdoc/>
    public readonly void OnStart()
    {
    }

    /// <inheritdoc/>
    public readonly void OnShutdown()
    {
    }

    /// <inheritdoc/>
    public readonly void OnTimeout(long sequence)
    {
    }
}
