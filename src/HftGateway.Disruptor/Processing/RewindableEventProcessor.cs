using System.Runtime.CompilerServices;
using HftGateway.Platform.Timing;

namespace HftGateway.Disruptor;

/// <summary>
/// As <see cref="BatchEventProcessor{T, THandler, TSequencer, TWait, TFaults}"/>, for a handler that may ask for its
/// batch to be replayed. Asking costs no exception.
/// <para><b>Invariants.</b> The sequence moves only after a whole batch was handled, so a rewound batch is still in
/// the ring. A rewind waits at the barrier again: the batch may come back longer.</para>
/// </summary>
/// <typeparam name="T">The event.</typeparam>
/// <typeparam name="THandler">What to do with it.</typeparam>
/// <typeparam name="TSequencer">The ring's sequencer.</typeparam>
/// <typeparam name="TWait">How to wait for events.</typeparam>
/// <typeparam name="TFaults">What to do when the handler throws, or asks for too many rewinds.</typeparam>
/// <typeparam name="TRewind">How many rewinds it gets.</typeparam>
public sealed unsafe class RewindableEventProcessor<T, THandler, TSequencer, TWait, TFaults, TRewind> : EventProcessor
    where T : unmanaged
    where THandler : struct, IRewindableEventHandler<T>
    where TSequencer : struct, ISequencer<TSequencer>
    where TWait : struct, IWaitStrategy
    where TFaults : struct, IFaultPolicy
    where TRewind : struct, IRewindPolicy
{
    private readonly RingSlots<T> _slots;
    private readonly SequenceBarrier<TSequencer, TWait> _barrier;
    private readonly long _timeoutTicks;
    private readonly long _maxBatchMinusOne;
    private THandler _handler;
    private TFaults _faults;
    private TRewind _rewind;

    /// <summary>Makes a processor.</summary>
    public RewindableEventProcessor(
        RingSlots<T> slots,
        SequenceBarrier<TSequencer, TWait> barrier,
        THandler handler,
        ProcessorOptions options = default,
        TFaults faults = default,
        TRewind rewind = default)
        : base(barrier.Dependencies)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.TimeoutNs);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxBatch);
        _slots = slots;
        _barrier = barrier;
        _handler = handler;
        _faults = faults;
        _rewind = rewind;
        _timeoutTicks = TimeStampCounter.FromNs(options.TimeoutNs);
        _maxBatchMinusOne = options.MaxBatch == 0 ? long.MaxValue : options.MaxBatch - 1;
    }

    /// <summary>
    /// The handler, as it was before the run or is after it. While running, the thread works on a copy.
    /// </summary>
    public ref THandler Handler => ref _handler;

    /// <inheritdoc/>
    public override void Run()
    {
        BeginRun();
        THandler handler = _handler;
        Progress progress = new() { Next = Sequence.Value + 1 };
        bool healthy = true;
        try
        {
            try
            {
                handler.OnStart();
                while (!RunGuarded(ref handler, ref progress))
                {
                }
            }
            finally
            {
                handler.OnShutdown();
            }
        }
        catch (Exception fault)
        {
            healthy = false;
            if (fault != Fault)
                Record(fault, progress.Next - 1);
        }
        _handler = handler;
        _barrier.ClearAlert();
        EndRun(!healthy);
        _barrier.SignalProgress();
    }

    /// <inheritdoc/>
    public override void Halt() => _barrier.AlertWhenDrained();

    /// <inheritdoc/>
    public override void HaltNow() => _barrier.AlertNow();

    /// <summary>
    /// Runs the loop; true when it ended by order, false when it is to be entered again after a fault.
    /// </summary>
    private bool RunGuarded(ref THandler handler, ref Progress progress)
    {
        try
        {
            HandleBatches(ref handler, ref progress);
            return true;
        }
        catch (Exception fault) when (progress.InEvents)
        {
            progress.InEvents = false;
            progress.Rewinds = 0;
            long failed = progress.Next - 1;
            Record(fault, failed);
            bool goOn = _faults.Continue(fault, failed);
            Sequence.Set(goOn ? failed : failed - 1);
            _barrier.SignalProgress();
            if (!goOn)
                throw;
            return false;
        }
    }

    /// <summary>The event loop, free of exception frames.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void HandleBatches(ref THandler handler, ref Progress progress)
    {
        SequenceBarrier<TSequencer, TWait> barrier = _barrier;
        while (true)
        {
            long next = progress.Next;
            BarrierStatus status = barrier.WaitFor(next, out long available, _timeoutTicks);
            if (status != BarrierStatus.Ready)
            {
                if (status == BarrierStatus.Stopped)
                    return;
                handler.OnTimeout(next - 1);
                continue;
            }
            available = next + Math.Min(available - next, _maxBatchMinusOne);
            handler.OnBatchStart(available - next + 1);
            if (HandleBatch(ref handler, ref progress, available))
            {
                progress.Rewinds = 0;
                Sequence.Set(available);
                barrier.SignalProgress();
                continue;
            }
            if (!_rewind.MayRewind(progress.Next - 1, ++progress.Rewinds))
            {
                // Counts as the event's own fault, so that the fault policy decides about the event.
                progress.InEvents = true;
                ThrowHelper.ThrowRewindLimit(progress.Next - 1, progress.Rewinds);
            }
            progress.Next = next;
        }
    }

    /// <summary>False when the handler asked for a rewind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HandleBatch(ref THandler handler, ref Progress progress, long available)
    {
        T* slots = _slots.Pointer;
        long mask = _slots.Mask;
        long next = progress.Next;
        bool done = true;
        progress.InEvents = true;
        while (done && next <= available)
        {
            long sequence = next++;
            progress.Next = next;
            done = handler.OnEvent(ref slots[sequence & mask], sequence, sequence == available) == EventOutcome.Done;
        }
        progress.InEvents = false;
        return done;
    }
}
