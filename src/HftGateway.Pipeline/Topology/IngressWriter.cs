using System.Runtime.CompilerServices;
using HftGateway.Disruptor;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Slots;
using HftGateway.Pipeline.Stages;
using HftGateway.Platform;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Topology;

/// <summary>
/// The ingress thread's way into the ring: claim a slot, fill its ingress section, commit. Committing runs the stages
/// of the ingress thread's own group on the slot and then publishes it to the others.
/// <para><b>Threading.</b> Ingress thread only.</para>
/// </summary>
/// <typeparam name="TPrefix">Stages of the ingress thread's group.</typeparam>
/// <typeparam name="TStrategy">Strategy.</typeparam>
/// <typeparam name="TTransport">Where encoded orders go.</typeparam>
[HotPath]
public sealed class IngressWriter<TPrefix, TStrategy, TTransport>
    where TPrefix : struct, IPipelineStage
    where TStrategy : struct, IStrategy
    where TTransport : struct, IOrderTransport
{
    private readonly PipelineCore<TStrategy, TTransport> _core;
    private readonly RingBuffer<Slot, SingleProducerSequencer, ConfiguredWait> _ring;
    private TPrefix _prefix;
    private long _claimed;

    /// <summary>Creates the writer.</summary>
    /// <param name="core">Pipeline.</param>
    /// <param name="prefix">Stages of the ingress thread's group.</param>
    public IngressWriter(PipelineCore<TStrategy, TTransport> core, TPrefix prefix)
    {
        _core = core;
        _ring = core.Ring;
        _prefix = prefix;
        _claimed = _ring.Next();
    }

    /// <summary>
    /// The slot that will be committed next. It is claimed already, so a message that turns out not to concern anybody
    /// costs nothing: the slot simply stays claimed. Its content is that of an earlier lap.
    /// </summary>
    public ref Slot Slot
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _ring[_claimed];
    }

    /// <summary>
    /// Runs the own stages on the slot, publishes it and claims the next, waiting while the ring is full.
    /// </summary>
    /// <param name="endOfBatch">No further event is known to be waiting.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit(bool endOfBatch)
    {
        long sequence = _claimed;
        _prefix.OnEvent(ref _ring[sequence], sequence, endOfBatch);
        _ring.Publish(sequence);
        if (!_ring.TryNext(out _claimed))
            _claimed = WaitForSlot();
    }

    // The ring is full. A stage that failed will never make room, so look at the stages while waiting.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long WaitForSlot()
    {
        var spin = default(SpinWait);
        long sequence;
        while (!_ring.TryNext(out sequence))
        {
            _core.ThrowIfFaulted();
            spin.SpinOnce(sleep1Threshold: -1);
        }

        return sequence;
    }
}
