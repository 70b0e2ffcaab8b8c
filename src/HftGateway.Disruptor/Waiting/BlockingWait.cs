using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor;

/// <summary>
/// Blocks on a lock until a sequence is advanced: no processor time when idle, a wake-up of some tens of µs, and a
/// full fence on each publish. For tests, small machines and control paths.
/// <para><b>Limits.</b> A thread that advances a sequence of its own, outside a processor or a ring's publish, must
/// call the ring's <c>Signal</c>.</para>
/// </summary>
public struct BlockingWait : IWaitStrategy
{
    private PublishSignal? _signal;

    /// <inheritdoc/>
    public static bool SignalsOnPublish => true;

    /// <inheritdoc/>
    public static int ClockInterval => 1;

    /// <inheritdoc/>
    public void Attach(PublishSignal signal) => _signal = signal;

    /// <inheritdoc/>
    public readonly void Idle(ref WaitState state)
    {
        state.IdleCalls++;
        // The first call only registers; the caller looks at the sequence once more before the second one blocks.
        if (!state.Registered)
            _signal!.Register(ref state);
        else
            _signal!.Block(ref state);
    }

    /// <inheritdoc/>
    public readonly void Finish(ref WaitState state) => _signal!.Unregister(ref state);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Signal() => _signal!.Notify();
}
