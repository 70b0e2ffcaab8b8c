using HftGateway.MarketData.Events;
using static HftGateway.Books.Tests.MarketByPrice.LevelEvents;

namespace HftGateway.Books.Tests.MarketByPrice;

public sealed class RandomLevelBookTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 9)]
    [InlineData(4, 10)]
    [InlineData(5, 11)]
    [InlineData(6, 16)]
    public void ShouldEqualANaiveBookAndItsMirrorWhenEventsAreRandom(int seed, int depth)
    {
        var random = new Random(seed);
        using MarketByPriceBooks books = Open(depth);
        var mirror = new LevelMirror();
        List<BookLevel>[] naive = [[], []];
        mirror.Apply(books.Last);
        for (int i = 0; i < 200_000; i++)
        {
            var side = (EventSide)random.Next(2);
            List<BookLevel> levels = naive[(int)side];
            InputEvent e = Next(random, side, levels, depth);
            BookUpdate update = books.Apply(e);
            Assert.Equal(BookFlags.None, update.Flags & BookFlags.Refused);
            mirror.Apply(in update);
            ApplyNaively(levels, in e, depth);
            if (i % 16 != 0 && i > 5_000)
                continue;
            Assert.Equal(levels.Select(l => (l.Price, l.Shares, l.Orders)), books.Levels(side));
            Assert.Equal(levels.Take(BookUpdate.DisplayedLevels), mirror.Side(side));
        }

        Assert.Equal(0, books.Set.Anomalies.Total);
    }

    [Fact]
    public void ShouldAllocateNothingWhenMillionsOfEventsAreApplied()
    {
        var random = new Random(7);
        using MarketByPriceBooks books = Open();
        List<BookLevel>[] naive = [[], []];
        var events = new InputEvent[4096];
        for (int i = 0; i < events.Length; i++)
        {
            var side = (EventSide)random.Next(2);
            events[i] = Next(random, side, naive[(int)side], 10);
            ApplyNaively(naive[(int)side], in events[i], 10);
        }

        books.Apply(events[0]);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 1_000_000; i++)
                books.Set.Apply(in events[i & 4095], ref books.Last);
        }));
    }

    private static InputEvent Next(Random random, EventSide side, List<BookLevel> levels, int depth)
    {
        int sign = side == EventSide.Buy ? -1 : 1;
        int choice = levels.Count == 0 ? 0 : random.Next(4);
        int rank = choice == 0 ? random.Next(Math.Min(levels.Count, depth - 1) + 1) : random.Next(levels.Count);
        long size = random.Next(1, 1000);
        bool end = random.Next(3) != 0;
        if (choice == 2)
            return Level(EventKind.LevelDelete, side, rank + 1, end: end);
        if (choice == 1)
            return Level(EventKind.LevelUpdate, side, rank + 1, levels[rank].Price, size, random.Next(1, 9), end);
        // A price strictly between the neighbours; the gaps are wide enough for this never to run out.
        long better = rank == 0 ? -sign * 1_000_000_000_000 : levels[rank - 1].Price;
        int next = choice == 0 ? rank : rank + 1;
        long worse = next < levels.Count ? levels[next].Price : better + sign * (1L << 50);
        if (rank == 0)
            better = worse - sign * (1L << 20);
        if (Math.Abs(worse - better) < 2)
            return Level(EventKind.LevelUpdate, side, 1, levels[0].Price, size, 1, end);
        long price = better + sign * random.NextInt64(1, Math.Abs(worse - better));
        EventKind kind = choice == 0 ? EventKind.LevelInsert : EventKind.LevelOverlay;
        return Level(kind, side, rank + 1, price, size, random.Next(1, 9), end);
    }

    private static void ApplyNaively(List<BookLevel> levels, in InputEvent e, int depth)
    {
        BookLevel level = new(e.Price, (long)e.OrderId, e.Quantity2);
        if (e.Kind == EventKind.LevelInsert)
            levels.Insert(e.Code - 1, level);
        else if (e.Kind == EventKind.LevelDelete)
            levels.RemoveAt(e.Code - 1);
        else
            levels[e.Code - 1] = level;
        if (levels.Count > depth)
            levels.RemoveAt(depth);
    }
}
