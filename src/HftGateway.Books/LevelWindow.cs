using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HftGateway.Books;

/// <summary>
/// The best levels of one side, sorted by key with the best at the end: what nearly every event needs lies at the end
/// of a sorted run, so births and deaths of levels near the touch move few entries.
/// <para><b>Invariants.</b> Entry i lies in block i / 8; a block is one cache line with eight keys and the eight
/// handles of the same levels, so that a search near the touch reads one line. Keys beyond the count, and those of the
/// block before the first, are <see cref="int.MinValue"/>, worse than every key; the handles of that block are 0,
/// nobody.
/// </para>
/// <para><b>Cost.</b> One vector comparison for each eight levels nearer to the touch than the key.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
internal unsafe struct LevelWindow
{
    /// <summary>Levels that it can hold.</summary>
    public const int Capacity = 48;

    /// <summary>Size in bytes: six blocks and the one before the first.</summary>
    public const int SizeBytes = (Capacity / BlockLevels + 1) * 64;

    private const int BlockLevels = 8;
    private const int BlockInts = 16;

    private int _first;

    /// <summary>Forgets every level.</summary>
    public static void Empty(LevelWindow* window)
    {
        int* ints = &window->_first;
        for (int block = 0; block < SizeBytes / 64; block++)
        {
            new Span<int>(ints + (block * BlockInts), BlockLevels).Fill(int.MinValue);
            new Span<int>(ints + (block * BlockInts) + BlockLevels, BlockLevels).Clear();
        }
    }

    /// <summary>Key of an entry; -1 is legal and has the worst key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int KeyAt(LevelWindow* window, int index) => *Entry(window, index);

    /// <summary>Level of an entry; -1 is legal and is nobody's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint HandleAt(LevelWindow* window, int index) => (uint)Entry(window, index)[BlockLevels];

    /// <summary>Writes an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(LevelWindow* window, int index, int key, uint handle)
    {
        int* entry = Entry(window, index);
        entry[0] = key;
        entry[BlockLevels] = (int)handle;
    }

    /// <summary>Moves the entries from an index on one place up and writes the entry there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Insert(LevelWindow* window, int count, int index, int key, uint handle)
    {
        // Whole blocks in registers: how many entries move is as unpredictable as the price.
        Vector256<int> lanes = Vector256<int>.Indices;
        int* last = Entry(window, index & -BlockLevels);
        int* block = Entry(window, count & -BlockLevels);
        for (; block != last; block -= BlockInts)
        {
            Vector256<int> up = lanes - Vector256<int>.One;
            Vector256<int> isFirst = Vector256.Equals(lanes, Vector256<int>.Zero);
            Move(block, up, isFirst, block[-BlockInts + BlockLevels - 1], block[-1]);
        }
        Vector256<int> at = Vector256.Create(index & (BlockLevels - 1));
        Move(block, lanes + Vector256.GreaterThan(lanes, at), Vector256.Equals(lanes, at), key, (int)handle);
    }

    /// <summary>Takes out an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Remove(LevelWindow* window, int count, int index)
    {
        Vector256<int> lanes = Vector256<int>.Indices;
        Vector256<int> isLast = Vector256.Equals(lanes, Vector256.Create(BlockLevels - 1));
        int* last = Entry(window, (count - 1) & -BlockLevels);
        int* block = Entry(window, index & -BlockLevels);
        Vector256<int> before = Vector256.Create((index & (BlockLevels - 1)) - 1);
        Vector256<int> down = lanes - Vector256.GreaterThan(lanes, before);
        for (; block != last; block += BlockInts)
        {
            Move(block, down, isLast, block[BlockInts], block[BlockInts + BlockLevels]);
            down = lanes + Vector256<int>.One;
        }
        Move(block, down, isLast, int.MinValue, 0);
    }

    /// <summary>Takes out the worst entries.</summary>
    public static void RemoveWorst(LevelWindow* window, int count, int entries)
    {
        for (int i = entries; i < count; i++)
            Copy(window, i, i - entries);
        for (int i = count - entries; i < count; i++)
            *Entry(window, i) = int.MinValue;
    }

    /// <summary>Moves everything up to make room for worse entries, which the caller writes.</summary>
    public static void MakeRoom(LevelWindow* window, int count, int entries)
    {
        for (int i = count - 1; i >= 0; i--)
            Copy(window, i, i + entries);
    }

    /// <summary>How many entries are better than the key: the rank of a level, or of the place for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rank(LevelWindow* window, int count, int key) => RankUpTo(window, count, key, int.MaxValue);

    /// <summary>The same, but from the limit on any number not below it may be returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RankUpTo(LevelWindow* window, int count, int key, int limit)
    {
        // Two blocks without a branch: where in its block the best entry lies is anybody's guess.
        int* block = TopBlock(window, count);
        int* below = (count > 0 ? block - BlockInts : block);
        int next = Better(below, key);
        int rank = Better(block, key) + next;
        return next != BlockLevels || rank >= limit ? rank : RankBelow(below, rank, limit, key);
    }

    /// <summary>The line with the best entry; that of the block before the first when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int* TopBlock(LevelWindow* window, int count) =>
        (int*)((byte*)window + 64 + ((nint)((count - 1) & -BlockLevels) * 8));

    /// <summary>Level with this key in one block, or nobody. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint FindInBlock(int* block, int key)
    {
        uint equal = Vector256.Equals(Vector256.Load(block), Vector256.Create(key)).ExtractMostSignificantBits();
        int found = -(int)((equal | (0 - equal)) >> 31);
        return (uint)(block[BlockLevels + (BitOperations.TrailingZeroCount(equal) & (BlockLevels - 1))] & found);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RankBelow(int* block, int rank, int limit, int key)
    {
        // Ends in the block before the first at the latest.
        int better;
        do
        {
            block -= BlockInts;
            better = Better(block, key);
            rank += better;
        }
        while (better == BlockLevels && rank < limit);
        return rank;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Better(int* block, int key) => BitOperations.PopCount(
        Vector256.GreaterThan(Vector256.Load(block), Vector256.Create(key)).ExtractMostSignificantBits());

    /// <summary>Permutes keys and handles of a block and writes one entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move(int* block, Vector256<int> from, Vector256<int> written, int key, int handle)
    {
        Vector256<int> keys = Permute(Vector256.Load(block), from);
        Vector256<int> handles = Permute(Vector256.Load(block + BlockLevels), from);
        Vector256.ConditionalSelect(written, Vector256.Create(key), keys).Store(block);
        Vector256.ConditionalSelect(written, Vector256.Create(handle), handles).Store(block + BlockLevels);
    }

    // Only the low three bits of an index count: lanes beyond are overwritten by the caller.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Permute(Vector256<int> values, Vector256<int> from) => Avx2.IsSupported
        ? Avx2.PermuteVar8x32(values, from)
        : Vector256.Shuffle(values, from & Vector256.Create(BlockLevels - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(LevelWindow* window, int from, int to)
    {
        int* source = Entry(window, from);
        int* target = Entry(window, to);
        target[0] = source[0];
        target[BlockLevels] = source[BlockLevels];
    }

    // Index -1 is the last entry of the block before the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int* Entry(LevelWindow* window, int index) =>
        &window->_first + BlockInts + ((index & -BlockLevels) << 1) + (index & (BlockLevels - 1));
}
