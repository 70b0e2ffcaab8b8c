using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Mdp3;

/// <summary>One entry of market by order that waits for the end of the event.</summary>
internal struct PendingOrder
{
    public ulong Reference;
    public long Price;
    public int Quantity;
    public ushort Symbol;
    public EventSide Side;
    public OrderEntryAction Action;
}
