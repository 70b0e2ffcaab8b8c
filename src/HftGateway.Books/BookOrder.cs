using HftGateway.MarketData.Events;

namespace HftGateway.Books;

/// <summary>One live order as a query returns it.</summary>
/// <param name="Reference">The feed's reference number.</param>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Side">Its side.</param>
/// <param name="Price">Its price in price units.</param>
/// <param name="Shares">Shares left.</param>
public readonly record struct BookOrder(ulong Reference, int Instrument, EventSide Side, long Price, int Shares);
