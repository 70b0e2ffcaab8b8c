using HftGateway.MarketData.Events;

namespace HftGateway.Books.MarketByPrice;

/// <summary>One live order of a book by order, as a query returns it.</summary>
/// <param name="Id">The exchange's order id.</param>
/// <param name="Priority">Lower is executed first.</param>
/// <param name="Side">Its side.</param>
/// <param name="Price">Its price in price units.</param>
/// <param name="Quantity">Displayed size.</param>
public readonly record struct PriorityOrder(ulong Id, ulong Priority, EventSide Side, long Price, int Quantity);
