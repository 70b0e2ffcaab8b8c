using HftGateway.MarketData.Events;

namespace HftGateway.Books.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void ShouldAllocateNothingWhenMillionsOfEventsAreApplied()
    {
        using BookSet books = new(new BookSetOptions { Instruments = 4, MaxOrders = 1 << 16 });
        BookUpdate update = default;
        Run(books, 1, 20_000, ref update);
        ulong next = 20_000;
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            Run(books, next, 5_000_000, ref update);
            next += 5_000_000;
        }));
        long harmless = books.Anomalies[BookAnomaly.Locked] + books.Anomalies[BookAnomaly.Crossed];
        Assert.Equal(harmless, books.Anomalies.Total);
    }

    /// <summary>
    /// Adds; from the thousandth on also changes the order made 900 events before, in turn in every way.
    /// </summary>
    private static void Run(BookSet books, ulong first, int events, ref BookUpdate update)
    {
        ulong state = first;
        for (ulong i = 0; i < (ulong)events; i += 2)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            ulong id = first + i / 2;
            EventSide side = (EventSide)(state >> 63);
            int distance = (int)(state >> 40 & 127) * (int)(state >> 50 & 7) * 100;
            InputEvent e = TestEvents.Add(
                id, side, side == EventSide.Buy ? 500_000 - distance : 500_100 + distance, 200, (ushort)(id & 3));
            books.Apply(in e, ref update);
            if (i < 1000)
                continue;
            ulong old = id - 450;
            ushort instrument = (ushort)(old & 3);
            e = (state >> 32 & 3) switch
            {
                0 => TestEvents.Execute(old, 200, instrument),
                1 => TestEvents.Reduce(old, 200, instrument),
                2 => TestEvents.Replace(old, old + (1UL << 40), 500_000 + distance, 100, instrument),
                _ => TestEvents.Delete(old, instrument),
            };
            books.Apply(in e, ref update);
            if (e.Kind == EventKind.Replace)
            {
                e = TestEvents.Delete(e.OrderId2, instrument);
                books.Apply(in e, ref update);
            }
        }
    }
}
