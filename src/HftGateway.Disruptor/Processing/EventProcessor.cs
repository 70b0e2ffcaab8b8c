using HftGateway.Platform.Threads;

namespace HftGateway.Disruptor;

/// <summary>
/// What all processors share apart from the loop itself: life cycle, progress and faults. Everything here is off the
/// event path, so virtual calls are harmless.
/// <para><b>Threading.</b> <see cref="Run"/> by one thread at a time; the rest by any thread.</para>
/// </summary>
public abstract class EventProcessor
{
    private int _state;
    private long _faultCount;
    private long _faultSequence = Sequence.Initial;
    private volatile Exception? _fault;

    private protected EventProcessor(IReadOnlyList<Sequence> dependencies) => Dependencies = dependencies;

    /// <summary>How far this processor has got; what readers downstream depend on and producers are gated by.</summary>
    public Sequence Sequence { get; } = new();

    /// <summary>Sequence of the last event handled; one load.</summary>
    public long Value => Sequence.Value;

    /// <summary>The sequences this processor waits for; empty means the producer's cursor.</summary>
    public IReadOnlyList<Sequence> Dependencies { get; }

    /// <summary>Where the processor is in its life.</summary>
    public ProcessorState State => (ProcessorState)Volatile.Read(ref _state);

    /// <summary>Exceptions thrown by the handler so far.</summary>
    public long FaultCount => Volatile.Read(ref _faultCount);

    /// <summary>The last exception, or null.</summary>
    public Exception? Fault => _fault;

    /// <summary>The event at which the last fault happened, or that last handled before it; -1 = none.</summary>
    public long FaultSequence => Volatile.Read(ref _faultSequence);

    /// <summary>
    /// Handles events on the calling thread until told to halt. Never throws what the handler throws.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is running already.</exception>
    public abstract void Run();

    /// <summary>
    /// Makes the run end once everything published before this call has been handled. Given to a whole graph,
    /// everything published passes all stages. A halt before the run begins holds for the next run.
    /// </summary>
    public abstract void Halt();

    /// <summary>Makes the run end after the batch in hand, leaving the rest unhandled.</summary>
    public abstract void HaltNow();

    /// <summary>Runs on a thread of its own, set up as <paramref name="spec"/> says.</summary>
    public DedicatedThread Start(in ThreadSpec spec) => DedicatedThread.Start(spec, Run);

    private protected void BeginRun()
    {
        int state = Volatile.Read(ref _state);
        if (state == (int)ProcessorState.Running
            || Interlocked.CompareExchange(ref _state, (int)ProcessorState.Running, state) != state)
        {
            throw new InvalidOperationException("the processor is running already");
        }
        Sequence.Revive();
    }

    private protected void EndRun(bool faulted)
    {
        Sequence.Retire();
        Volatile.Write(ref _state, (int)(faulted ? ProcessorState.Faulted : ProcessorState.Halted));
    }

    private protected void Record(Exception fault, long sequence)
    {
        Volatile.Write(ref _faultSequence, sequence);
        _fault = fault;
        Interlocked.Increment(ref _faultCount);
    }

    /// <summary>What the loop tells the code that catches its exceptions; lives on the thread's stack.</summary>
    private protected struct Progress
    {
        /// <summary>First sequence whose handling has not begun.</summary>
        public long Next;


        /// <summary>The handler's OnEvent is being called, not another callback.</summary>
        public bool InEvents;

        /// <summary>Rewinds of the batch in hand.</summary>
        public int Rewinds;
    }
}
