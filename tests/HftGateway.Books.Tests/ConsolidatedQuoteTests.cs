using HftGateway.MarketData.Events;

namespace HftGateway.Books.Tests;

public sealed class ConsolidatedQuoteTests
{
    [Fact]
    public void ShouldAddSizesOfVenuesAtTheBestPrice()
    {
        ConsolidatedQuote quote = default;
        Assert.False(quote.IsValid);
        Assert.True(quote.Set(0, Quote(100, 10, 104, 1)));
        Assert.True(quote.Set(1, Quote(101, 20, 103, 2)));
        Assert.True(quote.Set(2, Quote(101, 30, 105, 3)));
        Assert.Equal((101L, 50L, 0b110), (quote.Bid, quote.BidQuantity, quote.BidVenues));
        Assert.Equal((103L, 2L, 0b010), (quote.Ask, quote.AskQuantity, quote.AskVenues));
        Assert.True(quote.IsValid);
        Assert.False(quote.Set(0, Quote(99, 10, 106, 1)));
        Assert.Equal(30, quote[2].BidQuantity);
        Assert.True(quote.Remove(1));
        Assert.Equal((101L, 30L, 105L), (quote.Bid, quote.BidQuantity, quote.Ask));
        Assert.True(quote.Set(3, Quote(106, 5, 0, 0)));
        Assert.True(quote.IsCrossed);
        Assert.True(quote.Set(3, Quote(105, 5, 0, 0)));
        Assert.True(quote.IsLocked);
        Assert.False(quote.Set(8, Quote(200, 1, 201, 1)));
    }

    // A gap that is closed by re-requests alone, and then a trading state that changes nothing: no flag says that the
    // book is sound again.
    [Fact]
    public void ShouldCountAVenueAgainAtOnceWhenItsGapIsClosed()
    {
        using BookSet books = new(new BookSetOptions { Instruments = 1, MaxOrders = 2 });
        ConsolidatedQuotes quotes = new(1, 1);
        Feed(books, quotes, TestEvents.Add(1, EventSide.Buy, 100, 10));
        Feed(books, quotes, TestEvents.Venue(EventKind.FeedGap));
        Assert.Equal(0, quotes[0].Bid);
        Feed(books, quotes, TestEvents.Add(2, EventSide.Buy, 101, 20));
        Assert.Equal(0, quotes[0].Bid);
        Feed(books, quotes, TestEvents.Venue(EventKind.FeedRecovered));
        Assert.Equal((101L, 20L), (quotes[0].Bid, quotes[0].BidQuantity));
        Feed(books, quotes, TestEvents.Halt('T'));
        Assert.Equal(101, quotes[0].Bid);

        // A book that is stale by itself stays so.
        Feed(books, quotes, TestEvents.Venue(EventKind.FeedGap));
        Feed(books, quotes, TestEvents.Add(3, EventSide.Buy, 102, 30));
        Feed(books, quotes, TestEvents.Venue(EventKind.FeedRecovered));
        Assert.Equal(0, quotes[0].Bid);

        // Emptied books have no quote.
        Feed(books, quotes, TestEvents.Venue(EventKind.FeedSnapshot));
        Feed(books, quotes, TestEvents.Venue(EventKind.FeedRecovered));
        Assert.Equal(0, quotes[0].Bid);
        Feed(books, quotes, TestEvents.Add(4, EventSide.Buy, 99, 5));
        Assert.Equal(99, quotes[0].Bid);
    }

    // Against the plain maximum and minimum over three real books, with gaps and halts.
    [Fact]
    public void ShouldEqualTheBestOfAllBooksOverARandomFlow()
    {
        const int Venues = 3;
        const int Symbols = 2;
        Random random = new(5);
        BookSet[] books = [.. Enumerable.Range(0, Venues).Select(static _ => new BookSet(
            new BookSetOptions { Instruments = Venues * Symbols, MaxOrders = 4_096 }))];
        ConsolidatedQuotes quotes = new(Symbols, Venues);
        BookUpdate update = default;
        for (int i = 0; i < 100_000; i++)
        {
            ushort venue = (ushort)random.Next(Venues);
            InputEvent e = Next(random, venue, Symbols);
            books[venue].Apply(in e, ref update);
            _ = quotes.Apply(in e, in update);
            Check(books, quotes, random.Next(Symbols), Symbols);
        }

        foreach (BookSet set in books)
            set.Dispose();
    }

    private static void Check(
        BookSet[] books, ConsolidatedQuotes quotes, int symbol, int symbols)
    {
        long bid = 0, ask = 0, bidQuantity = 0, askQuantity = 0;
        for (int v = 0; v < books.Length; v++)
        {
            int instrument = (v * symbols) + symbol;
            if (books[v].IsStale(instrument) || books[v].IsHalted(instrument))
                continue;
            BookLevel b = books[v].Best(instrument, EventSide.Buy);
            BookLevel a = books[v].Best(instrument, EventSide.Sell);
            bidQuantity = b.Price > bid ? b.Shares : b.Price == bid ? bidQuantity + b.Shares : bidQuantity;
            bid = Math.Max(bid, b.Price);
            if (a.Price == 0)
                continue;
            askQuantity = ask == 0 || a.Price < ask ? a.Shares : a.Price == ask ? askQuantity + a.Shares : askQuantity;
            ask = ask == 0 ? a.Price : Math.Min(ask, a.Price);
        }

        ref readonly ConsolidatedQuote quote = ref quotes[symbol];
        Assert.Equal((bid, bidQuantity, ask, askQuantity), (
            quote.Bid, quote.BidQuantity, quote.Ask, quote.AskQuantity));
    }

    private static InputEvent Next(Random random, ushort venue, int symbols)
    {
        var e = new InputEvent
        {
            Venue = venue,
            Instrument = (ushort)((venue * symbols) + random.Next(symbols)),
            OrderId = (ulong)random.Next(1, 400),
            Side = (EventSide)random.Next(2),
        };
        int what = random.Next(1_000);
        e.Kind = what switch
        {
            0 => EventKind.FeedGap,
            1 => EventKind.FeedSnapshot,
            < 8 => EventKind.FeedRecovered,
            < 12 => EventKind.TradingAction,
            < 500 => EventKind.Add,
            _ => EventKind.Delete,
        };
        if (e.Kind is EventKind.FeedGap or EventKind.FeedSnapshot or EventKind.FeedRecovered)
            e.Instrument = InputEvent.NoInstrument;
        if (e.Kind == EventKind.TradingAction)
            e.Quantity = random.Next(3) == 0 ? 'H' : 'T';
        if (e.Kind == EventKind.Add)
        {
            e.Price = (e.Side == EventSide.Buy ? 1_000 : 1_001) + random.Next(-5, 6);
            e.Quantity = random.Next(1, 100);
        }

        return e;
    }

    private static void Feed(BookSet books, ConsolidatedQuotes quotes, InputEvent e)
    {
        BookUpdate update = default;
        books.Apply(in e, ref update);
        _ = quotes.Apply(in e, in update);
    }

    private static VenueQuote Quote(long bid, int bidQuantity, long ask, int askQuantity) => new()
    {
        Bid = bid, BidQuantity = bidQuantity, Ask = ask, AskQuantity = askQuantity, Counts = true,
    };
}
