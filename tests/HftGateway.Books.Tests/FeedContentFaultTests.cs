using System.Globalization;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;

namespace HftGateway.Books.Tests;

/// <summary>
/// What a feed's content may have wrong, from the message's bytes to the book: the faults of docs/faults.md that have
/// no test elsewhere.
/// </summary>
public sealed class FeedContentFaultTests : IDisposable
{
    private const int Price = 1_000_000;
    private const ulong DayNs = 86_400_000_000_000;

    private readonly ItchNormalizer _normalizer = new(InstrumentUniverse.All(8));
    private readonly BookSet _books = new(new BookSetOptions { Instruments = 8, MaxOrders = 1 << 16 });
    private InputEvent _event;
    private BookUpdate _update;

    public void Dispose()
    {
        _normalizer.Dispose();
        _books.Dispose();
    }

    [Fact]
    public void ShouldTakeEveryReferenceNumberAndEachAgainOnceItsOrderIsGone()
    {
        Directory(1, "ABC");
        foreach (ulong reference in (ulong[])[0, ulong.MaxValue, 1UL << 32, 1UL << 63])
        {
            Assert.Equal(BookFlags.Changed, Add(1, "ABC", reference, 10) & ~BookFlags.QuoteValid);
            Assert.True((Add(1, "ABC", reference, 10) & BookFlags.Refused) != 0);
            Assert.True(_books.TryGetOrder(reference, out BookOrder order));
            Assert.Equal(10, order.Shares);
        }

        Assert.Equal(4, _books.TotalOrders);
        Assert.True((Delete(1, 0) & BookFlags.Changed) != 0);
        Assert.True((Add(1, "ABC", 0, 20) & BookFlags.Changed) != 0);
        Assert.Equal(4, _books.Anomalies[BookAnomaly.RepeatedReference]);
        Assert.Equal(4, _books.Anomalies.Total);
        Assert.Empty(_books.FindDefects());
    }

    [Fact]
    public void ShouldCountAndKeepTheBookWhenAReplaceIsOfNobodyOrCrosses()
    {
        Directory(1, "ABC");
        Add(1, "ABC", 1, 10);
        Add(1, "ABC", 2, 10, Price + 100, 'S');
        Assert.True((Replace(1, 99, 100, 10, Price) & BookFlags.Refused) != 0);
        // At its own price it goes to the end of the queue; to the other side's price it locks the book.
        Assert.True((Replace(1, 1, 3, 10, Price) & BookFlags.Changed) != 0);
        Assert.True((Replace(1, 3, 4, 10, Price + 100) & BookFlags.Changed) != 0);
        Assert.False(_books.IsQuoteValid(0));
        Assert.Equal(
            (1L, 1L), (_books.Anomalies[BookAnomaly.UnknownOrder], _books.Anomalies[BookAnomaly.Locked]));
        Assert.Empty(_books.FindDefects());
    }

    [Fact]
    public void ShouldKeepTheFirstMeaningOfALocateAndOfASymbol()
    {
        Directory(1, "ABC");
        Add(1, "ABC", 1, 10);
        // Another symbol under a known locate: the locate stays whose it was.
        Directory(1, "XYZ");
        Assert.True((Add(1, "XYZ", 2, 5) & BookFlags.Changed) != 0);
        Assert.Equal((2, 1), (_books.OrderCount(0), _normalizer.Universe.Count));
        // A known symbol under another locate: its messages are dropped and counted.
        Assert.False(Take(ItchMessage.Create<StockDirectoryMessage>(2, 1) with { Stock = "ABC" }));
        Assert.Equal(1, _normalizer.DuplicateLocateCount);
        Assert.False(Take(AddMessage(2, "ABC", 3, 10, Price, 'B')));
        // A locate of which nothing is known.
        Assert.False(Take(DeleteMessage(65_535, 1)));
        Assert.Equal(2, _books.OrderCount(0));
    }

    [Fact]
    public void ShouldPassTimesOnAsTheyAreWhenTheyStepBackOrPassTheDay()
    {
        Directory(1, "ABC");
        foreach (ulong timeNs in (ulong[])[DayNs - 1, 5, DayNs + 7, (1UL << 48) - 1])
        {
            AddOrderMessage message = AddMessage(1, "ABC", timeNs, 10, Price, 'B');
            message.Timestamp = timeNs;
            Assert.True(Take(message));
            Assert.Equal((long)timeNs, _event.TimeNs);
        }

        Assert.Equal(4, _books.OrderCount(0));
        Assert.Equal(0, _normalizer.DefectCount);
    }

    [Fact]
    public void ShouldTakeSymbolsOfAnyBytesAndRefuseToSubscribeToOthersThanAscii()
    {
        Directory(1, "A B");
        Directory(2, "ABCDEFGH");
        StockDirectoryMessage directory = ItchMessage.Create<StockDirectoryMessage>(3, 1);
        byte[] odd = ItchMessage.AsBytes(in directory).ToArray();
        odd.AsSpan(11, 8).Fill(0xFF);
        Assert.True(_normalizer.TryNormalize(ref odd[0], odd.Length, 1, ref _event));
        Assert.Equal("A B", _normalizer.Universe.SymbolOf(0).ToString());
        Assert.Equal("ABCDEFGH", _normalizer.Universe.SymbolOf(1).ToString());
        Assert.Equal((2, 3), ((int)_event.Instrument, _normalizer.Universe.Count));
        Assert.Throws<ArgumentException>(() => InstrumentUniverse.Of("ÄBC"));
        Assert.Throws<ArgumentException>(() => InstrumentUniverse.Of("ABCDEFGHI"));
    }

    // Halt, quotation, resumption, LULD pause; circuit breaker, collar, IPO release and crosses leave the book alone.
    [Fact]
    public void ShouldHaltOnlyByTradingStatesAndLeaveTheBookAlone()
    {
        Directory(1, "ABC");
        Add(1, "ABC", 1, 10);
        ulong before = _books.Checksum();
        foreach (char state in "HTPTQT")
        {
            Take(ItchMessage.Create<StockTradingActionMessage>(1, 2) with
            {
                Stock = "ABC", TradingState = (byte)state,
            });
            Assert.Equal(state != 'T', _books.IsHalted(0));
        }

        Take(ItchMessage.Create<MwcbDeclineLevelMessage>(0, 2));
        Take(ItchMessage.Create<MwcbStatusMessage>(0, 2) with { BreachedLevel = (byte)'1' });
        Take(ItchMessage.Create<IpoQuotingPeriodMessage>(1, 2) with { Stock = "ABC" });
        Take(ItchMessage.Create<LuldAuctionCollarMessage>(1, 2) with { Stock = "ABC" });
        Take(ItchMessage.Create<CrossTradeMessage>(1, 2) with { Stock = "ABC", Shares = 500, CrossPrice = Price });
        Take(ItchMessage.Create<BrokenTradeMessage>(1, 2) with { MatchNumber = 123_456 });
        Assert.Equal(before, _books.Checksum());
        Assert.Equal((0L, 0L, false), (_normalizer.DefectCount, _books.Anomalies.Total, _books.IsHalted(0)));
    }

    // HFTGW_BOOK_LIVE_ORDERS makes it ten million, which takes 1.4 GB.
    [Fact]
    public void ShouldHoldAsManyLiveOrdersAsAskedFor()
    {
        int wanted = Environment.GetEnvironmentVariable("HFTGW_BOOK_LIVE_ORDERS") is { } text
            ? int.Parse(text, CultureInfo.InvariantCulture) : 200_000;
        using BookSet books = new(new BookSetOptions { Instruments = 4, MaxOrders = wanted });
        BookUpdate update = default;
        for (int i = 0; i < wanted; i++)
        {
            // A hundred thousand levels, and gaps between the references as on the venue.
            InputEvent add = TestEvents.Add(
                (ulong)i * 3, (EventSide)(i & 1), (i & 1) == 0 ? Price - (i % 100_000) : Price + 1 + (i % 100_000), 1,
                (ushort)(i & 2));
            books.Apply(in add, ref update);
        }

        Assert.Equal(wanted, books.TotalOrders);
        Assert.Equal(0, books.Anomalies.Total);
        Assert.Empty(books.FindDefects());
        for (int i = 0; i < wanted; i++)
        {
            long which = (i * 7_919L) % wanted;
            InputEvent delete = TestEvents.Delete((ulong)which * 3, (ushort)(which & 2));
            books.Apply(in delete, ref update);
        }

        Assert.Equal((0, 0L), (books.TotalOrders, books.TotalLevels));
        Assert.Equal(0, books.Anomalies.Total);
    }

    [Fact]
    public void ShouldBuildTheSameBookWhenAllMessagesAreOfOneSymbolInOneBurst()
    {
        byte[] file = RandomItch.File(5, 60_000, symbols: 1, hostile: false);
        using BookSet plain = new(new BookSetOptions { Instruments = 8, MaxOrders = 1 << 16 });
        using ItchNormalizer own = new(InstrumentUniverse.All(8));
        using ItchBookBuilder builder = new(plain, own);
        builder.Apply(new MarketData.MessageBlock { Bytes = file, Count = 60_000 });
        int position = 0;
        while (position < file.Length)
        {
            int length = (file[position] << 8) | file[position + 1];
            if (_normalizer.TryNormalize(ref file[position + 2], length, 1, ref _event))
                _books.Apply(in _event, ref _update);
            position += 2 + length;
        }

        Assert.Equal(60_000, builder.Messages);
        Assert.Equal(_books.Checksum(), plain.Checksum());
        Assert.Empty(plain.FindDefects());
    }

    private void Directory(ushort locate, string symbol) =>
        Take(ItchMessage.Create<StockDirectoryMessage>(locate, 1) with { Stock = symbol, RoundLotSize = 100 });

    private BookFlags Add(
        ushort locate, string symbol, ulong reference, uint shares, uint price = Price, char side = 'B')
    {
        Take(AddMessage(locate, symbol, reference, shares, price, side));
        return _update.Flags;
    }

    private BookFlags Delete(ushort locate, ulong reference)
    {
        Take(DeleteMessage(locate, reference));
        return _update.Flags;
    }

    private BookFlags Replace(ushort locate, ulong old, ulong reference, uint shares, uint price)
    {
        Take(ItchMessage.Create<OrderReplaceMessage>(locate, 2) with
        {
            OriginalOrderReferenceNumber = old, NewOrderReferenceNumber = reference, Shares = shares, Price = price,
        });
        return _update.Flags;
    }

    private static AddOrderMessage AddMessage(
        ushort locate, string symbol, ulong reference, uint shares, uint price, char side) =>
        ItchMessage.Create<AddOrderMessage>(locate, 2) with
        {
            Stock = symbol, OrderReferenceNumber = reference, Shares = shares, Price = price,
            BuySellIndicator = (byte)side,
        };

    private static OrderDeleteMessage DeleteMessage(ushort locate, ulong reference) =>
        ItchMessage.Create<OrderDeleteMessage>(locate, 2) with { OrderReferenceNumber = reference };

    private bool Take<T>(T message)
        where T : unmanaged, IItchMessage
    {
        byte[] bytes = ItchMessage.AsBytes(in message).ToArray();
        if (!_normalizer.TryNormalize(ref bytes[0], bytes.Length, 1, ref _event))
            return false;
        _books.Apply(in _event, ref _update);
        return true;
    }
}
