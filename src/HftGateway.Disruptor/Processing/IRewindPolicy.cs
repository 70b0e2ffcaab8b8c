namespace HftGateway.Disruptor;

/// <summary>Decides how often a batch is replayed.</summary>
public interface IRewindPolicy
{
    /// <summary>Whether to replay the batch once more; otherwise the event counts as faulted.</summary>
    /// <param name="sequence">The event whose handler asked for it.</param>
    /// <param name="attempt">1 for the first rewind of this batch.</param>
    bool MayRewind(long sequence, int attempt);
}
