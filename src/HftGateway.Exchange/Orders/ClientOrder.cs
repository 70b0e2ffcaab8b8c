using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Orders;

/// <summary>What the exchange knows of one client order, from its arrival to the end of the run.</summary>
internal struct ClientOrder
{
    public ClientText ClOrdId;
    public ClientText OrigClOrdId;
    public ulong Reference;
    public long Price;
    public long Notional;
    public int Quantity;
    public int Filled;
    public int Leaves;
    public int Session;
    public int NextLive;
    public int PreviousLive;
    public ushort Symbol;
    public EventSide Side;
    public OrderKind Kind;
    public OrderLife Life;
    public byte Status;

    /// <summary>Still working at the exchange.</summary>
    public bool Live;

    /// <summary>Side on the wire: sell short stays sell short.</summary>
    public byte WireSide;
}
