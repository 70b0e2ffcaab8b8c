using System.Runtime.CompilerServices;
using HftGateway.Platform.Timing;

namespace HftGateway.Disruptor;

/// <summary>
/// Where one reader waits: for the producer's cursor, or for all of the readers it depends on. Also carries the
/// reader's order to stop.
/// <para><b>Threading.</b> <see cref="WaitFor"/> by the one reader; the rest by any thread.</para>
/// <para><b>Invariants.</b> A sequence handed out is published, and every dependency has finished with it; what they
/// wrote before is visible. Dependencies are fixed, and exist before the barrier: graphs cannot have cycles.</para>
/// <para><b>Cost.</b> One load per dependency and one of the stop flag.</para>
/// </summary>
public sealed unsafe class SequenceBarrier<TSequencer, TWait>
    where TSequencer : struct, ISequencer<TSequencer>
    where TWait : struct, IWaitStrategy
{
    private const int Continue = 0;
    private const int Drain = 1;
    private const int StopNow = 2;

    private readonly Sequence[] _dependencies;
    private readonly long*[] _otherPointers;
    private readonly long* _firstPointer;
    private readonly bool _readsCursor;
    // Not readonly: calls on a readonly field of a type parameter would copy the struct each time.
    private TSequencer _sequencer;
    private TWait _wait;
    private long _drainTarget;
    private int _command;

    internal SequenceBarrier(TSequencer sequencer, TWait attachedWait, ReadOnlySpan<Sequence> dependencies)
    {
        _sequencer = sequencer;
        _wait = attachedWait;
        _dependencies = dependencies.ToArray();
        _readsCursor = dependencies.IsEmpty;
        _firstPointer = _readsCursor ? sequencer.Cursor.Pointer : dependencies[0].Pointer;
        _otherPointers = new long*[Math.Max(0, dependencies.Length - 1)];
        for (int i = 1; i < dependencies.Length; i++)
            _otherPointers[i - 1] = dependencies[i].Pointer;
    }

    /// <summary>The sequences waited for; empty means the producer's cursor.</summary>
    public IReadOnlyList<Sequence> Dependencies => _dependencies;

    /// <summary>The barrier was told to stop, at once or when drained.</summary>
    public bool IsAlerted => Volatile.Read(ref _command) != Continue;

    /// <summary>
    /// Waits until <paramref name="sequence"/> may be handled. On <see cref="BarrierStatus.Ready"/> everything up to
    /// <paramref name="available"/>, at least <paramref name="sequence"/>, may be.
    /// </summary>
    /// <param name="sequence">The next sequence wanted.</param>
    /// <param name="available">The highest sequence that may be handled.</param>
    /// <param name="timeoutTicks">Longest wait in ticks of <see cref="TimeStampCounter"/>; 0 = for ever.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BarrierStatus WaitFor(long sequence, out long available, long timeoutTicks = 0)
    {
        available = Available(sequence);
        if (available >= sequence && Volatile.Read(ref _command) == Continue)
            return BarrierStatus.Ready;
        return Wait(sequence, timeoutTicks, out available);
    }

    /// <summary>
    /// The highest sequence that may be handled now, without waiting; below <paramref name="sequence"/> when that one
    /// may not.
    /// </summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Available(long sequence)
    {
        long available = Volatile.Read(ref *_firstPointer);
        long*[] others = _otherPointers;
        for (int i = 0; i < others.Length; i++)
            available = Math.Min(available, Volatile.Read(ref *others[i]));
        // Dependencies have handled only what was published, so only the cursor itself can run ahead.
        if (TSequencer.CursorCoversUnpublished && _readsCursor)
            available = _sequencer.HighestPublished(sequence, available);
        return available;
    }

    /// <summary>
    /// Tells the reader to stop once everything published by now has been handed out. If a dependency stops first, the
    /// reader stops where that one did.
    /// </summary>
    public void AlertWhenDrained()
    {
        Volatile.Write(ref _drainTarget, _sequencer.Cursor.Value);
        _ = Interlocked.CompareExchange(ref _command, Drain, Continue);
        _wait.Signal();
    }

    /// <summary>Tells the reader to stop before its next batch.</summary>
    public void AlertNow()
    {
        Volatile.Write(ref _command, StopNow);
        _wait.Signal();
    }

    /// <summary>Takes the order to stop back, so that the reader can run again.</summary>
    public void ClearAlert() => Volatile.Write(ref _command, Continue);

    /// <summary>
    /// Wakes those who may wait for the reader's own progress; compiled away unless the strategy blocks.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SignalProgress()
    {
        if (TWait.SignalsOnPublish)
            _wait.Signal();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private BarrierStatus Wait(long sequence, long timeoutTicks, out long available)
    {
        WaitState state = default;
        if (timeoutTicks != 0)
            state.DeadlineTicks = TimeStampCounter.Now() + timeoutTicks;
        BarrierStatus? status = null;
        for (int looks = 0; ; looks++)
        {
            // Before the sequences: an order to drain makes visible all that was published before it was given.
            int command = Volatile.Read(ref _command);
            available = Available(sequence);
            if (command != Continue && MustStop(command, sequence, available))
                status = BarrierStatus.Stopped;
            else if (available >= sequence)
                status = BarrierStatus.Ready;
            else if (timeoutTicks != 0 && (looks & (TWait.ClockInterval - 1)) == 0 && Expired(state.DeadlineTicks))
                status = BarrierStatus.TimedOut;
            if (status is not null)
                break;
            _wait.Idle(ref state);
        }
        _wait.Finish(ref state);
        return status.Value;
    }

    private bool MustStop(int command, long sequence, long available)
    {
        if (command == StopNow || sequence > Volatile.Read(ref _drainTarget))
            return true;
        if (available >= sequence)
            return false;
        if (_readsCursor)
            return true;
        foreach (Sequence dependency in _dependencies)
            // In this order: the value read after the flag is the final one.
            if (dependency.IsRetired && dependency.Value < sequence)
                return true;
        return false;
    }

    private static bool Expired(long deadlineTicks) => TimeStampCounter.Now() - deadlineTicks >= 0;
}
