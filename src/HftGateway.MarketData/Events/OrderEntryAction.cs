namespace HftGateway.MarketData.Events;

/// <summary>
/// What an <see cref="EventKind.OrderEntry"/> does (its Code). Journal numbers: they never change meaning. The first
/// three are those of CME MDP 3.0, OrderUpdateAction [37708].
/// </summary>
public enum OrderEntryAction : byte
{
    /// <summary>A new order: price, displayed size, priority.</summary>
    New = 0,

    /// <summary>Price, displayed size or priority changed; all three are the new ones.</summary>
    Update = 1,

    /// <summary>The order is gone.</summary>
    Delete = 2,

    /// <summary>
    /// The order took part in the last <see cref="EventKind.TradeSummary"/> with Quantity; the book is unchanged.
    /// </summary>
    Traded = 3,
}
