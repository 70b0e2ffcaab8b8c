using System.Runtime.CompilerServices;
using HftGateway.Platform.Timing;

namespace HftGateway.Disruptor;

/// <summary>
/// Spins for a time, then yields for a time, then leaves the rest of the wait to another strategy: near the latency of
/// spinning under load, near the thrift of sleeping or blocking when idle.
/// </summary>
/// <typeparam name="TFallback">
/// What to do at last: <see cref="SleepingWait"/> or <see cref="BlockingWait"/>.
/// </typeparam>
public struct PhasedBackoffWait<TFallback> : IWaitStrategy
    where TFallback : struct, IWaitStrategy
{
    private const long DefaultSpinNs = 1_000;
    private const long DefaultYieldNs = 100_000;

    private long _spinTicks;
    private long _yieldUntilTicks;
    private TFallback _fallback;

    /// <summary>Makes a strategy; the default one spins for 1 µs and yields for 100 µs.</summary>
    /// <param name="spinNs">How long to spin.</param>
    /// <param name="yieldNs">How long to yield after that; with both times 0 they are the default's.</param>
    /// <param name="fallback">What to do then.</param>
    public PhasedBackoffWait(long spinNs, long yieldNs, TFallback fallback = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spinNs);
        ArgumentOutOfRangeException.ThrowIfNegative(yieldNs);
        SetTimes(spinNs, yieldNs);
        _fallback = fallback;
    }

    /// <inheritdoc/>
    public static bool SignalsOnPublish => TFallback.SignalsOnPublish;

    /// <inheritdoc/>
    public static int ClockInterval => 1;

    /// <inheritdoc/>
    public void Attach(PublishSignal signal)
    {
        // The default of the struct has not been through a constructor.
        if (_yieldUntilTicks == 0)
            SetTimes(DefaultSpinNs, DefaultYieldNs);
        _fallback.Attach(signal);
    }

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

    private void SetTimes(long spinNs, long yieldNs)
    {
        _spinTicks = TimeStampCounter.FromNs(spinNs);
        _yieldUntilTicks = TimeStampCounter.FromNs(spinNs + yieldNs);
    }
}
