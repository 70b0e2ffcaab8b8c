using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using HftGateway.Platform.Memory;

namespace HftGateway.Books;

/// <summary>
/// From an order reference to its handle. References of a feed are unique in a day and nearly dense, so the index is a
/// directory of pages with one cell per reference: no hash, no probe, neighbours in one cache line. A page whose last
/// order dies goes back to the pool, so a day of any length fits. What the pages cannot take (a reference beyond the
/// paged range, no page left) goes to a hash table with linear probing.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Page 0 is all zeros and stands for every absent page. A page in the pool is all zeros. The
/// hash table is at most half full, so every probe ends.</para>
/// <para><b>Limits.</b> Handles are not 0. The caller adds no more than <see cref="BookSetOptions.MaxOrders"/>
/// orders.</para>
/// <para><b>Cost.</b> Two dependent loads, the first from a directory that stays in cache.</para>
/// </summary>
internal unsafe struct OrderIndex
{
    private const int PageShift = 10;
    private const uint PageMask = (1u << PageShift) - 1;

    private readonly uint* _directory;
    private readonly uint* _cells;
    private readonly ulong _range;
    private readonly int* _liveOfPage;
    private readonly uint* _freePages;
    private int _freePageCount;
    private int _hashedCount;
    private readonly HashedOrder* _hashed;
    private readonly uint _hashMask;
    private readonly OrderNode* _orders;

    public OrderIndex(BookSetOptions options, OrderNode* orders, List<NativeRegion> regions)
    {
        _range = (ulong)options.PagedReferences;
        _orders = orders;
        int pages = options.IndexPages;
        nuint directoryEntries = (nuint)((_range + PageMask) >> PageShift) + 1;
        _directory = (uint*)Take(directoryEntries * sizeof(uint));
        _cells = (uint*)Take((((nuint)pages + 1) << PageShift) * sizeof(uint));
        _liveOfPage = (int*)Take(((nuint)pages + 1) * sizeof(int));
        _freePages = (uint*)Take((nuint)pages * sizeof(uint));
        // Lowest page on top: pages are handed out in address order.
        for (int i = 0; i < pages; i++)
            _freePages[i] = (uint)(pages - i);
        _freePageCount = pages;
        uint slots = Math.Max(16, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)options.MaxOrders * 2));
        _hashMask = slots - 1;
        _hashed = (HashedOrder*)Take((nuint)slots * (nuint)sizeof(HashedOrder));

        byte* Take(nuint bytes)
        {
            NativeRegion region = new(bytes, options.HugePages, options.LockInMemory);
            regions.Add(region);
            return region.Pointer;
        }
    }

    /// <summary>Pages not in use.</summary>
    public readonly int FreePages => _freePageCount;

    /// <summary>Orders in the hash table.</summary>
    public readonly int HashedOrders => _hashedCount;

    /// <summary>
    /// Handle of a live order, or 0. <paramref name="cell"/> is where it stands, null if in the hash table.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Find(ulong reference, out uint* cell)
    {
        if (reference < _range)
        {
            nuint page = _directory[(nuint)(reference >> PageShift)];
            cell = _cells + ((page << PageShift) | ((nuint)reference & PageMask));
            uint handle = *cell;
            if (handle != 0)
                return handle;
        }
        cell = null;
        return _hashedCount == 0 ? 0 : FindHashed(reference);
    }

    /// <summary>Records an order that <see cref="Find"/> does not know.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong reference, uint handle)
    {
        if (reference < _range)
        {
            nuint page = _directory[(nuint)(reference >> PageShift)];
            if (page == 0)
                page = TakePage(reference);
            if (page != 0)
            {
                _cells[(page << PageShift) | ((nuint)reference & PageMask)] = handle;
                _liveOfPage[page]++;
                return;
            }
        }
        AddHashed(reference, handle);
    }

    /// <summary>Forgets an order; <paramref name="cell"/> as <see cref="Find"/> gave it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(ulong reference, uint* cell)
    {
        if (cell == null)
        {
            RemoveHashed(reference);
            return;
        }
        *cell = 0;
        nuint page = (nuint)(cell - _cells) >> PageShift;
        if (--_liveOfPage[page] == 0)
            FreePage(reference, (uint)page);
    }

    /// <summary>
    /// Where the reference's handle would stand in the pages; a cell that is always 0 if it has no place there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint* CellOf(ulong reference)
    {
        // The directory has one entry more, which stays absent.
        nuint page = _directory[(nuint)(Math.Min(reference, (_range + PageMask) & ~(ulong)PageMask) >> PageShift)];
        return _cells + ((page << PageShift) | ((nuint)reference & PageMask));
    }

    /// <summary>
    /// Records an order in its cell if that is of a page in use, holds nothing, and no order is in the hash table.
    /// </summary>
    /// <param name="cell">As <see cref="CellOf"/> gave it.</param>
    /// <param name="handle">The order.</param>
    /// <returns>False when <see cref="Find"/> and <see cref="Add"/> have to be asked.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryAddAt(uint* cell, uint handle)
    {
        nuint page = (nuint)(cell - _cells) >> PageShift;
        if (page == 0 || *cell != 0 || _hashedCount != 0)
            return false;
        *cell = handle;
        _liveOfPage[page]++;
        return true;
    }

    /// <summary>Fetches the cell of a reference into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Prefetch(ulong reference)
    {
        if (Sse.IsSupported && reference < _range)
        {
            nuint page = _directory[(nuint)(reference >> PageShift)];
            Sse.Prefetch0(_cells + ((page << PageShift) | ((nuint)reference & PageMask)));
        }
    }

    /// <summary>Every reference with its handle: pages in the order of their references, then the hash table.</summary>
    public readonly List<(ulong Reference, uint Handle)> Entries()
    {
        List<(ulong, uint)> entries = [];
        for (ulong page = 0; page <= (_range + PageMask) >> PageShift; page++)
        {
            nuint physical = _directory[page];
            for (uint i = 0; physical != 0 && i <= PageMask; i++)
            {
                uint handle = _cells[(physical << PageShift) | i];
                if (handle != 0)
                    entries.Add(((page << PageShift) | i, handle));
            }
        }

        for (uint slot = 0; slot <= _hashMask; slot++)
        {
            uint handle = _hashed[slot].Handle;
            if (handle != 0)
                entries.Add((_orders[handle].Reference, handle));
        }

        return entries;
    }

    private uint TakePage(ulong reference)
    {
        if (_freePageCount == 0)
            return 0;
        uint page = _freePages[--_freePageCount];
        _directory[(nuint)(reference >> PageShift)] = page;
        return page;
    }

    private void FreePage(ulong reference, uint page)
    {
        _directory[(nuint)(reference >> PageShift)] = 0;
        _freePages[_freePageCount++] = page;
    }

    // A 64-bit finaliser (Stafford's variant 13): hostile references in arithmetic progression do not cluster.
    private static uint Hash(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (uint)(x ^ (x >> 31));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly uint FindHashed(ulong reference)
    {
        uint slot = SlotOf(reference);
        return _hashed[slot].Handle;
    }

    /// <summary>The slot of the reference, or the empty one where it would go.</summary>
    private readonly uint SlotOf(ulong reference)
    {
        uint hash = Hash(reference);
        uint slot = hash & _hashMask;
        while (_hashed[slot].Handle != 0)
        {
            if (_hashed[slot].Hash == hash && _orders[_hashed[slot].Handle].Reference == reference)
                break;
            slot = (slot + 1) & _hashMask;
        }
        return slot;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddHashed(ulong reference, uint handle)
    {
        HashedOrder* entry = _hashed + SlotOf(reference);
        entry->Hash = Hash(reference);
        entry->Handle = handle;
        _hashedCount++;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RemoveHashed(ulong reference)
    {
        uint hole = SlotOf(reference);
        _hashedCount--;
        // Backward shift instead of tombstones: the table never degrades. An entry may move into the hole unless its
        // home lies cyclically after the hole.
        for (uint slot = (hole + 1) & _hashMask; _hashed[slot].Handle != 0; slot = (slot + 1) & _hashMask)
        {
            uint home = _hashed[slot].Hash & _hashMask;
            if (((slot - home) & _hashMask) < ((slot - hole) & _hashMask))
                continue;
            _hashed[hole] = _hashed[slot];
            hole = slot;
        }
        _hashed[hole] = default;
    }

    private struct HashedOrder
    {
        public uint Hash;
        public uint Handle;
    }
}
