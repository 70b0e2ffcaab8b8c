using System.Buffers.Binary;
using System.Globalization;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using Xunit.Abstractions;

namespace HftGateway.Books.Tests;

/// <summary>Real recordings, decoded here by an own minimal parser.</summary>
public sealed class RecordingTests(ITestOutputHelper output)
{
    [Fact]
    public void ShouldEqualReferenceWhenItchRecordingIsApplied()
    {
        string? path = SharedData.Find("itch/ex20101224.TEST_ITCH_50.framed", output);
        if (path == null)
            return;
        using BookSet books = new(new BookSetOptions { Instruments = 8, MaxOrders = 20_000 });
        BookComparison comparison = new(books, 20_000, "ITCH recording");
        byte[] file = File.ReadAllBytes(path);
        int messages = 0;
        int applied = 0;
        for (int at = 0; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
            if (Parse(file.AsSpan(at + 2, length), out InputEvent e))
            {
                comparison.Feed(in e);
                applied++;
            }
            messages++;
            at += 2 + length;
        }
        comparison.CompareAll();
        Assert.Equal(12_012, messages);
        foreach (BookAnomaly kind in Enum.GetValues<BookAnomaly>())
            output.WriteLine($"{kind}: {books.Anomalies[kind]}");
        output.WriteLine($"{applied} of {messages} messages concern books; {books.TotalOrders} orders are left");
        // Counted independently: the recording is an excerpt in which 117 messages name orders whose adds are missing,
        // so the books cross three times as well. Nothing else may be wrong.
        Assert.Equal(117, books.Anomalies[BookAnomaly.UnknownOrder]);
        Assert.Equal(3, books.Anomalies[BookAnomaly.Crossed]);
        Assert.Equal(120, books.Anomalies.Total);
        Assert.Equal(3_204, books.TotalOrders);
    }

    /// <summary>
    /// A level-1 recording from mid-day holds only the messages that changed the best level. Orders older than it are
    /// unknown, and an order that was cancelled while it was not at the best price is never seen to go. What the data
    /// do permit: an order that betters the best price makes a level of which everything is known, and until the best
    /// price worsens our touch must equal the given one in price and shares after every row. Orders of ours that would
    /// stand better than the given best are taken out first: they went unseen.
    /// </summary>
    [Fact]
    public void ShouldEqualGivenTouchWhenLevelIsKnownSinceItsBirth()
    {
        string? messagePath = SharedData.Find("lobster/AMZN_2012-06-21_partial_message_1.csv", output);
        string? bookPath = SharedData.Find("lobster/AMZN_2012-06-21_partial_orderbook_1.csv", output);
        if (messagePath == null || bookPath == null)
            return;
        using BookSet books = new(new BookSetOptions { Instruments = 1, MaxOrders = 50_000 });
        List<InputEvent> messages = ReadLobster(messagePath);
        string[] given = File.ReadAllLines(bookPath);
        Assert.Equal(32_315, messages.Count);
        bool[] known = new bool[2];
        int compared = 0;
        (BookLevel Bid, BookLevel Ask) before = ParseTouch(given[0]);
        for (int row = 1; row < messages.Count; row++)
        {
            (BookLevel Bid, BookLevel Ask) touch = ParseTouch(given[row]);
            InputEvent e = messages[row];
            foreach (EventSide side in (EventSide[])[EventSide.Buy, EventSide.Sell])
            {
                long sign = side == EventSide.Buy ? 1 : -1;
                long old = side == EventSide.Buy ? before.Bid.Price : before.Ask.Price;
                long now = side == EventSide.Buy ? touch.Bid.Price : touch.Ask.Price;
                bool improves = e.Kind == EventKind.Add && e.Side == side && sign * (e.Price - old) > 0;
                known[(int)side] = improves || (known[(int)side] && now == old);
                DeleteUnseen(books, side, sign, improves ? e.Price : old + sign);
            }
            BookUpdate update = books.Feed(e);
            if (known[0])
                Compare(row, touch.Bid, new BookLevel(update.BestBid, update.BidQuantity, 0));
            if (known[1])
                Compare(row, touch.Ask, new BookLevel(update.BestAsk, update.AskQuantity, 0));
            compared += (known[0] ? 1 : 0) + (known[1] ? 1 : 0);
            before = touch;
        }
        output.WriteLine($"{compared} of {2 * messages.Count} touches could be compared");
        Assert.True(compared > 20_000, $"only {compared} touches could be compared");
    }

    private static void Compare(int row, BookLevel given, BookLevel ours) =>
        Assert.True(given == ours, $"row {row}: {ours}, given {given}");

    /// <summary>Deletes our orders at a price or better.</summary>
    private static void DeleteUnseen(BookSet books, EventSide side, long sign, long price)
    {
        while (books.BestPrice(0, side) is long best && best != 0 && sign * (best - price) >= 0)
        {
            LevelQueue.Enumerator queue = books.Queue(0, side, best).GetEnumerator();
            queue.MoveNext();
            books.Feed(TestEvents.Delete(queue.Current.Reference));
        }
    }

    private static (BookLevel Bid, BookLevel Ask) ParseTouch(string line)
    {
        long[] fields = [.. line.Split(',').Select(x => long.Parse(x, CultureInfo.InvariantCulture))];
        return (new BookLevel(fields[2], fields[3], 0), new BookLevel(fields[0], fields[1], 0));
    }

    // As every command reads it.
    private static List<InputEvent> ReadLobster(string path)
    {
        using MessageSource source = MessageInput.Open(path);
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("AMZN")) { StatedExecutions = true };
        List<InputEvent> events = [];
        while (source.TryReadBlock(out MessageBlock block))
        {
            MessageBlock.Enumerator message = block.GetEnumerator();
            InputEvent e = default;
            Assert.True(message.MoveNext());
            Assert.True(normalizer.TryNormalize(ref message.First, message.Length, message.Index + 1, ref e));
            if (message.Index >= 0)
                events.Add(e);
        }
        return events;
    }

    private static bool Parse(ReadOnlySpan<byte> m, out InputEvent e)
    {
        e = new InputEvent
        {
            Instrument = BinaryPrimitives.ReadUInt16BigEndian(m[1..]),
            OrderId = m.Length >= 19 ? BinaryPrimitives.ReadUInt64BigEndian(m[11..]) : 0,
        };
        switch ((char)m[0])
        {
            case 'A' or 'F':
                e.Kind = EventKind.Add;
                e.Side = m[19] == 'B' ? EventSide.Buy : EventSide.Sell;
                e.Quantity = BinaryPrimitives.ReadInt32BigEndian(m[20..]);
                e.Price = BinaryPrimitives.ReadUInt32BigEndian(m[32..]);
                return true;
            case 'E':
                e.Kind = EventKind.Execute;
                e.Quantity = BinaryPrimitives.ReadInt32BigEndian(m[19..]);
                return true;
            case 'C':
                e.Kind = EventKind.ExecuteWithPrice;
                e.Quantity = BinaryPrimitives.ReadInt32BigEndian(m[19..]);
                e.Flags = m[31] == 'Y' ? EventFlags.Printable : EventFlags.None;
                e.Price = BinaryPrimitives.ReadUInt32BigEndian(m[32..]);
                return true;
            case 'X':
                e.Kind = EventKind.Reduce;
                e.Quantity = BinaryPrimitives.ReadInt32BigEndian(m[19..]);
                return true;
            case 'D':
                e.Kind = EventKind.Delete;
                return true;
            case 'U':
                e.Kind = EventKind.Replace;
                e.OrderId2 = BinaryPrimitives.ReadUInt64BigEndian(m[19..]);
                e.Quantity = BinaryPrimitives.ReadInt32BigEndian(m[27..]);
                e.Price = BinaryPrimitives.ReadUInt32BigEndian(m[31..]);
                return true;
            case 'P':
                e.Kind = EventKind.Trade;
                e.Side = m[19] == 'B' ? EventSide.Buy : EventSide.Sell;
                e.Quantity = BinaryPrimitives.ReadInt32BigEndian(m[20..]);
                e.Price = BinaryPrimitives.ReadUInt32BigEndian(m[32..]);
                return true;
            case 'H':
                e.Kind = EventKind.TradingAction;
                e.Quantity = m[19];
                return true;
            default:
                return false;
        }
    }
}
