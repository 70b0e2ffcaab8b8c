namespace HftGateway.Disruptor;

/// <summary>
/// What a wait strategy remembers during one wait. Lives on the waiting thread's stack and starts as default.
/// </summary>
public struct WaitState
{
    /// <summary>Calls of <see cref="IWaitStrategy.Idle"/> so far in this wait.</summary>
    public int IdleCalls;

    /// <summary>When the wait began, in counter ticks, for strategies that go by time.</summary>
    public long StartTicks;

    /// <summary>
    /// When the wait times out, in counter ticks; 0 = never. A strategy that blocks must return by then.
    /// </summary>
    public long DeadlineTicks;

    /// <summary>Registered with the signal; must be undone when the wait ends.</summary>
    internal bool Registered;

    /// <summary>Number of the last signal seen when registering.</summary>
    internal int Epoch;
}
