using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.MarketData.Events;

namespace HftGateway.Books;

// Orders entering and leaving levels, levels entering and leaving sides.
public sealed unsafe partial class BookSet
{
    private const byte BeyondRank = 255;

    /// <summary>Puts a new order at the end of its level's queue, making the level if need be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter(
        BookNode* book, ushort instrument, uint side, int price, int shares, ulong reference, ref LevelChange change)
    {
        uint handle = NewOrder();
        _index.Add(reference, handle);
        int key = KeyOf(side, price);
        BookNode.SideWindow* window = &book->Bids + side;
        int count = book->Counts[side];
        int rank = RankOf(window, count, key);
        int at = count - rank;
        // Reads the padding if every level of the window is better: no key equals it.
        bool exists = window->Keys[at - 1] == key;
        uint levelHandle;
        if (exists)
        {
            levelHandle = window->Handles[at - 1];
        }
        else if (at == 0 && book->Deep[side] != 0)
        {
            levelHandle = DeepLevels.Find(_levels, book->Deep[side], key);
            exists = levelHandle != 0;
            if (!exists)
                levelHandle = NewLevel(book, side, key, ref at);
        }
        else
        {
            levelHandle = NewLevel(book, side, key, ref at);
        }
        LevelNode* level = _levels + levelHandle;
        OrderNode* order = _orders + handle;
        order->Reference = reference;
        order->Next = 0;
        order->Previous = level->Tail;
        order->Shares = shares;
        order->Level = levelHandle;
        order->Price = price;
        order->Instrument = instrument;
        order->Side = (byte)side;
        // Node 0 takes the writes meant for nobody: whether a queue has neighbours is a coin toss, a branch here costs
        // more.
        uint tail = level->Tail;
        _orders[tail].Next = handle;
        level->Head = tail == 0 ? handle : level->Head;
        level->Tail = handle;
        level->Orders++;
        level->Shares += shares;
        book->LiveOrders++;
        book->Best[side] = rank == 0 ? price : book->Best[side];
        book->BestShares[side] = rank == 0 ? Saturate(level->Shares) : book->BestShares[side];
        Describe(exists ? LevelAction.Update : LevelAction.Insert, side, rank, level, price, shares, ref change);
    }

    /// <summary>Takes shares from an order, all if it has no more. Returns how many it took.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int TakeShares(
        BookNode* book, OrderNode* order, uint* cell, int shares, ref BookFlags flags, out bool emptied,
        ref LevelChange change)
    {
        int left = order->Shares - shares;
        if (left > 0)
        {
            order->Shares = left;
            LevelNode* level = _levels + order->Level;
            level->Shares -= shares;
            emptied = false;
            DescribeShrunk(book, order, level, shares, ref change);
            return shares;
        }
        if (left < 0)
        {
            Anomalies.Count(BookAnomaly.OverReduction);
            flags |= BookFlags.Repaired;
            shares = order->Shares;
        }
        emptied = Leave(book, order, cell, ref change);
        return shares;
    }

    /// <summary>
    /// Takes an order out of its queue, and its level out of the book if it was the last. True if it was.
    /// </summary>
    private bool Leave(BookNode* book, OrderNode* order, uint* cell, ref LevelChange change)
    {
        _index.Remove(order->Reference, cell);
        LevelNode* level = _levels + order->Level;
        uint previous = order->Previous;
        uint next = order->Next;
        _orders[previous].Next = next;
        _orders[next].Previous = previous;
        level->Head = previous == 0 ? next : level->Head;
        level->Tail = next == 0 ? previous : level->Tail;
        level->Orders--;
        level->Shares -= order->Shares;
        book->LiveOrders--;
        bool emptied = level->Orders == 0;
        if (emptied)
            RemoveLevel(book, order, ref change);
        else
            DescribeShrunk(book, order, level, order->Shares, ref change);
        FreeOrder(order);
        return emptied;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DescribeShrunk(BookNode* book, OrderNode* order, LevelNode* level, int shares, ref LevelChange change)
    {
        uint side = order->Side;
        // Beyond what is displayed the exact rank does not matter.
        int rank = RankUpTo16(&book->Bids + side, book->Counts[side], level->Key);
        book->BestShares[side] = rank == 0 ? Saturate(level->Shares) : book->BestShares[side];
        Describe(LevelAction.Update, side, rank, level, order->Price, -shares, ref change);
    }

    /// <summary>
    /// Makes a level at an index of the window (counted from its worst), or in the deep if that is full or passed.
    /// </summary>
    private uint NewLevel(BookNode* book, uint side, int key, ref int at)
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
        BookNode.SideWindow* window = &book->Bids + side;
        if (count == BookNode.Window)
        {
            Spill(book, side, Math.Min(at, BookNode.Step));
            count = book->Counts[side];
            at = Math.Max(0, at - BookNode.Step);
        }
        for (int i = count; i > at; i--)
        {
            window->Keys[i] = window->Keys[i - 1];
            window->Handles[i] = window->Handles[i - 1];
        }
        window->Keys[at] = key;
        window->Handles[at] = handle;
        book->Counts[side] = count + 1;
        return handle;
    }

    private void RemoveLevel(BookNode* book, OrderNode* order, ref LevelChange change)
    {
        uint side = order->Side;
        uint handle = order->Level;
        LevelNode* level = _levels + handle;
        BookNode.SideWindow* window = &book->Bids + side;
        int count = book->Counts[side];
        int rank = RankOf(window, count, level->Key);
        book->Levels[side]--;
        if (rank == count)
        {
            DeepLevels.Remove(_levels, &book->Deep[side], handle);
        }
        else
        {
            count--;
            for (int i = count - rank; i < count; i++)
            {
                window->Keys[i] = window->Keys[i + 1];
                window->Handles[i] = window->Handles[i + 1];
            }
            book->Counts[side] = count;
            if (count < BookNode.LowWater && book->Deep[side] != 0)
                Refill(book, side);
            if (rank == 0)
                SetBest(book, side);
        }
        Describe(LevelAction.Remove, side, rank, level, order->Price, -order->Shares, ref change);
        if (rank < BookUpdate.DisplayedLevels)
            DescribeTail(book, side, ref change);
        level->Left = _freeLevel;
        _freeLevel = handle;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetBest(BookNode* book, uint side)
    {
        int count = book->Counts[side];
        BookNode.SideWindow* window = &book->Bids + side;
        if (count == 0)
        {
            book->Best[side] = 0;
            book->BestShares[side] = 0;
            return;
        }
        int key = window->Keys[count - 1];
        book->Best[side] = KeyOf(side, key);
        book->BestShares[side] = Saturate(_levels[window->Handles[count - 1]].Shares);
    }

    /// <summary>Moves the worst levels of a full window to the deep.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Spill(BookNode* book, uint side, int levels)
    {
        BookNode.SideWindow* window = &book->Bids + side;
        for (int i = 0; i < levels; i++)
            DeepLevels.Insert(_levels, &book->Deep[side], window->Handles[i]);
        int count = book->Counts[side] - levels;
        new Span<int>(window->Keys + levels, count).CopyTo(new Span<int>(window->Keys, count));
        new Span<uint>(window->Handles + levels, count).CopyTo(new Span<uint>(window->Handles, count));
        book->Counts[side] = count;
    }

    /// <summary>Brings the best of the deep into a window that runs low.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refill(BookNode* book, uint side)
    {
        uint* taken = stackalloc uint[BookNode.Step];
        int levels = 0;
        while (levels < BookNode.Step && book->Deep[side] != 0)
            taken[levels++] = DeepLevels.RemoveBest(_levels, &book->Deep[side]);
        BookNode.SideWindow* window = &book->Bids + side;
        int count = book->Counts[side];
        new Span<int>(window->Keys, count).CopyTo(new Span<int>(window->Keys + levels, count));
        new Span<uint>(window->Handles, count).CopyTo(new Span<uint>(window->Handles + levels, count));
        for (int i = 0; i < levels; i++)
        {
            window->Handles[levels - 1 - i] = taken[i];
            window->Keys[levels - 1 - i] = _levels[taken[i]].Key;
        }
        book->Counts[side] = count + levels;
    }

    /// <summary>
    /// How many levels of the window are better than the key: the rank of a level, or of the place for it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RankOf(BookNode.SideWindow* window, int count, int key)
    {
        int rank = RankUpTo16(window, count, key);
        return rank < 16 ? rank : RankBeyond16(window->Keys + count, key);
    }

    /// <summary>The same, but 16 stands for 16 and everything beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RankUpTo16(BookNode.SideWindow* window, int count, int key)
    {
        int* end = window->Keys + count;
        Vector256<int> wanted = Vector256.Create(key);
        uint nearer = Vector256.GreaterThan(Vector256.Load(end - 8), wanted).ExtractMostSignificantBits();
        uint farther = Vector256.GreaterThan(Vector256.Load(end - 16), wanted).ExtractMostSignificantBits();
        return BitOperations.PopCount(nearer | (farther << 8));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RankBeyond16(int* end, int key)
    {
        // Ends in the padding at the latest, which is worse than every key.
        Vector256<int> wanted = Vector256.Create(key);
        int rank = 16;
        while (true)
        {
            Vector256<int> eight = Vector256.Load(end - rank - 8);
            uint better = Vector256.GreaterThan(eight, wanted).ExtractMostSignificantBits();
            rank += BitOperations.PopCount(better);
            if (better != 0xFF)
                return rank;
        }
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
        BookNode.SideWindow* window = &book->Bids + side;
        LevelNode* level = _levels + window->Handles[at];
        change.HasTail = 1;
        change.TailPrice = KeyOf(side, level->Key);
        change.TailQuantity = level->Shares;
        change.TailOrders = level->Orders;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint NewOrder()
    {
        _liveOrders++;
        uint handle = _freeOrder;
        if (handle != 0)
        {
            _freeOrder = _orders[handle].Next;
            return handle;
        }
        return ++_ordersTouched;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FreeOrder(OrderNode* order)
    {
        _liveOrders--;
        order->Next = _freeOrder;
        _freeOrder = (uint)(order - _orders);
    }

    /// <summary>Rank key of a price, and price of a rank key: bids as they are, asks negated. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int KeyOf(uint side, int price) => (price ^ -(int)side) + (int)side;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Saturate(long shares) => shares > int.MaxValue ? int.MaxValue : (int)shares;
}
