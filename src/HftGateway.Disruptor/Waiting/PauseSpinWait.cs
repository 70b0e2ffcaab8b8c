using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor;

/// <summary>
/// Spins with the processor's pause instruction between looks: some tens of ns slower than <see cref="BusySpinWait"/>,
/// but kinder to the other hardware thread of the core and cheaper to leave, since no stream of speculative loads is
/// cancelled when the value changes.
/// <para><b>Limits.</b> As <see cref="BusySpinWait"/>: a core for each waiting thread.</para>
/// </summary>
public readonly struct PauseSpinWait : IWaitStrategy
{
    /// <inheritdoc/>
    public static bool SignalsOnPublish => false;

    /// <inheritdoc/>
    public static int ClockInterval => 16;

    /// <inheritdoc/>
    public void Attach(PublishSignal signal)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Idle(ref WaitState state)
    {
        state.IdleCalls++;
        Pause.Once();
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
