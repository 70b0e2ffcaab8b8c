using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Features.Tests.Reference;

namespace HftGateway.Features.Tests;

public sealed class LevelMirrorTests
{
    [Fact]
    public void ShouldSlideWithoutEndWhenTheBestLevelIsBornAndDies()
    {
        SideMirror side = default;
        side.Initialise(EventSide.Buy, 2, 3);
        // Far more births at the best than the array has room for, then as many deaths.
        for (int i = 1; i <= 100; i++)
            Apply(ref side, LevelAction.Insert, 0, price: 1000 + i, shares: i, orders: 1);
        Assert.Equal(10, side.Count);
        Assert.Equal(1100, side.BestPrice);
        Assert.Equal(100 + 99, side.NearShares);
        Assert.Equal(100 + 99 + 98, side.FarShares);
        for (int i = 100; i > 20; i--)
        {
            LevelChange gone = new()
            {
                Action = LevelAction.Remove, Level = 0, HasTail = 1, TailPrice = 1000 + i - 10, TailQuantity = i - 10,
                TailOrders = 7,
            };
            side.Apply(in gone);
            Assert.Equal(1000 + i - 1, side.BestPrice);
            Assert.Equal(i - 1 + (i - 2), side.NearShares);
            Assert.Equal(i - 1 + (i - 2) + (i - 3), side.FarShares);
            Assert.Equal(7, side.Orders(9));
        }
        for (int left = 9; left >= 0; left--)
        {
            // No tail: whatever its fields hold must not come in.
            LevelChange gone = new() { Action = LevelAction.Remove, Level = 0, TailPrice = 5, TailQuantity = 5 };
            side.Apply(in gone);
            Assert.Equal(left, side.Count);
            Assert.Equal(0, side.Price(9));
            Assert.Equal(0, side.Shares(9));
        }
        Assert.Equal(0, side.BestPrice);
        Assert.Equal(0, side.NearShares);
        Assert.Equal(0, side.FarShares);
    }

    [Fact]
    public void ShouldKeepItsLevelsWhenTheChangeIsBeyondThem()
    {
        SideMirror side = default;
        side.Initialise(EventSide.Buy, 5, 10);
        Apply(ref side, LevelAction.Insert, 0, 100, 10, 1);
        Apply(ref side, LevelAction.Beyond, 255, 1, 99, 1);
        Apply(ref side, LevelAction.None, 0, 1, 99, 1);
        Apply(ref side, LevelAction.Insert, 10, 1, 99, 1);
        Assert.Equal(1, side.Count);
        Assert.Equal(10, side.BestShares);
        Assert.Equal(0, side.Price(1));
        Assert.Equal(0, side.Price(-1));
        Assert.Equal(0, side.Price(10));
    }

    [Fact]
    public void ShouldStayInItsMemoryWhenChangesMakeNoSense()
    {
        const int Seed = 9;
        Random random = new(Seed);
        LevelMirror[] mirrors = new LevelMirror[3];
        foreach (ref LevelMirror each in mirrors.AsSpan())
            each.Initialise(5, 10);
        byte[] bytes = new byte[48];
        for (int i = 0; i < 200_000; i++)
        {
            random.NextBytes(bytes);
            bytes[1] = (byte)random.Next(6);
            bytes[2] = (byte)random.Next(12);
            LevelChange change = System.Runtime.InteropServices.MemoryMarshal.Read<LevelChange>(bytes);
            mirrors[1].Apply(in change);
        }
        LevelMirror fresh = default;
        fresh.Initialise(5, 10);
        Assert.Equal(fresh, mirrors[0]);
        Assert.Equal(fresh, mirrors[2]);
        mirrors[1].Clear();
        Assert.Equal(fresh, mirrors[1]);
    }

    [Fact]
    public void ShouldEqualTheBookWhenFedFromIt()
    {
        const int Seed = 4242;
        RandomFeed feed = new(Seed, 1);
        using BookSet books = new(new BookSetOptions { Instruments = 1, MaxOrders = 1 << 16 });
        LevelMirror mirror = default;
        mirror.Initialise(5, 10);
        BookUpdate update = default;
        BookLevel[] levels = new BookLevel[10];
        for (int i = 0; i < 100_000; i++)
        {
            if (i % 9_973 == 0)
                books.Clear(0);
            InputEvent e = feed.Next();
            books.Apply(in e, ref update);
            if ((update.Flags & BookFlags.Cleared) != 0)
                mirror.Clear();
            if (update.ChangeCount > 0)
                mirror.Apply(in update.Change0);
            if (update.ChangeCount > 1)
                mirror.Apply(in update.Change1);
            if (i < 9_973 || i % 7 == 0)
            {
                Check(books, EventSide.Buy, in mirror.Bids, levels, $"seed {Seed}, event {i}, bid");
                Check(books, EventSide.Sell, in mirror.Asks, levels, $"seed {Seed}, event {i}, ask");
            }
        }
    }

    [Fact]
    public void ShouldSumExactlyWhenWeightedByRank()
    {
        SideMirror side = default;
        side.Initialise(EventSide.Sell, 5, 10);
        double far = 0, weighted = 0, value = 0;
        for (int i = 1; i <= 10; i++)
        {
            Apply(ref side, LevelAction.Insert, (byte)(i - 1), 1000 + i, 7 * i, i + 1);
            far += 7 * i;
            weighted += SideMirror.RankScale / i * 7 * i;
            value -= i <= 5 ? (1000 + i) * 7 * i : 0;
        }
        Assert.Equal(7 * 15, side.NearShares);
        Assert.Equal(2 + 3 + 4 + 5 + 6, side.NearOrders);
        Assert.Equal(far, side.FarShares);
        Assert.Equal(weighted, side.Weighted);
        Assert.Equal(value, side.Value);
        Assert.Equal(70, side.Largest);
    }

    [Fact]
    public void ShouldFollowTheFormulaWhenTheTouchChanges()
    {
        TouchQuote touch = default;
        touch.TickPu = 100;
        touch.Reset();
        Assert.Equal(0, Next(ref touch, 0, 0, 0, 0));
        Assert.Equal(100, Next(ref touch, 1000, 100, 0, 0)); // first bid
        Assert.Equal(-40, Next(ref touch, 1000, 100, 1100, 40)); // first ask
        Assert.Equal(20, Next(ref touch, 1000, 120, 1100, 40)); // bid grows
        Assert.Equal(10, Next(ref touch, 1000, 120, 1100, 30)); // ask shrinks
        Assert.Equal(50, Next(ref touch, 1001, 50, 1100, 30)); // better bid: all of it
        Assert.Equal(-50, Next(ref touch, 1000, 120, 1100, 30)); // it leaves again
        Assert.Equal(-7, Next(ref touch, 1000, 120, 1050, 7)); // better ask
        Assert.Equal(7, Next(ref touch, 1000, 120, 1100, 30)); // it leaves again
        Assert.Equal(30, Next(ref touch, 1000, 120, 0, 0)); // no ask left
        Assert.Equal(-60, Next(ref touch, 1000, 120, 990, 60)); // crossed
        Assert.Equal(-120, Next(ref touch, 0, 0, 990, 60)); // no bid left
        Assert.Equal(60, Next(ref touch, 0, 0, 0, 0));
    }

    private static double Next(ref TouchQuote touch, long bid, int bidShares, long ask, int askShares)
    {
        double flow = TouchFlow.Between(in touch, bid, bidShares, ask, askShares);
        touch.Set(bid, ask, bidShares, askShares, bid > 0 && bid < ask);
        return flow;
    }

    private static void Check(BookSet books, EventSide side, in SideMirror mirror, BookLevel[] levels, string where)
    {
        // A clear shows in the mirror with the next update only.
        int count = books.CopyLevels(0, side, levels);
        long near = 0, far = 0;
        for (int rank = 0; rank < 10; rank++)
        {
            BookLevel level = rank < count ? levels[rank] : default;
            bool equal = level.Price == mirror.Price(rank) && level.Shares == mirror.Shares(rank)
                && level.Orders == mirror.Orders(rank);
            Assert.True(equal, $"{where} {rank}");
            near += rank < 5 ? level.Shares : 0;
            far += level.Shares;
        }
        Assert.True(count == mirror.Count && near == mirror.NearShares && far == mirror.FarShares, where);
    }

    private static void Apply(ref SideMirror side, LevelAction action, byte rank, long price, long shares, int orders)
    {
        LevelChange change = new()
        {
            Action = action, Level = rank, Price = price, Quantity = shares, Orders = orders,
        };
        side.Apply(in change);
    }
}
