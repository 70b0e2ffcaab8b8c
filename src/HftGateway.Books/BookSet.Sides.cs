using System.Runtime.CompilerServices;

namespace HftGateway.Books;

// Levels entering and leaving the sides: the ladder around the touch, and the deep for everything else.
public sealed unsafe partial class BookSet
{
    // So many levels born outside the ladder make it worth a thought whether it lies where it should.
    private const int MissesToThink = 64;

    // How far the ladder has to be from where it should be to be moved.
    private const int LeastMove = 32;

    // A better price that is so many ticks beyond the ladder takes the ladder along at once.
    private const int NearShift = LevelLadder.Places * 3 / 4;

    /// <summary>Handles of a book's ladder. Books and their handles are sixteen times as far apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint* SlotsOf(BookNode* book) => (uint*)((byte*)_slots
        + (((byte*)book - (byte*)_nobody) * (LevelLadder.SlotsOfBook * sizeof(uint) / BookNode.SizeBytes)));

    /// <summary>The level at a price, made if it does not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint LevelAt(BookNode* book, ushort instrument, uint side, int price, int key)
    {
        uint place = LevelLadder.PlaceOf(book, side, price);
        if (place >= LevelLadder.Places)
            return FarLevelAt(book, instrument, side, price, key);
        uint handle = *LevelLadder.Slot(SlotsOf(book), side, place);
        if (handle != 0)
            return handle;
        handle = TakeLevel(instrument, key);
        book->Levels[side]++;
        LevelLadder.Occupy(book, SlotsOf(book), side, place, handle);
        return handle;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint FarLevelAt(BookNode* book, ushort instrument, uint side, int price, int key)
    {
        uint handle = DeepLevels.Find(_levels, _deepLinks, book->Deep[side], key);
        if (handle != 0)
            return handle;
        handle = TakeLevel(instrument, key);
        bool isOffTick = price % LevelLadder.Cent != 0;
        if (book->Levels[side]++ == 0)
        {
            LevelLadder.Reset(book, SlotsOf(book), side, isOffTick ? 1 : LevelLadder.Cent, price);
            LevelLadder.Occupy(book, SlotsOf(book), side, LevelLadder.TouchPlace, handle);
            return handle;
        }

        InsertDeep(book, side, handle);
        book->Missed[side]++;
        book->OffTick[side] += isOffTick ? (byte)1 : (byte)0;
        bool isBest = key > KeyOf(side, book->Best[side]);
        int tick = book->Tick[side];
        if (book->Missed[side] >= MissesToThink)
        {
            tick = book->OffTick[side] * 2 > book->Missed[side] ? 1 : LevelLadder.Cent;
            MoveLadder(book, side, tick, isBest ? price : book->Best[side]);
        }
        else if (isBest && price % tick == 0 && Steps(book, side, price) < LevelLadder.Places + NearShift)
        {
            MoveLadder(book, side, tick, price);
        }

        return handle;
    }

    // Ticks between the ladder's worst place and a price.
    private static int Steps(BookNode* book, uint side, int price) =>
        LevelLadder.TickOf(side, price / book->Tick[side]) - book->Low[side];

    /// <summary>Puts the ladder around a price, if it is not there already.</summary>
    private void MoveLadder(BookNode* book, uint side, int tick, int price)
    {
        int move = Steps(book, side, price) - LevelLadder.TouchPlace;
        if (tick == book->Tick[side] && Math.Abs((long)move) < LeastMove)
        {
            book->Missed[side] = 0;
            book->OffTick[side] = 0;
            return;
        }

        uint* old = stackalloc uint[LevelLadder.Places];
        int count = 0;
        for (int place = LevelLadder.Places; (place = LevelLadder.NextBelow(book, side, place)) >= 0;)
            old[count++] = *LevelLadder.Slot(SlotsOf(book), side, (uint)place);
        LevelLadder.Reset(book, SlotsOf(book), side, tick, price);
        for (int i = 0; i < count; i++)
        {
            uint place = LevelLadder.PlaceOf(book, side, KeyOf(side, _levels[old[i]].Key));
            if (place < LevelLadder.Places)
                LevelLadder.Occupy(book, SlotsOf(book), side, place, old[i]);
            else
                InsertDeep(book, side, old[i]);
        }

        TakeFromDeep(book, side);
    }

    /// <summary>Moves all deep levels that have a place into the ladder.</summary>
    private void TakeFromDeep(BookNode* book, uint side)
    {
        long lowest = (long)book->Low[side] * book->Tick[side];
        long beyond = lowest + ((long)LevelLadder.Places * book->Tick[side]);
        int key = (int)Math.Clamp(beyond, int.MinValue, int.MaxValue);
        while (true)
        {
            uint handle = DeepLevels.NextWorse(_levels, _deepLinks, book->Deep[side], key);
            if (handle == 0 || _levels[handle].Key < lowest)
                break;
            key = _levels[handle].Key;
            uint place = LevelLadder.PlaceOf(book, side, KeyOf(side, key));
            if (place >= LevelLadder.Places)
                continue;
            DeepLevels.Remove(_levels, _deepLinks, &book->Deep[side], handle);
            LevelLadder.Occupy(book, SlotsOf(book), side, place, handle);
        }

        SetDeepBest(book, side);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint TakeLevel(ushort instrument, int key)
    {
        uint handle = _freeLevel;
        LevelNode* level = _levels + handle;
        if (handle != 0)
        {
            _freeLevel = level->Head;
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
        level->Instrument = instrument;
        return handle;
    }

    private void RemoveLevel<TUpdates>(BookNode* book, uint handle, int shares, ref LevelChange change)
        where TUpdates : struct, ISwitch
    {
        LevelNode* level = _levels + handle;
        uint side = level->Side;
        int price = level->Price;
        int rank = TUpdates.IsOn ? RankOf(book, side, price) : 0;
        book->Levels[side]--;
        uint place = LevelLadder.PlaceOf(book, side, price);
        if (place < LevelLadder.Places)
            LevelLadder.Vacate(book, SlotsOf(book), side, place);
        else
            RemoveDeep(book, side, handle);
        if (price == book->Best[side])
            SetBest(book, side, place);
        if (TUpdates.IsOn)
        {
            Describe(LevelAction.Remove, side, rank, level, price, -shares, ref change);
            if (rank < BookUpdate.DisplayedLevels)
                DescribeTail(book, side, ref change);
        }

        level->Head = _freeLevel;
        _freeLevel = handle;
    }

    /// <summary>Finds the best level after the one at a place is gone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetBest(BookNode* book, uint side, uint place)
    {
        int next = LevelLadder.NextBelow(book, side, (int)Math.Min(place, LevelLadder.Places));
        if (book->Deep[side] != 0)
        {
            SetBestBeforeDeep(book, side, next);
            return;
        }

        if (next < 0)
        {
            book->Best[side] = 0;
            book->BestLevel[side] = 0;
            return;
        }

        book->Best[side] = KeyOf(side, LevelLadder.KeyAt(book, side, next));
        book->BestLevel[side] = *LevelLadder.Slot(SlotsOf(book), side, (uint)next);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetBestBeforeDeep(BookNode* book, uint side, int next)
    {
        int key = next < 0 ? int.MinValue : LevelLadder.KeyAt(book, side, next);
        if (next < 0)
        {
            // The touch has left the ladder.
            book->Best[side] = KeyOf(side, book->DeepBest[side]);
            MoveLadder(book, side, book->Tick[side], book->Best[side]);
            book->BestLevel[side] = FindLevel(book, side, book->Best[side]);
            return;
        }

        bool isDeep = book->DeepBest[side] > key;
        key = isDeep ? book->DeepBest[side] : key;
        book->Best[side] = KeyOf(side, key);
        book->BestLevel[side] = isDeep
            ? DeepLevels.Find(_levels, _deepLinks, book->Deep[side], key)
            : *LevelLadder.Slot(SlotsOf(book), side, (uint)next);
    }

    private void InsertDeep(BookNode* book, uint side, uint handle)
    {
        DeepLevels.Insert(_levels, _deepLinks, &book->Deep[side], handle);
        book->DeepBest[side] = Math.Max(book->DeepBest[side], _levels[handle].Key);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RemoveDeep(BookNode* book, uint side, uint handle)
    {
        DeepLevels.Remove(_levels, _deepLinks, &book->Deep[side], handle);
        if (_levels[handle].Key == book->DeepBest[side])
            SetDeepBest(book, side);
    }

    private void SetDeepBest(BookNode* book, uint side)
    {
        uint best = DeepLevels.NextWorse(_levels, _deepLinks, book->Deep[side], int.MaxValue);
        book->DeepBest[side] = best == 0 ? int.MinValue : _levels[best].Key;
    }

    /// <summary>Better levels than the one at a price: exact below the number displayed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RankOf(BookNode* book, uint side, int price)
    {
        uint place = LevelLadder.PlaceOf(book, side, price);
        int key = KeyOf(side, price);
        return place < LevelLadder.Places && book->DeepBest[side] <= key
            ? LevelLadder.CountAbove(book, side, (int)place)
            : RankAmongDeep(book, side, key);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int RankAmongDeep(BookNode* book, uint side, int key)
    {
        // Those of the ladder are counted at once; most deep levels are worse than all of them.
        int place = LevelLadder.PlaceBelow(book, side, (long)key + 1);
        int rank = place == 0 ? LevelLadder.Count(book, side) : LevelLadder.CountAbove(book, side, place - 1);
        int deep = int.MaxValue;
        while (rank < BookUpdate.DisplayedLevels && book->DeepBest[side] > key)
        {
            uint handle = DeepLevels.NextWorse(_levels, _deepLinks, book->Deep[side], deep);
            if (handle == 0 || (deep = _levels[handle].Key) <= key)
                break;
            rank++;
        }

        return rank;
    }

    /// <summary>The level after one, by price; nobody after the last.</summary>
    private uint NextWorse(BookNode* book, uint side, uint handle)
    {
        int key = _levels[handle].Key;
        int place = LevelLadder.NextBelow(book, side, LevelLadder.PlaceBelow(book, side, key));
        uint near = place < 0 ? 0 : *LevelLadder.Slot(SlotsOf(book), side, (uint)place);
        if (book->Deep[side] == 0 || (near != 0 && _levels[near].Key > book->DeepBest[side]))
            return near;
        uint deep = DeepLevels.NextWorse(_levels, _deepLinks, book->Deep[side], key);
        if (near == 0 || deep == 0)
            return near | deep;
        return _levels[near].Key > _levels[deep].Key ? near : deep;
    }

    /// <summary>The level of a rank, which exists.</summary>
    private uint LevelOfRank(BookNode* book, uint side, int rank)
    {
        int place = LevelLadder.PlaceOfRank(book, side, rank);
        if (place >= 0 && book->DeepBest[side] <= LevelLadder.KeyAt(book, side, place))
            return *LevelLadder.Slot(SlotsOf(book), side, (uint)place);
        uint handle = book->BestLevel[side];
        for (; rank > 0; rank--)
            handle = NextWorse(book, side, handle);
        return handle;
    }

    private uint FindLevel(BookNode* book, uint side, long price)
    {
        if (!IsValid(price))
            return 0;
        uint place = LevelLadder.PlaceOf(book, side, (int)price);
        return place < LevelLadder.Places
            ? *LevelLadder.Slot(SlotsOf(book), side, place)
            : DeepLevels.Find(_levels, _deepLinks, book->Deep[side], KeyOf(side, (int)price));
    }

    private void Empty(BookNode* book)
    {
        for (uint side = 0; side < 2; side++)
        {
            book->Best[side] = 0;
            book->BestLevel[side] = 0;
            book->Levels[side] = 0;
            book->Deep[side] = 0;
            book->DeepBest[side] = int.MinValue;
            LevelLadder.Reset(book, SlotsOf(book), side, LevelLadder.Cent, 0);
        }
    }
}
