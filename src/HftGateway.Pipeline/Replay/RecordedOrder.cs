using HftGateway.MarketData.Events;

namespace HftGateway.Pipeline.Replay;

/// <summary>An own order resting among the recorded ones. Blittable.</summary>
internal struct RecordedOrder
{
    /// <summary>Own id of the request that made it what it is.</summary>
    public uint Id;

    /// <summary>Instrument index.</summary>
    public ushort Instrument;

    /// <summary>Side.</summary>
    public EventSide Side;

    /// <summary>Price, pu.</summary>
    public long Price;

    /// <summary>Shares left.</summary>
    public int Remaining;

    /// <summary>Shares filled so far, over all replaces.</summary>
    public int Filled;

    /// <summary>Displayed shares that must trade at <see cref="Price"/> before it.</summary>
    public long Ahead;

    /// <summary>+1 for a buy, −1 for a sell.</summary>
    public readonly int Direction => Side == EventSide.Buy ? 1 : -1;

    /// <summary>Whether a price is at least as good for the other party as this order's: at or through it.</summary>
    /// <param name="price">Price of an incoming order of the other side, pu.</param>
    /// <returns>True if they would meet.</returns>
    public readonly bool Meets(long price) => Direction * (Price - price) >= 0;

    /// <summary>Whether a price is worse than this order's for its side: lower for a buy, higher for a sell.</summary>
    /// <param name="price">Price, pu.</param>
    /// <returns>True if worse.</returns>
    public readonly bool IsBetterThan(long price) => Direction * (Price - price) > 0;
}
