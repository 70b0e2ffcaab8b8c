namespace HftGateway.Disruptor.Tests;

/// <summary>Handler that writes down every call, and fails or waits on request. Slow; for unit tests only.</summary>
public struct Recorder : IEventHandler<TestEvent>
{
    public readonly List<string> Calls = [];
    public readonly List<long> Sequences = [];

    public Recorder()
    {
    }

    /// <summary>Called in each event; may throw, or halt the processor.</summary>
    public Action<long>? InEvent { get; init; }

    public Action? InBatchStart { get; init; }

    public Action? InTimeout { get; init; }

    public Action? InStart { get; init; }

    public readonly void OnEvent(ref TestEvent data, long sequence, bool endOfBatch)
    {
        Calls.Add(endOfBatch ? $"{sequence}!" : $"{sequence}");
        Sequences.Add(sequence);
        InEvent?.Invoke(sequence);
    }

    public readonly void OnBatchStart(long batchSize)
    {
        Calls.Add($"batch {batchSize}");
        InBatchStart?.Invoke();
    }

    public readonly void OnStart()
    {
        Calls.Add("start");
        InStart?.Invoke();
    }

    public readonly void OnShutdown() => Calls.Add("shutdown");

    public readonly void OnTimeout(long sequence)
    {
        Calls.Add($"timeout {sequence}");
        InTimeout?.Invoke();
    }
}
