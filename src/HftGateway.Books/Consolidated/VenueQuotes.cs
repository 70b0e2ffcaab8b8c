using System.Runtime.CompilerServices;

namespace HftGateway.Books;

/// <summary>A quote for each venue, inside a struct.</summary>
[InlineArray(ConsolidatedQuote.MaxVenues)]
public struct VenueQuotes
{
    private VenueQuote _first;
}
