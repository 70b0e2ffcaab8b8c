using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor;

/// <summary>
/// Looks again at once: the lowest latency, on a core that nothing else needs.
/// <para><b>Limits.</b> Never with more spinning threads than cores: a thread that waits keeps the one it waits for
/// from running.</para>
/// </summary>
public readonly struct BusySpinWait : IWaitStrategy
{
    /// <inheritdoc/>
    public static bool SignalsOnPublish => false;

    /// <inheritdoc/>
    public static int ClockInterval => 64;

    /// <inheritdoc/>
    public void Attach(PublishSignal signal)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Idle(ref WaitState state)
    {
        state.IdleCalls++;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(ref WaitState state)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Signal()
    {
    }
}
