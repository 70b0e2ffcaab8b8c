using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Feed;

/// <summary>The engine's way to the feed.</summary>
internal readonly struct FeedSink(FeedPublisher feed) : IMarketDataSink
{
    public void OnAdd(ushort symbol, ulong reference, EventSide side, int quantity, long price) =>
        feed.Add(symbol, reference, side, quantity, price);

    public void OnExecute(ushort symbol, ulong reference, int quantity, ulong matchNumber) =>
        feed.Execute(symbol, reference, quantity, matchNumber);

    public void OnReduce(ushort symbol, ulong reference, int quantityRemoved) =>
        feed.Reduce(symbol, reference, quantityRemoved);

    public void OnDelete(ushort symbol, ulong reference) => feed.Delete(symbol, reference);

    public void OnReplace(ushort symbol, ulong oldReference, ulong newReference, int quantity, long price) =>
        feed.Replace(symbol, oldReference, newReference, quantity, price);

    public void OnTradingState(ushort symbol, TradingState state) => feed.TradingAction(symbol, state);
}
