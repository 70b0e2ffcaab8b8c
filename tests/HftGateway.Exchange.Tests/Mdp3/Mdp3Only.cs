using HftGateway.Exchange.Matching;
using HftGateway.Exchange.Mdp3;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Tests.Mdp3;

/// <summary>The engine's way to an MDP 3.0 publisher alone.</summary>
internal readonly struct Mdp3Only(Mdp3Publisher publisher) : IMarketDataSink
{
    public void OnAdd(ushort symbol, ulong reference, EventSide side, int quantity, long price) =>
        publisher.OnAdd(symbol, reference, side, quantity, price);

    public void OnExecute(ushort symbol, ulong reference, int quantity, ulong matchNumber) =>
        publisher.OnExecute(symbol, reference, quantity, matchNumber);

    public void OnReduce(ushort symbol, ulong reference, int quantityRemoved) =>
        publisher.OnReduce(symbol, reference, quantityRemoved);

    public void OnDelete(ushort symbol, ulong reference) => publisher.OnDelete(symbol, reference);

    public void OnReplace(ushort symbol, ulong oldReference, ulong newReference, int quantity, long price) =>
        publisher.OnReplace(symbol, oldReference, newReference, quantity, price);

    public void OnTradingState(ushort symbol, TradingState state) => publisher.OnTradingState(symbol, state);
}

/// <summary>Nobody who is told of executions.</summary>
internal readonly struct NoOwners : IExecutionSink
{
    public void OnExecution(in ExecutionEvent execution)
    {
    }
}
