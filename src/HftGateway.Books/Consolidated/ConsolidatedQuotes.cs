using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Books;

/// <summary>
/// The consolidated quote of every symbol, kept from the events of all venues: instrument = venue times the number of
/// symbols + symbol. Fed with each event and its update, by a strategy or a report.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> A venue with a gap takes no part until its books are sound; then it does at once, with what
/// its books hold by then.</para>
/// <para><b>Cost.</b> A few ns on a change of a venue's touch; the number of symbols when a feed breaks. No
/// allocation.</para>
/// </summary>
[HotPath]
public sealed class ConsolidatedQuotes
{
    private readonly ConsolidatedQuote[] _quotes;
    private readonly int _venues;

    /// <summary>Quotes without a price.</summary>
    /// <param name="symbols">Number of symbols, at least 1.</param>
    /// <param name="venues">Number of venues, 1 to <see cref="ConsolidatedQuote.MaxVenues"/>.</param>
    public ConsolidatedQuotes(int symbols, int venues)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(symbols, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(venues, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(venues, ConsolidatedQuote.MaxVenues);
        _quotes = new ConsolidatedQuote[symbols];
        _venues = venues;
    }

    /// <summary>The quote of a symbol.</summary>
    /// <param name="symbol">Its index, that of its instrument at the first venue.</param>
    public ref readonly ConsolidatedQuote this[int symbol] => ref _quotes[symbol];

    /// <summary>Takes an event and what it did to its venue's book.</summary>
    /// <param name="e">The event.</param>
    /// <param name="update">The book stage's section.</param>
    /// <returns>Index of the symbol whose consolidated quote changed, -1 when none or, by a gap or its end, all
    /// did.</returns>
    public int Apply(ref readonly InputEvent e, ref readonly BookUpdate update)
    {
        if (e.Kind is EventKind.FeedGap or EventKind.FeedSnapshot or EventKind.FeedRecovered)
        {
            ApplyToAll(e.Kind, e.Venue);
            return -1;
        }

        int symbol = e.Instrument - (e.Venue * _quotes.Length);
        if (e.Venue >= _venues || (uint)symbol >= (uint)_quotes.Length)
            return -1;
        return _quotes[symbol].Apply(e.Venue, in update) ? symbol : -1;
    }

    private void ApplyToAll(EventKind kind, int venue)
    {
        foreach (ref ConsolidatedQuote quote in _quotes.AsSpan())
        {
            _ = kind switch
            {
                EventKind.FeedGap => quote.Suspend(venue),
                EventKind.FeedRecovered => quote.Resume(venue),
                _ => quote.Remove(venue),
            };
        }
    }
}
