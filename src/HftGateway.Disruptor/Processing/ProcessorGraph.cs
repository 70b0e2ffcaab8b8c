using HftGateway.Platform.Threads;

namespace HftGateway.Disruptor;

/// <summary>
/// Starts and halts the processors of one ring: each on a thread of its own, in any acyclic graph.
/// <para><b>Threading.</b> One owner.</para>
/// <para><b>Invariants.</b> <see cref="Start"/> makes the producers wait for every processor that no other one depends
/// on; the others are never slower to pass than those. A processor can only depend on one made before, so there are no
/// cycles.</para>
/// <para><b>Cost.</b> Not on the hot path.</para>
/// </summary>
/// <typeparam name="T">The event.</typeparam>
/// <typeparam name="TSequencer">The ring's sequencer.</typeparam>
/// <typeparam name="TWait">The ring's wait strategy.</typeparam>
/// <param name="ring">The ring.</param>
public sealed class ProcessorGraph<T, TSequencer, TWait>(RingBuffer<T, TSequencer, TWait> ring)
    where T : unmanaged
    where TSequencer : struct, ISequencer<TSequencer>
    where TWait : struct, IWaitStrategy
{
    private readonly List<(EventProcessor Processor, ThreadSpec Spec)> _members = [];
    private readonly List<DedicatedThread> _threads = [];

    /// <summary>The processors, in the order they were added.</summary>
    public IEnumerable<EventProcessor> Processors => _members.Select(member => member.Processor);

    /// <summary>The threads with what the system granted them; empty before <see cref="Start"/>.</summary>
    public IReadOnlyList<DedicatedThread> Threads => _threads;

    /// <summary>Adds a processor that waits like the ring and halts when its handler throws.</summary>
    /// <param name="handler">What it does.</param>
    /// <param name="spec">Its thread.</param>
    /// <param name="after">Processors to stay behind; none means the producer.</param>
    public BatchEventProcessor<T, THandler, TSequencer, TWait, HaltOnFault> Add<THandler>(
        THandler handler, ThreadSpec spec, params ReadOnlySpan<EventProcessor> after)
        where THandler : struct, IEventHandler<T>
    {
        var sequences = new Sequence[after.Length];
        for (int i = 0; i < after.Length; i++)
            sequences[i] = after[i].Sequence;
        BatchEventProcessor<T, THandler, TSequencer, TWait, HaltOnFault> processor =
            ring.NewProcessor(handler, sequences);
        Add(processor, spec);
        return processor;
    }

    /// <summary>Adds a processor made elsewhere for the same ring.</summary>
    public void Add(EventProcessor processor, ThreadSpec spec)
    {
        ArgumentNullException.ThrowIfNull(processor);
        if (_threads.Count != 0)
            throw new InvalidOperationException("the graph has been started");
        _members.Add((processor, spec));
    }

    /// <summary>Sets up gating and starts all threads. Before the first claim.</summary>
    public void Start()
    {
        if (_threads.Count != 0)
            throw new InvalidOperationException("the graph has been started");
        var inner = new HashSet<Sequence>(_members.SelectMany(member => member.Processor.Dependencies));
        foreach ((EventProcessor processor, _) in _members)
            if (!inner.Contains(processor.Sequence))
                ring.AddGating(processor.Sequence);
        foreach ((EventProcessor processor, ThreadSpec spec) in _members)
            _threads.Add(processor.Start(spec));
    }

    /// <summary>
    /// Halts all processors once everything published before this call has passed them, and waits for that.
    /// </summary>
    /// <param name="timeout">How long to wait for each thread; null = for ever.</param>
    /// <returns>All threads have ended.</returns>
    public bool Halt(TimeSpan? timeout = null)
    {
        foreach ((EventProcessor processor, _) in _members)
            processor.Halt();
        return Join(timeout);
    }

    /// <summary>Halts all processors after the batch in hand, and waits for that.</summary>
    /// <param name="timeout">How long to wait for each thread; null = for ever.</param>
    /// <returns>All threads have ended.</returns>
    public bool HaltNow(TimeSpan? timeout = null)
    {
        foreach ((EventProcessor processor, _) in _members)
            processor.HaltNow();
        return Join(timeout);
    }

    private bool Join(TimeSpan? timeout)
    {
        bool ended = true;
        foreach (DedicatedThread thread in _threads)
            ended &= thread.Join(timeout ?? Timeout.InfiniteTimeSpan);
        return ended;
    }
}
