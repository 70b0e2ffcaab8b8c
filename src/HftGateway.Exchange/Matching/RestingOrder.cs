using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Matching;

/// <summary>
/// An order in the book. Lives in the preallocated pool of <see cref="OrderBooks"/>; Next and Previous link the
/// orders of one price level, oldest first.
/// </summary>
public struct RestingOrder
{
    /// <summary>Reference number in the feed.</summary>
    public ulong Reference;

    /// <summary>The owner's handle.</summary>
    public ulong Tag;

    /// <summary>Price in 1/10000 dollar.</summary>
    public long Price;

    /// <summary>Shares left.</summary>
    public int Quantity;

    /// <summary>Owner.</summary>
    public int Owner;

    /// <summary>Symbol index.</summary>
    public ushort Symbol;

    /// <summary>Side.</summary>
    public EventSide Side;

    /// <summary>A replacement that would trade is refused.</summary>
    public bool PostOnly;

    internal int Next;
    internal int Previous;
}
