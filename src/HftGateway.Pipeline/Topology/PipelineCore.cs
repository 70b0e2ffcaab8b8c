using System.Runtime.CompilerServices;
using HftGateway.Disruptor;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Slots;
using HftGateway.Pipeline.Stages;
using HftGateway.Platform.Threads;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Topology;

/// <summary>
/// Ring, stages and the threads that run them, as the topology says. The ingress thread, which is the caller's, claims
/// slots and runs the first group on them; the other groups follow each other on threads of their own.
/// <para><b>Threading.</b> <see cref="Start"/> and <see cref="Stop"/> from one thread; claiming and publishing from the
/// ingress thread only.</para>
/// <para><b>Invariants.</b> The last group gates the ring: a slot is reused only when every
/// stage is done with it.</para>
/// </summary>
/// <typeparam name="TStrategy">Strategy.</typeparam>
/// <typeparam name="TTransport">Where encoded orders go.</typeparam>
public sealed class PipelineCore<TStrategy, TTransport> : IDisposable
    where TStrategy : struct, IStrategy
    where TTransport : struct, IOrderTransport
{
    private readonly List<(string Name, EventProcessor Processor)> _groups = [];
    private readonly List<DedicatedThread> _threads = [];
    private readonly List<AllocationMeter> _meters = [new("ingress")];
    private readonly PipelineOptions _options;

    /// <summary>Lays the pipeline out; threads start with <see cref="Start"/>.</summary>
    /// <param name="options">Layout.</param>
    /// <param name="stages">The stages.</param>
    public PipelineCore(PipelineOptions options, StageSet<TStrategy, TTransport> stages)
    {
        _options = options;
        Stages = stages;
        Ring = new RingBuffer<Slot, SingleProducerSequencer, ConfiguredWait>(
            options.RingSize, new ConfiguredWait(options.Wait), lockInMemory: options.LockMemory);
        Sequence[] after = [];
        foreach ((int from, int to) in options.Topology.Groups)
        {
            EventProcessor processor = Create(from, to, after);
            _groups.Add((TopologyPlan.GroupName((from, to)), processor));
            after = [processor.Sequence];
        }

        if (after.Length > 0)
            Ring.AddGating(after);
    }

    /// <summary>The ring.</summary>
    public RingBuffer<Slot, SingleProducerSequencer, ConfiguredWait> Ring { get; }

    /// <summary>The stages.</summary>
    public StageSet<TStrategy, TTransport> Stages { get; }

    /// <summary>Sequence up to which every stage is done.</summary>
    public long Completed => _groups.Count == 0 ? Ring.Cursor : _groups[^1].Processor.Value;

    /// <summary>
    /// What each hot-path thread allocated; the first is the ingress thread's, which it must begin and end itself.
    /// </summary>
    public IReadOnlyList<AllocationMeter> Allocations => _meters;

    /// <summary>Waits until every stage is done with everything published. Ingress thread.</summary>
    public void WaitUntilCompleted()
    {
        long published = Ring.Cursor;
        var spin = default(SpinWait);
        while (Completed < published)
        {
            ThrowIfFaulted();
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Starts the groups' threads.</summary>
    /// <returns>What the machine granted and what it refused, a line each, for the start-up report.</returns>
    public IReadOnlyList<string> Start()
    {
        var notes = new List<string>();
        for (int i = 0; i < _groups.Count; i++)
        {
            int core = _options.Cores.Count > i + 1 ? _options.Cores[i + 1] : ThreadSpec.AnyCore;
            var thread = DedicatedThread.Start(
                new ThreadSpec(_groups[i].Name, core, _options.RealtimePriority), _groups[i].Processor.Run);
            _threads.Add(thread);
            notes.AddRange(thread.Setup.Where(static r => !r.Ok).Select(static r => r.ToString()));
        }

        return notes;
    }

    /// <summary>Prepares the calling thread to be the ingress thread.</summary>
    /// <returns>What the machine refused, a line each.</returns>
    public IReadOnlyList<string> PrepareIngressThread()
    {
        var notes = new List<SetupResult>();
        if (_options.LockMemory)
            notes.Add(ThreadSetup.LockAllMemory());
        int core = _options.Cores.Count > 0 ? _options.Cores[0] : ThreadSpec.AnyCore;
        notes.AddRange(ThreadSetup.Apply(new ThreadSpec("ingress", core, _options.RealtimePriority)));
        return [.. notes.Where(static r => !r.Ok).Select(static r => r.ToString())];
    }

    /// <summary>Lets the groups finish what is published, then ends their threads.</summary>
    public void Stop()
    {
        // In pipeline order: a group that has drained tells the next one that nothing more comes.
        foreach ((_, EventProcessor processor) in _groups)
            processor.Halt();
        foreach (DedicatedThread thread in _threads)
            thread.Join();
        ThrowIfFaulted();
    }

    /// <summary>
    /// Throws what a stage threw on its thread: a programming error, after which nothing may be traded.
    /// </summary>
    /// <exception cref="InvalidOperationException">A stage failed; the inner exception says how.</exception>
    public void ThrowIfFaulted()
    {
        foreach ((string name, EventProcessor processor) in _groups)
        {
            if (processor.Fault is { } fault)
            {
                throw new InvalidOperationException(
                    $"stage {name} failed at ring sequence {processor.FaultSequence}: {fault.Message}", fault);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Ring.Dispose();

    private EventProcessor Create(int from, int to, Sequence[] after) => from switch
    {
        0 => CreateFrom<Rank0>(to, after),
        1 => CreateFrom<Rank1>(to, after),
        2 => CreateFrom<Rank2>(to, after),
        3 => CreateFrom<Rank3>(to, after),
        _ => CreateFrom<Rank4>(to, after),
    };

    private EventProcessor CreateFrom<TFrom>(int to, Sequence[] after)
        where TFrom : struct, IStageRank => to switch
    {
        1 => CreateRange<TFrom, Rank1>(after),
        2 => CreateRange<TFrom, Rank2>(after),
        3 => CreateRange<TFrom, Rank3>(after),
        4 => CreateRange<TFrom, Rank4>(after),
        _ => CreateRange<TFrom, Rank5>(after),
    };

    private EventProcessor CreateRange<TFrom, TTo>(Sequence[] after)
        where TFrom : struct, IStageRank
        where TTo : struct, IStageRank
    {
        var range = new StageRange<TFrom, TTo, TStrategy, TTransport>(Stages);
        var meter = new AllocationMeter($"stages {TFrom.Value} to {TTo.Value - 1}");
        _meters.Add(meter);
        var handler = new StageHandler<StageRange<TFrom, TTo, TStrategy, TTransport>>(range, meter);
        return Ring.NewProcessor(handler, after);
    }
}
