using System.Text;
using HftGateway.MarketData.Events;
using static HftGateway.Books.Tests.TestEvents;

namespace HftGateway.Books.Tests;

public sealed class BookCsvWriterTests
{
    [Fact]
    public void ShouldWriteLevelsAndLeaveAbsentOnesEmptyWhenBookIsShallow()
    {
        using BookSet books = new(new BookSetOptions { Instruments = 1, MaxOrders = 10 });
        using MemoryStream output = new();
        using (BookCsvWriter writer = new(output, 2))
        {
            books.Feed(Add(1, EventSide.Sell, 10_100, 300));
            writer.Write(books, 0, 17, 34_200_000_000_123);
            books.Feed(Add(2, EventSide.Buy, 10_000, 25));
            books.Feed(Add(3, EventSide.Buy, 9_900, 5));
            books.Feed(Add(4, EventSide.Buy, 9_800, 5));
            writer.Write(books, 0, 20, 34_200_000_000_124);
            Assert.Equal(2, writer.Lines);
        }
        Assert.Equal(
            "index,timestamp_ns,ask_price_1,ask_size_1,bid_price_1,bid_size_1,"
            + "ask_price_2,ask_size_2,bid_price_2,bid_size_2\n"
            + "17,34200000000123,10100,300,,,,,,\n"
            + "20,34200000000124,10100,300,10000,25,,,9900,5\n",
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void ShouldAllocateNothingPerLineAndHoldAnyDepthWhenWriting()
    {
        using BookSet books = new(new BookSetOptions { Instruments = 1, MaxOrders = 5000 });
        for (uint i = 0; i < 2000; i++)
        {
            books.Feed(Add(2 * i, EventSide.Buy, 1_000_000 - i, int.MaxValue));
            books.Feed(Add(2 * i + 1, EventSide.Sell, 2_000_000_000 - i, int.MaxValue));
        }
        const int Depth = 3000;
        using BookCsvWriter writer = new(Stream.Null, Depth);
        writer.Write(books, 0, long.MinValue, long.MinValue);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 10; i++)
                writer.Write(books, 0, long.MaxValue, long.MaxValue);
        }));
    }
}
