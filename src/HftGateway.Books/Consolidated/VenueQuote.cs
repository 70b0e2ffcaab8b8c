namespace HftGateway.Books;

/// <summary>One venue's best bid and offer. Prices in price units, 0 for an empty side; quantities in shares.</summary>
public struct VenueQuote
{
    /// <summary>Best bid.</summary>
    public long Bid;

    /// <summary>Best ask.</summary>
    public long Ask;

    /// <summary>Shares at the best bid.</summary>
    public int BidQuantity;

    /// <summary>Shares at the best ask.</summary>
    public int AskQuantity;

    /// <summary>The quote counts: the book is not stale and the venue trades.</summary>
    public bool Counts;
}
