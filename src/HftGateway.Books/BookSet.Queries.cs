using HftGateway.MarketData.Events;

namespace HftGateway.Books;

// Questions about the books. None changes anything or allocates.
public sealed unsafe partial class BookSet
{
    /// <summary>Live orders of all books.</summary>
    public int TotalOrders => _liveOrders;

    /// <summary>A feed gap is open: every book is stale.</summary>
    public bool FeedStale => _feedStale != 0;

    /// <summary>Best price of a side, 0 if it is empty.</summary>
    public long BestPrice(int instrument, EventSide side) => Book(instrument)->Best[Index(side)];

    /// <summary>The best level of a side; default if it is empty.</summary>
    public BookLevel Best(int instrument, EventSide side) =>
        TryGetLevel(instrument, side, 0, out BookLevel level) ? level : default;

    /// <summary>Best bid and best ask are there, and the bid is below the ask.</summary>
    public bool IsQuoteValid(int instrument) => new Quote(Book(instrument)).IsValid;

    /// <summary>The instrument is not trading.</summary>
    public bool IsHalted(int instrument) => (Book(instrument)->Status & HaltedBit) != 0;

    /// <summary>The book may be wrong: an open feed gap, or an add that found no room.</summary>
    public bool IsStale(int instrument) => ((Book(instrument)->Status | _feedStale) & StaleBit) != 0;

    /// <summary>Round lot of the directory message, 0 before one.</summary>
    public int RoundLot(int instrument) => Book(instrument)->RoundLot;

    /// <summary>Live orders of one book: the sum over its levels, O(levels).</summary>
    public int OrderCount(int instrument)
    {
        BookNode* book = Book(instrument);
        int orders = 0;
        for (uint side = 0; side < 2; side++)
        {
            uint handle = 0;
            for (int i = 0; i < book->Levels[side]; i++)
                orders += _levels[handle = WorseThan(book, side, i, handle)].Orders;
        }
        return orders;
    }

    /// <summary>Levels of one side.</summary>
    public int LevelCount(int instrument, EventSide side) => Book(instrument)->Levels[Index(side)];

    /// <summary>The level of a rank, 0 = best. O(1) near the touch, O(rank) far away.</summary>
    public bool TryGetLevel(int instrument, EventSide side, int rank, out BookLevel level)
    {
        BookNode* book = Book(instrument);
        uint s = Index(side);
        level = default;
        if ((uint)rank >= (uint)book->Levels[s])
            return false;
        uint handle = LevelOfRank(book, s, rank);
        level = Level(handle);
        return true;
    }

    /// <summary>
    /// Copies the best levels of a side, best first. Returns how many there were room and levels for.
    /// </summary>
    public int CopyLevels(int instrument, EventSide side, Span<BookLevel> destination)
    {
        BookNode* book = Book(instrument);
        uint s = Index(side);
        int levels = Math.Min(destination.Length, book->Levels[s]);
        uint handle = 0;
        for (int i = 0; i < levels; i++)
        {
            handle = WorseThan(book, s, i, handle);
            destination[i] = Level(handle);
        }
        return levels;
    }

    /// <summary>The level at a price.</summary>
    public bool TryGetLevelAt(int instrument, EventSide side, long price, out BookLevel level)
    {
        uint handle = FindLevel(Book(instrument), Index(side), price);
        level = handle == 0 ? default : Level(handle);
        return handle != 0;
    }

    /// <summary>The orders at a price, oldest first; none without <see cref="BookSetOptions.Queues"/>.</summary>
    public LevelQueue Queue(int instrument, EventSide side, long price)
    {
        uint handle = FindLevel(Book(instrument), Index(side), price);
        return new LevelQueue(_table, _levels + handle);
    }

    /// <summary>A live order by its reference.</summary>
    public bool TryGetOrder(ulong reference, out BookOrder order)
    {
        uint handle = _table.Find(reference);
        LevelNode* level = _levels + _table.Level(handle);
        order = handle == 0
            ? default
            : new BookOrder(
                reference, level->Instrument, (EventSide)level->Side, level->Price, _table.Shares(handle));
        return handle != 0;
    }

    /// <summary>
    /// What stands before a live order at its price. O(orders ahead). False without
    /// <see cref="BookSetOptions.Queues"/>: it is not known then.
    /// </summary>
    public bool TryGetQueuePosition(ulong reference, out QueuePosition position)
    {
        uint handle = _table.Find(reference);
        position = default;
        if (handle == 0 || !_queues)
            return false;
        int orders = 0;
        long shares = 0;
        for (uint at = _links[handle].Previous; at != 0; at = _links[at].Previous)
        {
            orders++;
            shares += _table.Shares(at);
        }
        position = new QueuePosition(orders, shares);
        return true;
    }

    /// <summary>
    /// Empties one book: all its orders are gone, and it is no longer stale by capacity. Its trading state and round
    /// lot stay. The next update of the instrument carries <see cref="BookFlags.Cleared"/>. O(orders of the book);
    /// without <see cref="BookSetOptions.Queues"/> O(<see cref="BookSetOptions.MaxOrders"/>).
    /// </summary>
    public void Clear(int instrument)
    {
        BookNode* book = Book(instrument);
        if (!_queues)
            FreeOrders(instrument, instrument);
        Clear(book);
    }

    /// <summary>Empties every book, see <see cref="Clear(int)"/>.</summary>
    public void ClearAll()
    {
        if (!_queues)
            FreeOrders(0, _instruments - 1);
        for (int i = 0; i < _instruments; i++)
            Clear(Book(i));
    }

    private void Clear(BookNode* book)
    {
        for (uint side = 0; side < 2; side++)
        {
            for (int place = LevelLadder.Places; (place = LevelLadder.NextBelow(book, side, place)) >= 0;)
                FreeLevel(*LevelLadder.Slot(SlotsOf(book), side, (uint)place));
            while (book->Deep[side] != 0)
                FreeLevel(DeepLevels.RemoveBest(_levels, _deepLinks, &book->Deep[side]));
        }
        Empty(book);
        book->Status = (book->Status & ~IncompleteBits) | ClearedBit;
    }

    // Without queues no level knows its orders: the whole table is looked at.
    private void FreeOrders(int first, int last)
    {
        for (uint handle = OrderTable.FirstHandle; handle <= _table.LastHandle; handle++)
        {
            int instrument = _levels[_table.Level(handle)].Instrument;
            if (_table.Shares(handle) > 0 && instrument >= first && instrument <= last)
                FreeOrder(handle);
        }
    }

    private void FreeOrder(uint handle)
    {
        _liveOrders--;
        _table.Free(handle);
    }

    private void FreeLevel(uint handle)
    {
        for (uint at = _levels[handle].Head; at != 0;)
        {
            uint order = at;
            at = _links[order].Next;
            FreeOrder(order);
        }
        _levels[handle].Head = _freeLevel;
        _freeLevel = handle;
    }

    /// <summary>Level of a rank, given the one before it.</summary>
    private uint WorseThan(BookNode* book, uint side, int rank, uint before) =>
        rank == 0 ? book->BestLevel[side] : NextWorse(book, side, before);

    private BookLevel Level(uint handle)
    {
        LevelNode* level = _levels + handle;
        return new BookLevel(Math.Abs((long)level->Key), level->Shares, level->Orders);
    }

    private BookNode* Book(int instrument)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)instrument, (uint)_instruments, nameof(instrument));
        return _books + instrument;
    }

    private static uint Index(EventSide side)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((byte)side, (byte)EventSide.Sell, nameof(side));
        return (uint)side;
    }
}
