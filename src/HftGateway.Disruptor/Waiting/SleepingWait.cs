using System.Runtime.CompilerServices;
using HftGateway.Platform.Threads;

namespace HftGateway.Disruptor;

/// <summary>
/// Spins, yields, then sleeps for a short time between looks: nearly no processor time when idle, at the price of a
/// latency of the sleep plus the kernel's timer slack (about 50 µs). For journals and telemetry.
/// </summary>
public readonly struct SleepingWait : IWaitStrategy
{
    private const int SpinCalls = 100;
    private const int YieldCalls = 200;
    private const long DefaultSleepNs = 50_000;

    private readonly long _sleepNs;

    /// <summary>
    /// Makes a strategy that sleeps for <paramref name="sleepNs"/> ns, below one second; the default is 50,000.
    /// </summary>
    public SleepingWait(long sleepNs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sleepNs);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sleepNs, 1_000_000_000);
        _sleepNs = sleepNs;
    }

    /// <inheritdoc/>
    public static bool SignalsOnPublish => false;

    /// <inheritdoc/>
    public static int ClockInterval => 1;

    /// <inheritdoc/>
    public void Attach(PublishSignal signal)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Idle(ref WaitState state)
    {
        if (state.IdleCalls >= YieldCalls)
        {
            ShortSleep.Sleep(_sleepNs == 0 ? DefaultSleepNs : _sleepNs);
            return;
        }
        if (state.IdleCalls++ < SpinCalls)
            Pause.Once();
        else
            Thread.Yield();
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
