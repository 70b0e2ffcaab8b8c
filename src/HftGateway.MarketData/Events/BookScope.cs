namespace HftGateway.MarketData.Events;

/// <summary>
/// Which of an instrument's books an event concerns (the Code of <see cref="EventKind.BookReset"/>,
/// <see cref="EventKind.BookStale"/> and <see cref="EventKind.BookRecovered"/>): a feed with both recovers each apart.
/// Journal numbers: they never change meaning.
/// </summary>
public enum BookScope : byte
{
    /// <summary>Both books.</summary>
    Both = 0,

    /// <summary>The book by order only.</summary>
    ByOrder = 1,

    /// <summary>The book by price level only, real and implied.</summary>
    ByLevel = 2,
}
