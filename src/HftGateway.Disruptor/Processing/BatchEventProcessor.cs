using System.Runtime.CompilerServices;
using HftGateway.Platform.Timing;

namespace HftGateway.Disruptor;

/// <summary>
/// Reads events from a ring in batches and hands each to a handler.
/// <para><b>Threading.</b> One thread runs it; see <see cref="EventProcessor"/>.</para>
/// <para><b>Invariants.</b> Events come in order, each once. The sequence is stored, with release, after each batch:
/// whoever sees it sees all that the handler wrote. A fault halts with the sequence just before the failed event, or
/// skips that event, as the policy says.</para>
/// <para><b>Cost.</b> No indirect call, lock or allocation per event; see <c>RingBenchmarks</c>.</para>
/// </summary>
/// <typeparam name="T">The event.</typeparam>
/// <typeparam name="THandler">What to do with it.</typeparam>
/// <typeparam name="TSequencer">The ring's sequencer.</typeparam>
/// <typeparam name="TWait">How to wait for events.</typeparam>
/// <typeparam name="TFaults">What to do when the handler throws.</typeparam>
public sealed unsafe class BatchEventProcessor<T, THandler, TSequencer, TWait, TFaults> : EventProcessor
    where T : unmanaged
    where THandler : struct, IEventHandler<T>
    where TSequencer : struct, ISequencer<TSequencer>
    where TWait : struct, IWaitStrategy
    where TFaults : struct, IFaultPolicy
{
    private readonly RingSlots<T> _slots;
    private readonly SequenceBarrier<TSequencer, TWait> _barrier;
    private readonly long _timeoutTicks;
    private readonly long _maxBatchMinusOne;
    private THandler _handler;
    private TFaults _faults;

    /// <summary>Makes a processor; see also the ring's <c>NewProcessor</c>.</summary>
    public BatchEventProcessor(
        RingSlots<T> slots,
        SequenceBarrier<TSequencer, TWait> barrier,
        THandler handler,
        ProcessorOptions options,
        TFaults faults = default)
        : base(barrier.Dependencies)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.TimeoutNs);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxBatch);
        _slots = slots;
        _barrier = barrier;
        _handler = handler;
        _faults = faults;
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
            long failed = progress.Next - 1;
            Record(fault, failed);
            bool goOn = _faults.Continue(fault, failed);
            // What was handled before shows downstream; the failed event only if it is skipped.
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
        T* slots = _slots.Pointer;
        long mask = _slots.Mask;
        long* handled = Sequence.Pointer;
        long timeoutTicks = _timeoutTicks;
        long next = progress.Next;
        while (true)
        {
            BarrierStatus status = barrier.WaitFor(next, out long available, timeoutTicks);
            if (status != BarrierStatus.Ready)
            {
                if (status == BarrierStatus.Stopped)
                    return;
                handler.OnTimeout(next - 1);
                continue;
            }
            // A local whose address nobody has taken stays in a register.
            long last = next + Math.Min(available - next, _maxBatchMinusOne);
            handler.OnBatchStart(last - next + 1);
            progress.InEvents = true;
            do
            {
                long sequence = next++;
                // Before the call, so that a fault is known to be this event's.
                progress.Next = next;
                handler.OnEvent(ref slots[sequence & mask], sequence, sequence == last);
            }
            while (next <= last);
            progress.InEvents = false;
            Volatile.Write(ref *handled, last);
            barrier.SignalProgress();
        }
    }
}
