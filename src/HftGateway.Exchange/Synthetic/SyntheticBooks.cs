using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform.Memory;

namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// The books of a generated day: for each symbol a fixed window of price levels, each a queue of orders in time
/// priority, all orders from one pool. Native memory taken once; nothing allocates afterwards.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Callers place no buy order at or above the best ask and no sell order at or below the best
/// bid; the books then neither lock nor cross.</para>
/// <para><b>Limits.</b> Memory is 32 bytes for each order of the cap and about 8.5 KiB for each symbol.</para>
/// <para><b>Cost.</b> Adding and removing touch one level, one or two neighbours and the symbol's bitmap.</para>
/// </summary>
internal sealed unsafe class SyntheticBooks : IDisposable
{
    private const int None = -1;
    private const int Words = SyntheticSymbol.Levels / 64;

    private readonly NativeRegion _symbolMemory;
    private readonly NativeRegion _levelMemory;
    private readonly NativeRegion _orderMemory;
    private readonly SyntheticSymbol* _symbols;
    private readonly Level* _levels;
    private readonly SyntheticOrder* _orders;
    private int _firstFree;

    public SyntheticBooks(int symbols, int maxLiveOrders)
    {
        _symbolMemory = new NativeRegion((nuint)symbols * (nuint)sizeof(SyntheticSymbol));
        _levelMemory = new NativeRegion((nuint)symbols * SyntheticSymbol.Levels * (nuint)sizeof(Level));
        _orderMemory = new NativeRegion((nuint)maxLiveOrders * (nuint)sizeof(SyntheticOrder));
        _symbols = (SyntheticSymbol*)_symbolMemory.Pointer;
        _levels = (Level*)_levelMemory.Pointer;
        _orders = (SyntheticOrder*)_orderMemory.Pointer;
        for (int i = 0; i < symbols; i++)
            (_symbols[i].BestBid, _symbols[i].BestAsk) = (None, SyntheticSymbol.Levels);
        for (int i = 0; i < maxLiveOrders; i++)
            _orders[i].Next = i + 1;
        _orders[maxLiveOrders - 1].Next = None;
    }

    /// <summary>The pool has no free order.</summary>
    public bool IsFull
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _firstFree == None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref SyntheticSymbol Symbol(int symbol) => ref _symbols[symbol];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref SyntheticOrder Order(int slot) => ref _orders[slot];

    /// <summary>Puts an order at the end of its level's queue. Not to be called when full.</summary>
    public void Add(int symbol, int level, bool isSell, uint shares, ulong reference)
    {
        int slot = _firstFree;
        SyntheticOrder* order = _orders + slot;
        _firstFree = order->Next;
        order->Reference = reference;
        order->Shares = shares;
        order->Symbol = (ushort)symbol;
        ref SyntheticSymbol state = ref _symbols[symbol];
        state.Live++;
        state.Recent[state.RecentCount++ % SyntheticSymbol.RecentOrders] = slot;
        Link(slot, level, isSell);
    }

    /// <summary>Takes an order out of its book and frees its slot.</summary>
    public void Remove(int slot)
    {
        Unlink(slot);
        SyntheticOrder* order = _orders + slot;
        _symbols[order->Symbol].Live--;
        order->Reference = 0;
        order->Next = _firstFree;
        _firstFree = slot;
    }

    /// <summary>Moves an order to another level of its side, losing priority, under a new reference.</summary>
    public void Replace(int slot, int level, uint shares, ulong reference)
    {
        Unlink(slot);
        _orders[slot].Reference = reference;
        _orders[slot].Shares = shares;
        Link(slot, level, _orders[slot].IsSell);
    }

    /// <summary>Slot of the first order in priority at the best level of a side; the side must hold one.</summary>
    public int Front(int symbol, bool isSell)
    {
        ref SyntheticSymbol state = ref _symbols[symbol];
        return LevelOf(symbol, isSell ? state.BestAsk : state.BestBid).Head;
    }

    /// <summary>Slot of an order about a distance from the touch; −1 when the book is empty.</summary>
    public int PickAtDistance(int symbol, bool isSell, int distance, bool oldest)
    {
        ref SyntheticSymbol state = ref _symbols[symbol];
        if (state.Live == 0)
            return None;
        if (state.BestBid < 0)
            isSell = true;
        else if (state.BestAsk >= SyntheticSymbol.Levels)
            isSell = false;
        int level;
        if (isSell)
        {
            level = FirstFrom(ref state, Math.Min(state.BestAsk + distance, SyntheticSymbol.Levels - 1));
            if (level >= SyntheticSymbol.Levels)
                level = LastTo(ref state, SyntheticSymbol.Levels - 1);
        }
        else
        {
            level = LastTo(ref state, Math.Max(state.BestBid - distance, 0));
            if (level < 0)
                level = FirstFrom(ref state, 0);
        }
        Level queue = LevelOf(symbol, level);
        return oldest ? queue.Head : queue.Tail;
    }

    /// <summary>Slot of one of the orders added last, if it still lives; otherwise −1.</summary>
    public int PickRecent(int symbol, uint choice)
    {
        ref SyntheticSymbol state = ref _symbols[symbol];
        uint known = Math.Min(state.RecentCount, SyntheticSymbol.RecentOrders);
        if (known == 0)
            return None;
        int slot = state.Recent[choice % known];
        // The slot may have been freed, or taken over by another symbol: only what it holds now counts.
        return _orders[slot].Reference != 0 && _orders[slot].Symbol == symbol ? slot : None;
    }

    public void Dispose()
    {
        _symbolMemory.Dispose();
        _levelMemory.Dispose();
        _orderMemory.Dispose();
    }

    private static int LastTo(ref SyntheticSymbol state, int level)
    {
        int word = level >> 6;
        ulong bits = state.Occupied[word] & (ulong.MaxValue >> (63 - (level & 63)));
        while (bits == 0)
        {
            if (--word < 0)
                return None;
            bits = state.Occupied[word];
        }
        return (word << 6) + 63 - BitOperations.LeadingZeroCount(bits);
    }

    private static int FirstFrom(ref SyntheticSymbol state, int level)
    {
        int word = level >> 6;
        ulong bits = state.Occupied[word] & (ulong.MaxValue << (level & 63));
        while (bits == 0)
        {
            if (++word >= Words)
                return SyntheticSymbol.Levels;
            bits = state.Occupied[word];
        }
        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Level LevelOf(int symbol, int level) => ref _levels[(long)symbol * SyntheticSymbol.Levels + level];

    private void Link(int slot, int level, bool isSell)
    {
        SyntheticOrder* order = _orders + slot;
        ref SyntheticSymbol state = ref _symbols[order->Symbol];
        ref Level queue = ref LevelOf(order->Symbol, level);
        order->Level = (short)level;
        order->IsSell = isSell;
        order->Next = None;
        ulong bit = 1UL << (level & 63);
        if ((state.Occupied[level >> 6] & bit) != 0)
        {
            order->Previous = queue.Tail;
            _orders[queue.Tail].Next = slot;
            queue.Tail = slot;
            return;
        }
        state.Occupied[level >> 6] |= bit;
        order->Previous = None;
        queue.Head = slot;
        queue.Tail = slot;
        if (isSell)
            state.BestAsk = Math.Min(state.BestAsk, level);
        else
            state.BestBid = Math.Max(state.BestBid, level);
    }

    private void Unlink(int slot)
    {
        SyntheticOrder* order = _orders + slot;
        int level = order->Level;
        ref Level queue = ref LevelOf(order->Symbol, level);
        if (order->Previous != None)
            _orders[order->Previous].Next = order->Next;
        else
            queue.Head = order->Next;
        if (order->Next != None)
            _orders[order->Next].Previous = order->Previous;
        else
            queue.Tail = order->Previous;
        if (queue.Head != None)
            return;
        ref SyntheticSymbol state = ref _symbols[order->Symbol];
        state.Occupied[level >> 6] &= ~(1UL << (level & 63));
        if (level == state.BestBid)
            state.BestBid = level == 0 ? None : LastTo(ref state, level - 1);
        else if (level == state.BestAsk)
            state.BestAsk = level + 1 == SyntheticSymbol.Levels ? level + 1 : FirstFrom(ref state, level + 1);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Level
    {
        public int Head;
        public int Tail;
    }
}
