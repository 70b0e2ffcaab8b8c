using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Books;

/// <summary>
/// Best bid and offer of one symbol across venues, with each venue's size: a value to be kept by whoever needs it
/// (a strategy, a report).
/// <para><b>Threading.</b> None; a plain struct.</para>
/// <para><b>Invariants.</b> Only venues whose quote counts (book not stale, venue trading) take part. Quantities are
/// the sums over the venues at the best price. While a venue is suspended its quote is kept in step with its book, so
/// that it counts again at once when the venue resumes.</para>
/// <para><b>Cost.</b> One pass over the venues on a change; no allocation.</para>
/// </summary>
[HotPath]
public struct ConsolidatedQuote
{
    /// <summary>Most venues.</summary>
    public const int MaxVenues = 8;

    private VenueQuotes _venues;

    // Bit v: the feed of venue v has a gap.
    private int _suspended;

    /// <summary>Highest bid, 0 when there is none.</summary>
    public long Bid { get; private set; }

    /// <summary>Lowest ask, 0 when there is none.</summary>
    public long Ask { get; private set; }

    /// <summary>Shares at the highest bid, all venues together.</summary>
    public long BidQuantity { get; private set; }

    /// <summary>Shares at the lowest ask, all venues together.</summary>
    public long AskQuantity { get; private set; }

    /// <summary>Venues at the highest bid, bit v for venue v.</summary>
    public int BidVenues { get; private set; }

    /// <summary>Venues at the lowest ask, bit v for venue v.</summary>
    public int AskVenues { get; private set; }

    /// <summary>Both sides are there, and bid &lt; ask.</summary>
    public readonly bool IsValid => Bid > 0 && Bid < Ask;

    /// <summary>Both sides are there, and bid = ask.</summary>
    public readonly bool IsLocked => Bid > 0 && Bid == Ask;

    /// <summary>Both sides are there, and bid &gt; ask: one venue can be sold at what another is bought for.</summary>
    public readonly bool IsCrossed => Ask > 0 && Bid > Ask;

    /// <summary>The quote of a venue takes part.</summary>
    /// <param name="venue">Venue index below <see cref="MaxVenues"/>.</param>
    public readonly bool Counts(int venue) => _venues[venue].Counts && (_suspended & (1 << venue)) == 0;

    /// <summary>One venue's quote as it was last given.</summary>
    /// <param name="venue">Venue index below <see cref="MaxVenues"/>.</param>
    public readonly VenueQuote this[int venue] => _venues[venue];

    /// <summary>Takes a venue's quote.</summary>
    /// <param name="venue">Venue index; at or above <see cref="MaxVenues"/> it is ignored.</param>
    /// <param name="quote">The quote.</param>
    /// <returns>Whether any price, size or set of venues of the consolidated quote changed.</returns>
    public bool Set(int venue, in VenueQuote quote)
    {
        if ((uint)venue >= MaxVenues)
            return false;
        _venues[venue] = quote;
        return Consolidate();
    }

    /// <summary>Takes the summary of an event of this symbol at a venue.</summary>
    /// <param name="venue">Venue index.</param>
    /// <param name="update">What the event did to the venue's book.</param>
    /// <returns>Whether the consolidated quote changed.</returns>
    public bool Apply(int venue, in BookUpdate update)
    {
        // A refused message changed nothing, unless for want of room; an event without flags says nothing of a book.
        const BookFlags tells = BookFlags.Refused | BookFlags.StateChanged | BookFlags.Incomplete;
        if (update.Flags == BookFlags.None || (update.Flags & tells) == BookFlags.Refused)
            return false;
        // A gap of the feed makes every book stale: that alone is undone when it is closed.
        BookFlags stale = (_suspended & (1 << venue)) == 0 ? BookFlags.Stale : BookFlags.Incomplete;
        return Set(venue, new VenueQuote
        {
            Bid = update.BestBid,
            Ask = update.BestAsk,
            BidQuantity = update.BidQuantity,
            AskQuantity = update.AskQuantity,
            Counts = (update.Flags & (stale | BookFlags.Halted)) == 0,
        });
    }

    /// <summary>A venue's feed has a gap: its quote does not count until <see cref="Resume"/>.</summary>
    /// <param name="venue">Venue index.</param>
    /// <returns>Whether the consolidated quote changed.</returns>
    public bool Suspend(int venue)
    {
        if ((uint)venue >= MaxVenues)
            return false;
        _suspended |= 1 << venue;
        return Consolidate();
    }

    /// <summary>A venue's books are what they should be again.</summary>
    /// <param name="venue">Venue index.</param>
    /// <returns>Whether the consolidated quote changed.</returns>
    public bool Resume(int venue)
    {
        if ((uint)venue >= MaxVenues)
            return false;
        _suspended &= ~(1 << venue);
        return Consolidate();
    }

    /// <summary>A venue has no quote any more: its books were emptied.</summary>
    /// <param name="venue">Venue index.</param>
    /// <returns>Whether the consolidated quote changed.</returns>
    public bool Remove(int venue) => Set(venue, default);

    private bool Consolidate()
    {
        long bid = 0, ask = 0, bidQuantity = 0, askQuantity = 0;
        int bidVenues = 0, askVenues = 0;
        for (int i = 0; i < MaxVenues; i++)
        {
            ref readonly VenueQuote q = ref Unsafe.Add(ref Unsafe.As<VenueQuotes, VenueQuote>(ref _venues), i);
            if (!q.Counts || (_suspended & (1 << i)) != 0)
                continue;
            Better(q.Bid, q.BidQuantity, q.Bid > bid, i, ref bid, ref bidQuantity, ref bidVenues);
            Better(q.Ask, q.AskQuantity, ask == 0 || q.Ask < ask, i, ref ask, ref askQuantity, ref askVenues);
        }

        bool same = bid == Bid && ask == Ask && bidQuantity == BidQuantity && askQuantity == AskQuantity
            && bidVenues == BidVenues && askVenues == AskVenues;
        Bid = bid;
        Ask = ask;
        BidQuantity = bidQuantity;
        AskQuantity = askQuantity;
        BidVenues = bidVenues;
        AskVenues = askVenues;
        return !same;
    }

    private static void Better(
        long price, int quantity, bool isBetter, int venue, ref long best, ref long sum, ref int venues)
    {
        if (price == 0)
            return;
        if (isBetter)
        {
            best = price;
            sum = quantity;
            venues = 1 << venue;
        }
        else if (price == best)
        {
            sum += quantity;
            venues |= 1 << venue;
        }
    }
}
