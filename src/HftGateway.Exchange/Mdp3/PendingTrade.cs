using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Mdp3;

/// <summary>One trade that waits for the end of the event.</summary>
internal struct PendingTrade
{
    public ulong Reference;
    public ulong Match;
    public long Price;
    public int Quantity;
    public ushort Symbol;
    public EventSide RestingSide;
}
