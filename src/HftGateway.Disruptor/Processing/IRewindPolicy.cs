namespace HftGateway.Disruptor;

/// <summary>Decides how often a batch is replayed.</summary>
public interface IRewindPolicy
{
    /// <summary>Whether to replay the batch once more; otherwise the event counts as faulted.</summary>
    /// <param name="sequence">The event whose handler asked for it.</param>
    /// <param name="attempt">1 for the first rewind of this batch.</param>
    bool MayRewind(long sequence, int attempt);
}

/// <summary>Replays as often as the handler asks.</summary>
public readonly struct AlwaysRewind : IRewindPolicy
{
    /// <inheritdoc/>
    public bool MayRewind(long sequence, int attempt) => true;
}

/// <summary>Replays a batch a limited number of times.</summary>
/// <param name="maxRewinds">How many times.</param>
public readonly struct RewindAtMost(int maxRewinds) : IRewindPolicy
{
    /// <inheritdoc/>
    public bool MayRewind(long sequence, int attempt) => attempt <= maxRewinds;
}

/// <summary>The fault of an event whose handler asked for one rewind too many.</summary>
public sealed class RewindLimitException(long sequence, int attempts)
    : Exception($"event {sequence} asked for rewind number {attempts}, beyond the policy's limit");
