namespace HftGateway.Disruptor;

/// <summary>Replays as often as the handler asks.</summary>
public readonly struct AlwaysRewind : IRewindPolicy
{
    /// <inheritdoc/>
    public bool MayRewind(long sequence, int attempt) => true;
}
