namespace HftGateway.Strategies;

/// <summary>
/// A strategy on one instrument, for reports. Read field by field while the strategy runs: the fields may be of
/// neighbouring events.
/// </summary>
/// <param name="State">State.</param>
/// <param name="Position">Position in shares by the fills that the strategy has seen.</param>
/// <param name="RealisedPu">Profit realised, price units × shares, before fees, held at the ends of a long.</param>
/// <param name="TradesToday">Trades opened.</param>
/// <param name="StopPrice">Stop of the open trade in price units.</param>
/// <param name="TargetPrice">Target of the open trade in price units.</param>
/// <param name="WorkingOrders">Orders working or unanswered, 0 to 3.</param>
public readonly record struct StrategyInstrumentView(
    StrategyState State,
    long Position,
    long RealisedPu,
    int TradesToday,
    long StopPrice,
    long TargetPrice,
    int WorkingOrders)
{
    /// <summary>
    /// Entries are off and nothing is open. Being flat is not enough: the next event may be an entry.
    /// </summary>
    public bool IsClosed => State == StrategyState.Off && WorkingOrders == 0 && Position == 0;
}
