using System.Runtime.CompilerServices;
using HftGateway.Platform.Timing;

namespace HftGateway.Disruptor;

/// <summary>
/// Lets threads block until a sequence was advanced. One per ring; only rings with a blocking wait strategy touch it.
/// <para><b>Threading.</b> Any thread.</para>
/// <para><b>Invariants.</b> No signal is lost. A waiter registers (a full fence), looks at the sequence once more, and
/// blocks only if no signal came since it registered. A publisher stores the sequence, fences fully, and looks for
/// registered waiters. Whichever fence comes first, either the waiter sees the sequence or the publisher sees the
/// waiter.</para>
/// <para><b>Cost.</b> A full fence per publish; with a waiter blocked, a lock and a system call.</para>
/// </summary>
public sealed class PublishSignal
{
    private readonly object _gate = new();
    private int _waiters;
    private int _epoch;

    /// <summary>Threads registered now.</summary>
    public int Waiters => Volatile.Read(ref _waiters);

    /// <summary>Wakes all waiters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Notify()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _waiters) != 0)
            Wake();
    }

    internal void Register(ref WaitState state)
    {
        Interlocked.Increment(ref _waiters);
        state.Epoch = Volatile.Read(ref _epoch);
        state.Registered = true;
    }

    internal void Unregister(ref WaitState state)
    {
        if (!state.Registered)
            return;
        Interlocked.Decrement(ref _waiters);
        state.Registered = false;
    }

    /// <summary>Blocks until a signal given after <see cref="Register"/>, or until the deadline.</summary>
    internal void Block(ref WaitState state)
    {
        lock (_gate)
        {
            if (_epoch == state.Epoch)
                Monitor.Wait(_gate, RemainingMs(state.DeadlineTicks));
        }
        Unregister(ref state);
    }

    private static int RemainingMs(long deadlineTicks)
    {
        if (deadlineTicks == 0)
            return Timeout.Infinite;
        long remainingNs = TimeStampCounter.ToNs(deadlineTicks - TimeStampCounter.Now());
        // Rounded up: waking just before the deadline would spin through the rest of the millisecond.
        return (int)Math.Clamp((remainingNs + 999_999) / 1_000_000, 0, int.MaxValue);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wake()
    {
        lock (_gate)
        {
            _epoch++;
            Monitor.PulseAll(_gate);
        }
    }
}
