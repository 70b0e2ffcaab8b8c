namespace HftGateway.Aeron.Driver;

/// <summary>A subscriber's position in a log, and the subscription that it belongs to.</summary>
internal sealed unsafe class SubscriberPosition(SubscriptionLink link, int counterId, long* address)
{
    public SubscriptionLink Link { get; } = link;

    public int CounterId { get; } = counterId;

    /// <summary>Position; written by the subscriber.</summary>
    public long Value
    {
        get => Volatile.Read(ref *address);
        set => Volatile.Write(ref *address, value);
    }

    /// <summary>Whether the subscriber counts; an untethered one that is too slow does not for a while.</summary>
    public TetherState State { get; set; } = TetherState.Active;

    /// <summary>When the state began, ns.</summary>
    public long StateSinceNs { get; set; }
}
