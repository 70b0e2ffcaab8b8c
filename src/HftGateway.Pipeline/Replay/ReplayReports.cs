using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;

namespace HftGateway.Pipeline.Replay;

/// <summary>Queues the recorded exchange's reports as order events, due one acknowledgement latency later.</summary>
internal readonly struct ReplayReports : IRecordedReports
{
    private readonly TimedQueue<QueuedInput> _responses;
    private readonly long _acknowledgeNs;

    public ReplayReports(TimedQueue<QueuedInput> responses, long acknowledgeNs)
    {
        _responses = responses;
        _acknowledgeNs = acknowledgeNs;
    }

    /// <inheritdoc/>
    public void Report(long timeNs, OrderEventType type, in RecordedAction action, int lastQuantity, int leaves)
    {
        QueuedInput item = default;
        item.Event.Kind = EventKind.Order;
        item.Event.Code = (byte)type;
        item.Event.Instrument = action.Instrument;
        item.Event.Side = action.Side;
        item.Event.OrderId = action.Id;
        item.Event.OrderId2 = action.TargetId;
        item.Event.Price = action.Price;
        item.Event.Quantity = lastQuantity;
        item.Event.Quantity2 = leaves;
        _responses.Add(timeNs + _acknowledgeNs, in item);
    }
}
