using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books;

// Orders entering and leaving levels.
public sealed unsafe partial class BookSet
{
    private const byte BeyondRank = 255;

    /// <summary>Puts a new order into the table and at the end of its level's queue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter<TQueues, TUpdates>(
        BookNode* book, ushort instrument, uint side, int price, int shares, ulong reference, ref LevelChange change)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        _liveOrders++;
        uint order = _table.Take(reference);
        Place<TQueues, TUpdates>(book, instrument, side, price, shares, reference, order, ref change);
    }

    /// <summary>Fills in the place of an order and puts it at the end of its level's queue, making the level if need
    /// be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Place<TQueues, TUpdates>(
        BookNode* book, ushort instrument, uint side, int price, int shares, ulong reference, uint order,
        ref LevelChange change)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        int key = KeyOf(side, price);
        uint levelHandle = LevelAt(book, instrument, side, price, key);
        LevelNode* level = _levels + levelHandle;
        _table.Set(order, reference, shares, levelHandle, side);
        if (TQueues.IsOn)
        {
            // Nobody takes the writes where there is no neighbour: whether a queue has any is a coin toss, a branch here
            // costs more.
            uint tail = level->Tail;
            _links[order].Next = 0;
            _links[order].Previous = tail;
            _links[tail].Next = order;
            // Locals first: a load inside the choice would make a branch of it.
            uint head = level->Head;
            head = tail == 0 ? order : head;
            level->Head = head;
            level->Tail = order;
        }
        level->Orders++;
        level->Shares += shares;
        // Both choices without a branch, like those of the queue. No best price is 0, which is no price.
        int best = book->Best[side];
        uint bestLevel = book->BestLevel[side];
        bool isBest = (best == 0) | (key > KeyOf(side, best));
        best = isBest ? price : best;
        bestLevel = isBest ? levelHandle : bestLevel;
        book->Best[side] = best;
        book->BestLevel[side] = bestLevel;
        if (!TUpdates.IsOn)
            return;
        LevelAction action = level->Orders == 1 ? LevelAction.Insert : LevelAction.Update;
        Describe(action, side, RankOf(book, side, price), level, price, shares, ref change);
    }

    /// <summary>Takes shares from an order, all if it has no more. Returns how many it took.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int TakeShares<TQueues, TUpdates>(
        BookNode* book, uint order, int shares, ref BookFlags flags, out bool emptied,
        ref LevelChange change)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        int left = _table.Shares(order) - shares;
        if (left > 0)
        {
            _table.Shares(order) = left;
            LevelNode* level = _levels + _table.Level(order);
            level->Shares -= shares;
            emptied = false;
            DescribeShrunk<TUpdates>(book, level, shares, ref change);
            return shares;
        }
        if (left < 0)
        {
            Anomalies.Count(BookAnomaly.OverReduction);
            flags |= BookFlags.Repaired;
            shares = _table.Shares(order);
        }
        emptied = Leave<TQueues, TUpdates>(book, order, ref change);
        return shares;
    }

    /// <summary>
    /// Takes an order out of its queue, and its level out of the book if it was the last. True if it was.
    /// </summary>
    private bool Leave<TQueues, TUpdates>(BookNode* book, uint order, ref LevelChange change)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        uint handle = _table.Level(order);
        int shares = _table.Shares(order);
        LevelNode* level = _levels + handle;
        if (TQueues.IsOn)
        {
            uint previous = _links[order].Previous;
            uint next = _links[order].Next;
            _links[previous].Next = next;
            _links[next].Previous = previous;
            uint head = level->Head;
            uint tail = level->Tail;
            head = previous == 0 ? next : head;
            tail = next == 0 ? previous : tail;
            level->Head = head;
            level->Tail = tail;
        }
        level->Orders--;
        level->Shares -= shares;
        bool emptied = level->Orders == 0;
        if (emptied)
            RemoveLevel<TUpdates>(book, handle, shares, ref change);
        else
            DescribeShrunk<TUpdates>(book, level, shares, ref change);
        _liveOrders--;
        _table.Free(order);
        return emptied;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DescribeShrunk<TUpdates>(
        BookNode* book, LevelNode* level, int shares, ref LevelChange change)
        where TUpdates : struct, ISwitch
    {
        if (!TUpdates.IsOn)
            return;
        uint side = level->Side;
        int price = level->Price;
        int rank = RankOf(book, side, price);
        Describe(LevelAction.Update, side, rank, level, price, -shares, ref change);
    }

    /// <summary>Shares at the best price; level 0 stands for the best of an empty side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int BestShares(BookNode* book, uint side) =>
        Saturate(_levels[book->BestLevel[side]].Shares);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Describe(
        LevelAction action, uint side, int rank, LevelNode* level, int price, int delta, ref LevelChange change)
    {
        bool displayed = rank < BookUpdate.DisplayedLevels;
        change.Side = (EventSide)side;
        change.Action = displayed ? action : LevelAction.Beyond;
        change.Level = displayed ? (byte)rank : BeyondRank;
        change.HasTail = 0;
        change.Orders = level->Orders;
        change.Price = price;
        change.Quantity = level->Shares;
        change.QuantityDelta = delta;
    }

    /// <summary>After a displayed level was removed: the one that comes into view, if any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DescribeTail(BookNode* book, uint side, ref LevelChange change)
    {
        if (book->Levels[side] < BookUpdate.DisplayedLevels)
            return;
        LevelNode* level = _levels + LevelOfRank(book, side, BookUpdate.DisplayedLevels - 1);
        change.HasTail = 1;
        change.TailPrice = KeyOf(side, level->Key);
        change.TailQuantity = level->Shares;
        change.TailOrders = level->Orders;
    }

    /// <summary>Rank key of a price, and price of a rank key: bids as they are, asks negated. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int KeyOf(uint side, int price) => (price ^ -(int)side) + (int)side;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Saturate(long shares) => shares > int.MaxValue ? int.MaxValue : (int)shares;
}
