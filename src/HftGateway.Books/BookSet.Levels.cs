using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books;

// Orders entering and leaving levels, levels entering and leaving sides.
public sealed unsafe partial class BookSet
{
    private const byte BeyondRank = 255;

    /// <summary>Puts a new order into the index and at the end of its level's queue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter<TQueues, TUpdates>(
        BookNode* book, ushort instrument, uint side, int price, int shares, ulong reference, ref LevelChange change)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        uint handle = NextOrder();
        TakeOrder(handle);
        _index.Add(reference, handle);
        Place<TQueues, TUpdates>(book, instrument, side, price, shares, reference, handle, ref change);
    }

    /// <summary>Puts an order that is in the index at the end of its level's queue, making the level if need
    /// be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Place<TQueues, TUpdates>(
        BookNode* book, ushort instrument, uint side, int price, int shares, ulong reference, uint handle,
        ref LevelChange change)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        int key = KeyOf(side, price);
        LevelWindow* window = &book->Bids + side;
        int count = book->Counts[side];
        int rank = LevelWindow.Rank(window, count, key);
        int at = count - rank;
        // Index -1 if every level of the window is better: no key equals the one there.
        bool exists = LevelWindow.KeyAt(window, at - 1) == key;
        uint levelHandle;
        if (exists)
        {
            levelHandle = LevelWindow.HandleAt(window, at - 1);
        }
        else if (at == 0 && book->Deep[side] != 0)
        {
            levelHandle = DeepLevels.Find(_levels, book->Deep[side], key);
            exists = levelHandle != 0;
            if (!exists)
                levelHandle = NewLevel(book, side, key, at);
        }
        else
        {
            levelHandle = NewLevel(book, side, key, at);
        }
        LevelNode* level = _levels + levelHandle;
        OrderNode* order = _orders + handle;
        order->Reference = reference;
        order->Shares = shares;
        order->Level = levelHandle;
        order->Price = price;
        order->Instrument = instrument;
        order->Side = (byte)side;
        if (TQueues.IsOn)
        {
            // Node 0 takes the writes meant for nobody: whether a queue has neighbours is a coin toss, a branch here
            // costs more.
            uint tail = level->Tail;
            order->Next = 0;
            order->Previous = tail;
            _orders[tail].Next = handle;
            // Locals first: a load inside the choice would make a branch of it.
            uint head = level->Head;
            head = tail == 0 ? handle : head;
            level->Head = head;
            level->Tail = handle;
        }
        level->Orders++;
        level->Shares += shares;
        int best = book->Best[side];
        best = rank == 0 ? price : best;
        book->Best[side] = best;
        if (!TUpdates.IsOn)
            return;
        Describe(exists ? LevelAction.Update : LevelAction.Insert, side, rank, level, price, shares, ref change);
    }

    /// <summary>Takes shares from an order, all if it has no more. Returns how many it took.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int TakeShares<TQueues, TUpdates>(
        BookNode* book, OrderNode* order, uint* cell, int shares, ref BookFlags flags, out bool emptied,
        ref LevelChange change)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        int left = order->Shares - shares;
        if (left > 0)
        {
            order->Shares = left;
            LevelNode* level = _levels + order->Level;
            level->Shares -= shares;
            emptied = false;
            DescribeShrunk<TUpdates>(book, order, level, shares, ref change);
            return shares;
        }
        if (left < 0)
        {
            Anomalies.Count(BookAnomaly.OverReduction);
            flags |= BookFlags.Repaired;
            shares = order->Shares;
        }
        emptied = Leave<TQueues, TUpdates>(book, order, cell, ref change);
        return shares;
    }

    /// <summary>
    /// Takes an order out of its queue, and its level out of the book if it was the last. True if it was.
    /// </summary>
    private bool Leave<TQueues, TUpdates>(BookNode* book, OrderNode* order, uint* cell, ref LevelChange change)
        where TQueues : struct, ISwitch
        where TUpdates : struct, ISwitch
    {
        _index.Remove(order->Reference, cell);
        LevelNode* level = _levels + order->Level;
        if (TQueues.IsOn)
        {
            uint previous = order->Previous;
            uint next = order->Next;
            _orders[previous].Next = next;
            _orders[next].Previous = previous;
            uint head = level->Head;
            uint tail = level->Tail;
            head = previous == 0 ? next : head;
            tail = next == 0 ? previous : tail;
            level->Head = head;
            level->Tail = tail;
        }
        level->Orders--;
        level->Shares -= order->Shares;
        bool emptied = level->Orders == 0;
        if (emptied)
            RemoveLevel<TUpdates>(book, order, ref change);
        else
            DescribeShrunk<TUpdates>(book, order, level, order->Shares, ref change);
        FreeOrder(order);
        return emptied;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DescribeShrunk<TUpdates>(
        BookNode* book, OrderNode* order, LevelNode* level, int shares, ref LevelChange change)
        where TUpdates : struct, ISwitch
    {
        if (!TUpdates.IsOn)
            return;
        uint side = order->Side;
        // Beyond what is displayed the exact rank does not matter.
        int rank = LevelWindow.RankUpTo(
            &book->Bids + side, book->Counts[side], level->Key, BookUpdate.DisplayedLevels);
        Describe(LevelAction.Update, side, rank, level, order->Price, -shares, ref change);
    }

    /// <summary>
    /// Makes a level at an index of the window (counted from its worst), or in the deep if that is full or passed.
    /// </summary>
    private uint NewLevel(BookNode* book, uint side, int key, int at)
    {
        uint handle = _freeLevel;
        LevelNode* level = _levels + handle;
        if (handle != 0)
        {
            _freeLevel = level->Left;
        }
        else
        {
            handle = ++_levelsTouched;
            level = _levels + handle;
        }
        level->Key = key;
        level->Orders = 0;
        level->Shares = 0;
        level->Head = 0;
        level->Tail = 0;
        book->Levels[side]++;
        int count = book->Counts[side];
        if (at == 0 && (book->Deep[side] != 0 || count == BookNode.Window))
        {
            DeepLevels.Insert(_levels, &book->Deep[side], handle);
            return handle;
        }
        LevelWindow* window = &book->Bids + side;
        if (count == BookNode.Window)
        {
            Spill(book, side, Math.Min(at, BookNode.Step));
            count = book->Counts[side];
            at = Math.Max(0, at - BookNode.Step);
        }
        LevelWindow.Insert(window, count, at, key, handle);
        book->Counts[side] = count + 1;
        return handle;
    }

    private void RemoveLevel<TUpdates>(BookNode* book, OrderNode* order, ref LevelChange change)
        where TUpdates : struct, ISwitch
    {
        uint side = order->Side;
        uint handle = order->Level;
        LevelNode* level = _levels + handle;
        LevelWindow* window = &book->Bids + side;
        int count = book->Counts[side];
        int rank = LevelWindow.Rank(window, count, level->Key);
        book->Levels[side]--;
        if (rank == count)
        {
            DeepLevels.Remove(_levels, &book->Deep[side], handle);
        }
        else
        {
            LevelWindow.Remove(window, count, count - 1 - rank);
            book->Counts[side] = --count;
            if (count < BookNode.LowWater && book->Deep[side] != 0)
                Refill(book, side);
            SetBest(book, side);
        }
        if (TUpdates.IsOn)
        {
            Describe(LevelAction.Remove, side, rank, level, order->Price, -order->Shares, ref change);
            if (rank < BookUpdate.DisplayedLevels)
                DescribeTail(book, side, ref change);
        }
        level->Left = _freeLevel;
        _freeLevel = handle;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetBest(BookNode* book, uint side)
    {
        int count = book->Counts[side];
        LevelWindow* window = &book->Bids + side;
        int best = KeyOf(side, LevelWindow.KeyAt(window, count - 1));
        best = count == 0 ? 0 : best;
        book->Best[side] = best;
    }

    /// <summary>Shares at the best price; level 0 stands for the best of an empty side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int BestShares(BookNode* book, uint side) =>
        Saturate(_levels[LevelWindow.HandleAt(&book->Bids + side, book->Counts[side] - 1)].Shares);

    /// <summary>Moves the worst levels of a full window to the deep.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Spill(BookNode* book, uint side, int levels)
    {
        LevelWindow* window = &book->Bids + side;
        for (int i = 0; i < levels; i++)
            DeepLevels.Insert(_levels, &book->Deep[side], LevelWindow.HandleAt(window, i));
        LevelWindow.RemoveWorst(window, book->Counts[side], levels);
        book->Counts[side] -= levels;
    }

    /// <summary>Brings the best of the deep into a window that runs low.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refill(BookNode* book, uint side)
    {
        uint* taken = stackalloc uint[BookNode.Step];
        int levels = 0;
        while (levels < BookNode.Step && book->Deep[side] != 0)
            taken[levels++] = DeepLevels.RemoveBest(_levels, &book->Deep[side]);
        LevelWindow* window = &book->Bids + side;
        int count = book->Counts[side];
        LevelWindow.MakeRoom(window, count, levels);
        for (int i = 0; i < levels; i++)
            LevelWindow.Set(window, levels - 1 - i, _levels[taken[i]].Key, taken[i]);
        book->Counts[side] = count + levels;
    }

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
        int at = book->Counts[side] - BookUpdate.DisplayedLevels;
        if (at < 0)
            return;
        LevelWindow* window = &book->Bids + side;
        LevelNode* level = _levels + LevelWindow.HandleAt(window, at);
        change.HasTail = 1;
        change.TailPrice = KeyOf(side, level->Key);
        change.TailQuantity = level->Shares;
        change.TailOrders = level->Orders;
    }

    /// <summary>The order node that comes out of the pool next; it stays there until <see cref="TakeOrder"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint NextOrder() => _freeOrder != 0 ? _freeOrder : _ordersTouched + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeOrder(uint handle)
    {
        _liveOrders++;
        if (handle > _ordersTouched)
            _ordersTouched = handle;
        else
            _freeOrder = _orders[handle].Next;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FreeOrder(OrderNode* order)
    {
        _liveOrders--;
        order->Shares = 0;
        order->Next = _freeOrder;
        _freeOrder = (uint)(order - _orders);
    }

    /// <summary>Rank key of a price, and price of a rank key: bids as they are, asks negated. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int KeyOf(uint side, int price) => (price ^ -(int)side) + (int)side;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Saturate(long shares) => shares > int.MaxValue ? int.MaxValue : (int)shares;
}
