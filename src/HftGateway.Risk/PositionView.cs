namespace HftGateway.Risk;

/// <summary>
/// Position, open orders and profit of one instrument, all of the same moment between two fills (the mark may be
/// newer).
/// </summary>
/// <param name="Position">Position in shares.</param>
/// <param name="OpenBuy">Shares of working buy orders.</param>
/// <param name="OpenSell">Shares of working sell orders.</param>
/// <param name="CostPu">Cost of the open position in price units × shares, negative when short.</param>
/// <param name="RealisedPu">Realised profit in price units × shares, before fees.</param>
/// <param name="UnrealisedPu">Unrealised profit at the last valid mid, price units × shares; 0 before one.</param>
/// <param name="FeesMicroDollars">Fees paid in 1/1 000 000 dollar (1/100 price unit), rebates negative.</param>
/// <param name="BoughtShares">Shares bought.</param>
/// <param name="SoldShares">Shares sold.</param>
public readonly record struct PositionView(
    long Position,
    long OpenBuy,
    long OpenSell,
    long CostPu,
    long RealisedPu,
    long UnrealisedPu,
    long FeesMicroDollars,
    long BoughtShares,
    long SoldShares);
