using System.Runtime.CompilerServices;
using HftGateway.Disruptor;

namespace HftGateway.Pipeline.Topology;

/// <summary>
/// A wait strategy chosen by configuration. The choice is a switch on the idle path only, where time is being wasted
/// anyway; with a type parameter for each strategy every stage would be compiled six times.
/// <para><b>Cost.</b> On the event path one predicted branch a publish: does anybody block?</para>
/// </summary>
public struct ConfiguredWait : IWaitStrategy
{
    private readonly WaitKind _kind;
    private BusySpinWait _busySpin;
    private PauseSpinWait _pauseSpin;
    private YieldingWait _yielding;
    private SleepingWait _sleeping;
    private BlockingWait _blocking;
    private PhasedBackoffWait<SleepingWait> _phased;

    /// <summary>Creates the strategy.</summary>
    /// <param name="kind">Which.</param>
    public ConfiguredWait(WaitKind kind)
    {
        _kind = kind;
        _busySpin = default;
        _pauseSpin = default;
        _yielding = default;
        _sleeping = default;
        _blocking = default;
        _phased = new PhasedBackoffWait<SleepingWait>(1_000, 100_000, default);
    }

    /// <inheritdoc/>
    public static bool SignalsOnPublish => true;

    /// <inheritdoc/>
    public static int ClockInterval => 4;

    /// <inheritdoc/>
    public void Attach(PublishSignal signal) => _blocking.Attach(signal);

    /// <inheritdoc/>
    public void Idle(ref WaitState state)
    {
        switch (_kind)
        {
            case WaitKind.BusySpin:
                _busySpin.Idle(ref state);
                break;
            case WaitKind.PauseSpin:
                _pauseSpin.Idle(ref state);
                break;
            case WaitKind.Sleeping:
                _sleeping.Idle(ref state);
                break;
            case WaitKind.Blocking:
                _blocking.Idle(ref state);
                break;
            case WaitKind.PhasedBackoff:
                _phased.Idle(ref state);
                break;
            default:
                _yielding.Idle(ref state);
                break;
        }
    }

    /// <inheritdoc/>
    public void Finish(ref WaitState state)
    {
        if (_kind == WaitKind.Blocking)
            _blocking.Finish(ref state);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Signal()
    {
        if (_kind == WaitKind.Blocking)
            _blocking.Signal();
    }
}
