namespace HftGateway.Exchange.Matching;

/// <summary>
/// All orders of one side at one price, as a queue. <see cref="Key"/> is the price for bids and the negated price for
/// asks, so that on both sides a higher key is a better price.
/// </summary>
public struct PriceLevel
{
    internal long Key;
    internal int Head;
    internal int Tail;

    /// <summary>Shares of all orders.</summary>
    public long Quantity;

    /// <summary>Number of orders, at least 1.</summary>
    public int Count;

    /// <summary>Price in 1/10000 dollar.</summary>
    public readonly long Price => Key < 0 ? -Key : Key;
}
