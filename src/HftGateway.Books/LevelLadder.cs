using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace HftGateway.Books;

/// <summary>
/// The levels of one side around the touch, indexed by price: a place for each tick, a better price at a higher place.
/// The bits that say which are occupied lie in the <see cref="BookNode"/>, the handles in slots of their own: the first
/// stay in cache, of the second a line is touched here and there.
/// Finding a level is one load, its birth and death one bit; nothing moves while the touch stays inside.
/// <para><b>Invariants.</b> A place is occupied exactly if its handle is not nobody's. Prices that are no multiple of
/// the tick, and those too far from the touch, have no place (any number from <see cref="Places"/> on).</para>
/// <para><b>Cost.</b> A division by a constant and a load; finding the next worse level looks at one word of bits,
/// rarely at more.</para>
/// </summary>
internal static unsafe class LevelLadder
{
    /// <summary>Places a side.</summary>
    public const int Places = 256;

    /// <summary>Handles that a book needs, both sides.</summary>
    public const int SlotsOfBook = 2 * Places;

    /// <summary>Words of bits a side.</summary>
    public const int Words = Places / 64;

    /// <summary>
    /// Where the best price is put: in the middle of a word, so that few steps lead from word to word; most of the room
    /// is on the worse side.
    /// </summary>
    public const int TouchPlace = 160;

    /// <summary>Tick of the prices from a dollar up, in price units.</summary>
    public const int Cent = 100;

    /// <summary>Forgets every level of a side and puts a price at <see cref="TouchPlace"/>.</summary>
    public static void Reset(BookNode* book, uint* slots, uint side, int tick, int price)
    {
        new Span<ulong>(book->Occupied + (side * Words), Words).Clear();
        new Span<uint>(slots + (side * Places), Places).Clear();
        book->Tick[side] = (byte)tick;
        book->Low[side] = TickOf(side, price / tick) - TouchPlace;
        book->Missed[side] = 0;
        book->OffTick[side] = 0;
    }

    /// <summary>Place of a price, or a number from <see cref="Places"/> on if it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PlaceOf(BookNode* book, uint side, int price)
    {
        uint ticks = (uint)price;
        int rest = 0;
        // Nearly all books have the same tick: the branch costs nothing, a division by a variable would.
        if (book->Tick[side] == Cent)
        {
            ticks = (uint)price / Cent;
            rest = price - (int)(ticks * Cent);
        }

        return (uint)(TickOf(side, (int)ticks) - book->Low[side]) | (uint)(-rest >> 31);
    }

    /// <summary>Where the handle of a place stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint* Slot(uint* slots, uint side, uint place) => slots + ((side * Places) + place);

    /// <summary>Puts a level at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Occupy(BookNode* book, uint* slots, uint side, uint place, uint handle)
    {
        *Slot(slots, side, place) = handle;
        book->Occupied[(side * Words) + (place >> 6)] |= 1UL << (int)(place & 63);
    }

    /// <summary>Takes the level away from a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Vacate(BookNode* book, uint* slots, uint side, uint place)
    {
        *Slot(slots, side, place) = 0;
        book->Occupied[(side * Words) + (place >> 6)] &= ~(1UL << (int)(place & 63));
    }

    /// <summary>Key of the price at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int KeyAt(BookNode* book, uint side, int place) => (book->Low[side] + place) * book->Tick[side];

    /// <summary>The best occupied place below one (0 to <see cref="Places"/>), or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NextBelow(BookNode* book, uint side, int place)
    {
        if (--place < 0)
            return -1;
        ulong* words = book->Occupied + (side * Words);
        int word = place >> 6;
        ulong bits = words[word] & (ulong.MaxValue >> (63 - (place & 63)));
        while (bits == 0)
        {
            if (--word < 0)
                return -1;
            bits = words[word];
        }

        return (word << 6) + BitOperations.Log2(bits);
    }

    /// <summary>The best place below which every price is worse than a key, to look from with
    /// <see cref="NextBelow"/>.</summary>
    public static int PlaceBelow(BookNode* book, uint side, long key)
    {
        // The number of places whose key is less: the next multiple of the tick, rounded up also below zero.
        long tick = book->Tick[side];
        long ticks = key / tick;
        if (key > ticks * tick)
            ticks++;
        return (int)Math.Clamp(ticks - book->Low[side], 0, Places);
    }

    /// <summary>How many levels are at better places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountAbove(BookNode* book, uint side, int place)
    {
        ulong* words = book->Occupied + (side * Words);
        int word = place >> 6;
        int better = BitOperations.PopCount(words[word] >> (place & 63) >> 1);
        // All words without a branch: how far from the touch it is is anybody's guess.
        for (int i = 1; i < Words; i++)
            better += BitOperations.PopCount(words[i] & (ulong)((long)(word - i) >> 63));
        return better;
    }

    /// <summary>Place of the level with so many better ones in the ladder, or -1.</summary>
    public static int PlaceOfRank(BookNode* book, uint side, int rank)
    {
        ulong* words = book->Occupied + (side * Words);
        for (int word = Words - 1; word >= 0; word--)
        {
            ulong bits = words[word];
            int count = BitOperations.PopCount(bits);
            if (rank < count)
                return (word << 6) + PositionOf(bits, count - 1 - rank);
            rank -= count;
        }

        return -1;
    }

    /// <summary>Levels in the ladder.</summary>
    public static int Count(BookNode* book, uint side)
    {
        int count = 0;
        for (int i = 0; i < Words; i++)
            count += BitOperations.PopCount(book->Occupied[(side * Words) + i]);
        return count;
    }

    /// <summary>Number of a tick, larger for better prices. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TickOf(uint side, int ticks) => (ticks ^ -(int)side) + (int)side;

    // Position of the set bit with so many set ones below it.
    private static int PositionOf(ulong bits, int below)
    {
        if (Bmi2.X64.IsSupported)
            return BitOperations.TrailingZeroCount(Bmi2.X64.ParallelBitDeposit(1UL << below, bits));
        for (; below > 0; below--)
            bits &= bits - 1;
        return BitOperations.TrailingZeroCount(bits);
    }
}
