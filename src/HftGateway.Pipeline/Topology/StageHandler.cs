using System.Runtime.CompilerServices;
using HftGateway.Disruptor;
using HftGateway.Pipeline.Slots;
using HftGateway.Pipeline.Stages;

namespace HftGateway.Pipeline.Topology;

/// <summary>Lets a range of stages be the handler of a ring processor.</summary>
/// <typeparam name="TStages">Range of stages.</typeparam>
internal struct StageHandler<TStages> : IEventHandler<Slot>
    where TStages : struct, IPipelineStage
{
    private readonly AllocationMeter _meter;
    private TStages _stages;

    public StageHandler(TStages stages, AllocationMeter meter)
    {
        _stages = stages;
        _meter = meter;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnEvent(ref Slot data, long sequence, bool endOfBatch)
        => _stages.OnEvent(ref data, sequence, endOfBatch);

    public readonly void OnBatchStart(long batchSize)
    {
    }

    public readonly void OnStart() => _meter.Begin();

    public readonly void OnShutdown() => _meter.End();

    public readonly void OnTimeout(long sequence)
    {
    }
}
