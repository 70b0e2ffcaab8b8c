namespace HftGateway.Exchange.Matching;

/// <summary>How the matching engine answered a request. Everything but <see cref="Accepted"/> changed
/// nothing.</summary>
public enum OrderResult : byte
{
    /// <summary>Done; the callbacks say what followed.</summary>
    Accepted = 0,

    /// <summary>The symbol index is not one of the engine's.</summary>
    UnknownSymbol = 1,

    /// <summary>The symbol is halted, paused or closed: only cancels and size reductions are taken.</summary>
    NotTrading = 2,

    /// <summary>The price is not positive, above the feed's maximum, or not a multiple of the tick.</summary>
    InvalidPrice = 3,

    /// <summary>The quantity is outside 1 to <see cref="MatchingEngine{TData,TOwners}.MaxQuantity"/>.</summary>
    InvalidQuantity = 4,

    /// <summary>A post-only order or replacement would have traded.</summary>
    WouldTrade = 5,

    /// <summary>No room for another order or price level (capacities are fixed at start).</summary>
    BookFull = 6,

    /// <summary>No such live order, or it belongs to another owner.</summary>
    UnknownOrder = 7,

    /// <summary>Fields contradict each other: a post-only order that may not rest.</summary>
    InvalidCombination = 8,
}
