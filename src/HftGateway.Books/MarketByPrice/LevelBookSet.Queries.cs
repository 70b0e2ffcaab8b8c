using HftGateway.MarketData.Events;

namespace HftGateway.Books.MarketByPrice;

// Questions about the books. None changes anything or allocates.
public sealed unsafe partial class LevelBookSet
{
    /// <summary>Levels of one side of the real book.</summary>
    public int LevelCount(int instrument, EventSide side) => Book(instrument)->Counts[Index(side)];

    /// <summary>Levels of one side of the implied book.</summary>
    public int ImpliedLevelCount(int instrument, EventSide side) => Book(instrument)->Counts[2 + Index(side)];

    /// <summary>A level of the real book, 0 = best.</summary>
    public bool TryGetLevel(int instrument, EventSide side, int rank, out BookLevel level) =>
        TryGet(Book(instrument), Index(side), rank, out level);

    /// <summary>A level of the implied book, 0 = best.</summary>
    public bool TryGetImpliedLevel(int instrument, EventSide side, int rank, out BookLevel level) =>
        TryGet(Book(instrument), 2 + Index(side), rank, out level);

    /// <summary>
    /// Copies the best levels of a side of the real book, best first. Returns how many there were room and levels for.
    /// </summary>
    public int CopyLevels(int instrument, EventSide side, Span<BookLevel> destination)
    {
        int levels = Math.Min(destination.Length, LevelCount(instrument, side));
        for (int i = 0; i < levels; i++)
            TryGetLevel(instrument, side, i, out destination[i]);
        return levels;
    }

    /// <summary>Depth of the real book.</summary>
    public int Depth(int instrument) => Book(instrument)->Depth;

    /// <summary>Depth of the implied book.</summary>
    public int ImpliedDepth(int instrument) => Book(instrument)->ImpliedDepth;

    /// <summary>The instrument is not trading.</summary>
    public bool IsHalted(int instrument) => (Book(instrument)->Status & HaltedBit) != 0;

    /// <summary>The exchange's number of the trading state, 0 before one.</summary>
    public int TradingState(int instrument) => Book(instrument)->TradingState;

    /// <summary>The book may be wrong.</summary>
    public bool IsStale(int instrument) => (Book(instrument)->Status & StaleBit) != 0;

    /// <summary>The real book is in the middle of a matching event.</summary>
    public bool IsMidEvent(int instrument) => (Book(instrument)->Status & MidEventBit) != 0;

    /// <summary>The implied book is in the middle of a matching event.</summary>
    public bool IsImpliedMidEvent(int instrument) => Book(instrument)->ImpliedMidEvent != 0;

    private static bool TryGet(LevelBookNode* book, uint side, int rank, out BookLevel level)
    {
        level = default;
        if ((uint)rank >= (uint)book->Counts[side])
            return false;
        LevelEntry* entry = Side(book, side) + rank;
        level = new BookLevel(entry->Price, entry->Quantity, entry->Orders);
        return true;
    }

    private LevelBookNode* Book(int instrument)
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
