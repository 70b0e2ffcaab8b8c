using HftGateway.Exchange.Matching;
using HftGateway.Exchange.Mdp3;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Feed;

/// <summary>The engine's way to the feeds: ITCH always, CME MDP 3.0 where it is configured.</summary>
internal readonly struct FeedSink(FeedPublisher feed, Mdp3Publisher? mdp3) : IMarketDataSink
{
    public void OnAdd(ushort symbol, ulong reference, EventSide side, int quantity, long price)
    {
        feed.Add(symbol, reference, side, quantity, price);
        mdp3?.OnAdd(symbol, reference, side, quantity, price);
    }

    public void OnExecute(ushort symbol, ulong reference, int quantity, ulong matchNumber)
    {
        feed.Execute(symbol, reference, quantity, matchNumber);
        mdp3?.OnExecute(symbol, reference, quantity, matchNumber);
    }

    public void OnReduce(ushort symbol, ulong reference, int quantityRemoved)
    {
        feed.Reduce(symbol, reference, quantityRemoved);
        mdp3?.OnReduce(symbol, reference, quantityRemoved);
    }

    public void OnDelete(ushort symbol, ulong reference)
    {
        feed.Delete(symbol, reference);
        mdp3?.OnDelete(symbol, reference);
    }

    public void OnReplace(ushort symbol, ulong oldReference, ulong newReference, int quantity, long price)
    {
        feed.Replace(symbol, oldReference, newReference, quantity, price);
        mdp3?.OnReplace(symbol, oldReference, newReference, quantity, price);
    }

    public void OnTradingState(ushort symbol, TradingState state)
    {
        feed.TradingAction(symbol, state);
        mdp3?.OnTradingState(symbol, state);
    }
}
