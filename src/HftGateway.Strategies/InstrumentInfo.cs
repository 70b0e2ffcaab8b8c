namespace HftGateway.Strategies;

/// <summary>
/// What strategies and risk must know of an instrument. The index in the list that the constructors take is the dense
/// index that events carry.
/// </summary>
/// <param name="Symbol">Symbol, for lists and reports.</param>
/// <param name="TickPu">Tick size in price units, at least 1.</param>
/// <param name="Lot">Smallest order quantity and its step in shares, at least 1.</param>
/// <param name="Venue">Dense index of the feed whose gaps concern it.</param>
public readonly record struct InstrumentInfo(string Symbol, int TickPu = 100, int Lot = 1, ushort Venue = 0);
