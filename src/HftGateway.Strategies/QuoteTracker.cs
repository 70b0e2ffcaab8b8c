using System.Runtime.CompilerServices;
using HftGateway.Books;

namespace HftGateway.Strategies;

/// <summary>
/// What a stage that shares no memory with the book stage knows of one instrument's quote and trading state, kept from
/// the book section of each slot.
/// <para><b>Threading.</b> One writer; each stage keeps its own.</para>
/// <para><b>Invariants.</b> 40 bytes, blittable. After a gap the quote is invalid until the book stage says otherwise,
/// also when the gap is closed.</para>
/// </summary>
public struct QuoteTracker
{
    /// <summary>Best bid in price units.</summary>
    public long Bid;

    /// <summary>Best ask in price units.</summary>
    public long Ask;

    /// <summary>Shares at the best bid.</summary>
    public int BidQuantity;

    /// <summary>Shares at the best ask.</summary>
    public int AskQuantity;

    /// <summary>Both sides are there and bid &lt; ask.</summary>
    public bool Valid;

    /// <summary>The instrument is not trading.</summary>
    public bool Halted;

    /// <summary>The book may be wrong.</summary>
    public bool Stale;

    /// <summary>Best bid plus best ask: twice the mid, exact in integers. Meaningful when
    /// <see cref="Valid"/>.</summary>
    public readonly long TwiceMid => Bid + Ask;

    /// <summary>Takes the summary of an event of this instrument.</summary>
    /// <param name="update">Book section of the event's slot.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref readonly BookUpdate update)
    {
        BookFlags flags = update.Flags;
        // A refused message changed nothing, and an event without flags did not concern a book.
        if (flags == BookFlags.None || (flags & (BookFlags.Refused | BookFlags.StateChanged)) == BookFlags.Refused)
            return;
        Bid = update.BestBid;
        Ask = update.BestAsk;
        BidQuantity = update.BidQuantity;
        AskQuantity = update.AskQuantity;
        Halted = (flags & BookFlags.Halted) != 0;
        Stale = (flags & BookFlags.Stale) != 0;
        // The prices are checked too: every rule that divides by or compares with the mid relies on them.
        Valid = (flags & (BookFlags.QuoteValid | BookFlags.Stale)) == BookFlags.QuoteValid && Bid > 0 && Ask > Bid
            && Ask <= MaxPrice;
    }

    /// <summary>Messages of the venue are missing.</summary>
    public void OnGap()
    {
        Stale = true;
        Valid = false;
    }

    /// <summary>The venue's books are sound again; the quote counts from the next update of the book.</summary>
    public void OnRecovered()
    {
        Stale = false;
        Valid = false;
    }

    /// <summary>Largest price that counts: products of prices, ticks and basis points stay far inside 64
    /// bits.</summary>
    public const long MaxPrice = 1L << 46;
}
