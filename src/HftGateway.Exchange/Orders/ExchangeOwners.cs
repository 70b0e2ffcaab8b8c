using HftGateway.Exchange.Flow;
using HftGateway.Exchange.Matching;

namespace HftGateway.Exchange.Orders;

/// <summary>Passes the engine's events on: all to the order flow, those of client orders to the desk.</summary>
internal readonly struct ExchangeOwners(OrderFlowGenerator flow, OrderDesk desk) : IExecutionSink
{
    public void OnExecution(in ExecutionEvent execution)
    {
        flow.OnExecution(execution);
        if (execution.Owner >= OrderDesk.FirstOwner)
            desk.OnExecution(execution);
    }
}
