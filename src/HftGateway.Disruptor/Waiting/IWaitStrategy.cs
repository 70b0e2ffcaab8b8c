namespace HftGateway.Disruptor;

/// <summary>
/// What a thread does while it has nothing to do. The waiting loop itself is the barrier's (or the sequencer's): look,
/// and when there is nothing, call <see cref="Idle"/>. Implementations are structs, called directly.
/// <para><b>Threading.</b> Copies are used by several threads; state of one wait belongs into
/// <see cref="WaitState"/>.</para>
/// </summary>
public interface IWaitStrategy
{
    /// <summary>
    /// Waiters may sleep until told, so whoever advances a sequence must call <see cref="Signal"/>. A constant: where
    /// it is false, the runtime compiles the call away.
    /// </summary>
    static abstract bool SignalsOnPublish { get; }

    /// <summary>Idle calls between two looks at the clock for a time-out; a power of two.</summary>
    static abstract int ClockInterval { get; }

    /// <summary>Called once, before the struct is copied, with the ring's signal.</summary>
    void Attach(PublishSignal signal);

    /// <summary>Called after each look that found nothing.</summary>
    void Idle(ref WaitState state);

    /// <summary>Called once at the end of each wait.</summary>
    void Finish(ref WaitState state);

    /// <summary>Wakes the waiters; called after a sequence was advanced.</summary>
    void Signal();
}
