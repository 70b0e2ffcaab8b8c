using System.Runtime.CompilerServices;
using HftGateway.Platform.Timing;

namespace HftGateway.Disruptor;

/// <summary>
/// Spins for a time, then yields for a time, then leaves the rest of the wait to another strategy: near the latency of
/// spinning under load, near the thrift of sleeping or blocking when idle.
/// </summary>
/// <typeparam name="TFallback">What to do at last: <see cref="SleepingWait"/> or <see cref="BlockingWait"/>.</typeparam>
public struct PhasedBackoffWait<TFallback> : IWaitStrategy
    where TFallback : struct, IWaitStrategy
{
    private const long DefaultSpinNs = 1_000;
    private const long DefaultYieldNs = 100_000;

    private readonly long _spinTicks;
    private readonly long _yieldUntilTicks;
    private TFallback _fallback;

    /// <summary>Makes a strategy.</summary>
    /// <param name="spinNs">How long to spin.</param>
    /// <param name="yieldNs">How long to yield after that.</param>
    /// <param name="fallback">What to do then.</param>
    public PhasedBackoffWait(long spinNs = DefaultSpinNs, long yieldNs = DefaultYieldNs, TFallback fallback = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spinNs);
        ArgumentOutOfRangeException.ThrowIfNegative(yieldNs);
        _spinTicks = TimeStampCounter.FromNs(spinNs);
        _yieldUntilTicks = TimeStampCounter.FromNs(spinNs + yieldNs);
        _fallback = fallback;
    }

    /// <inheritdoc/>
    public static bool SignalsOnPublish => TFallback.SignalsOnPublish;

    /// <inheritdoc/>
    public static int ClockInterval => 1;

    /// <inheritdoc/>
    public void Attach(PublishSignal signal) => _fallback.Attach(signal);

    /// <inheritdoc/>
    public void Idle(ref WaitState state)
    {
        long now = TimeStampCounter.Now();
        if (state.StartTicks == 0)
            state.StartTicks = now;
        long elapsedTicks = now - state.StartTicks;
        if (elapsedTicks < _spinTicks)
            Pause.Once();
        else if (elapsedTicks < _yieldUntilTicks)
            Thread.Yield();
        else
            _fallback.Idle(ref state);
    }

    /// <inheritdoc/>
    public void Finish(ref WaitState state) => _fallback.Finish(ref state);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Signal() => _fallback.Signal();
}
