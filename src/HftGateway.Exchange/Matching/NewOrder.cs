using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Matching;

/// <summary>A new order, as given to <see cref="MatchingEngine{TData,TOwners}.Submit"/>.</summary>
public struct NewOrder
{
    /// <summary>Symbol index, 0-based.</summary>
    public ushort Symbol;

    /// <summary>Side.</summary>
    public EventSide Side;

    /// <summary>Limit or market.</summary>
    public OrderKind Kind;

    /// <summary>Time in force.</summary>
    public OrderLife Life;

    /// <summary>May only rest: refused whole when any of it would trade.</summary>
    public bool PostOnly;

    /// <summary>Shares.</summary>
    public int Quantity;

    /// <summary>Limit price in 1/10000 dollar; ignored for market orders.</summary>
    public long Price;

    /// <summary>Who sends it; cancels and replaces must name the same owner.</summary>
    public int Owner;

    /// <summary>The owner's own handle, returned in every callback. The engine does not read it.</summary>
    public ulong Tag;
}
