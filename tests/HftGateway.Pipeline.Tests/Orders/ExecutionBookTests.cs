using HftGateway.Fix.Orders;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Orders;

namespace HftGateway.Pipeline.Tests.Orders;

public sealed class ExecutionBookTests
{
    [Fact]
    public void ShouldForgetTheOldestFillBeyondItsLimitAndNoOther()
    {
        var book = new ExecutionBook();
        for (ulong id = 1; id < ExecutionBook.RememberedFills; id++)
            book.Add(Fill(id));
        Assert.False(book.IsFull);
        book.Add(Fill(ExecutionBook.RememberedFills));
        Assert.True(book.IsFull);
        // What is no fill takes no fill's place.
        for (ulong id = 1; id <= ExecutionBook.RememberedOthers; id++)
            Assert.True(book.TryAddOther(id));
        Assert.Equal(ExecutionBook.Seen.Again, book.Look(Fill(1)));

        book.Add(Fill(ExecutionBook.RememberedFills + 1));

        Assert.Equal(ExecutionBook.Seen.New, book.Look(Fill(1)));
        Assert.Equal(ExecutionBook.Seen.Again, book.Look(Fill(2)));
        Assert.Equal(FixRevocation.Unknown, book.Revoke(1, out _));
        Assert.Equal(FixRevocation.Done, book.Revoke(2, out _));
    }

    [Fact]
    public void ShouldRememberTheLastOfMoreFillsThanItHolds()
    {
        var restored = new List<RestoredFill>();
        for (ulong id = 1; id <= ExecutionBook.RememberedFills + 5; id++)
        {
            InputEvent e = default;
            e.Code = (byte)OrderEventType.Filled;
            e.Quantity = 1;
            e.Price = 10_0000;
            restored.Add(new RestoredFill(e, new ReportedExecution { Id = id }));
        }

        var book = new ExecutionBook();
        book.Restore(restored);

        Assert.Equal(ExecutionBook.Seen.New, book.Look(Fill(5)));
        Assert.Equal(ExecutionBook.Seen.Again, book.Look(Fill(6)));
    }

    [Fact]
    public void ShouldKeepTheSidesOfATradeWithOneselfApart() =>
        Assert.NotEqual(ExecutionBook.Key(17, EventSide.Buy), ExecutionBook.Key(17, EventSide.Sell));

    private static FixExecution Fill(ulong id) => new() { Id = id, Quantity = 1, Price = 10_0000 };
}
