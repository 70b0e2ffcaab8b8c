namespace HftGateway.Disruptor;

/// <summary>Replays a batch a limited number of times.</summary>
/// <param name="maxRewinds">How many times.</param>
public readonly struct RewindAtMost(int maxRewinds) : IRewindPolicy
{
    /// <inheritdoc/>
    public bool MayRewind(long sequence, int attempt) => attempt <= maxRewinds;
}
