using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor;

/// <summary>
/// Spins for a moment, then offers the core to other threads between looks. Keeps its core fully used, but works with
/// more threads than cores.
/// </summary>
public readonly struct YieldingWait : IWaitStrategy
{
    private const int SpinCalls = 100;

    /// <inheritdoc/>
    public static bool SignalsOnPublish => false;

    /// <inheritdoc/>
    public static int ClockInterval => 4;

    /// <inheritdoc/>
    public void Attach(PublishSignal signal)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Idle(ref WaitState state)
    {
        if (state.IdleCalls < SpinCalls)
        {
            state.IdleCalls++;
            Pause.Once();
        }
        else
        {
            Thread.Yield();
        }
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
