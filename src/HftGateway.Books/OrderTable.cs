using System.Numerics;
using System.Runtime.CompilerServices;
using HftGateway.Platform.Memory;

namespace HftGateway.Books;

/// <summary>
/// The live orders, in the table that finds them: an order lies at the place that the low bits of its reference name.
/// References of a feed are unique in a day and grow almost without gaps, so new orders are written one after the
/// other, an old one is found with one load, and the table needs room for the live orders only, however long the day.
/// An order whose home is taken goes to one of the three places beside it, or, when these are taken too, to one that a
/// hash of its reference finds.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> A node is free exactly if its shares are 0; it then has no level and no neighbours. An order
/// never moves. <see cref="OrderNode.Displaced"/> of a place counts the live orders whose home it is and which lie
/// elsewhere; once at 255 it stays there.</para>
/// <para><b>Limits.</b> At most half of the nodes are in use, so a free one is always found. References chosen by
/// someone who knows the hash could make the search long: slow, not wrong.</para>
/// <para><b>Cost.</b> One load where the order is at home; a cache line more where it is beside it.</para>
/// </summary>
internal unsafe struct OrderTable
{
    // Places of one home that lie together: two cache lines, which processors fetch as a pair.
    private const uint Neighbours = 4;
    private const uint LeastNodes = 64;

    // Node 0 is nobody; the first place is at 1, where a pair of cache lines begins.
    private readonly OrderNode* _nodes;
    private readonly uint _mask;

    // Nodes looked at, at most, by a search that began at the hash of a reference.
    private uint _longestSearch;

    public OrderTable(BookSetOptions options, List<NativeRegion> regions)
    {
        uint places = Math.Max(LeastNodes, BitOperations.RoundUpToPowerOf2((uint)options.MaxOrders) * 2);
        NativeRegion region = new(
            ((nuint)places + Neighbours) * (nuint)sizeof(OrderNode), options.HugePages, options.LockInMemory);
        regions.Add(region);
        _nodes = (OrderNode*)region.Pointer + Neighbours - 1;
        _mask = places - 1;
    }

    /// <summary>The nodes by handle; handle 0 is nobody.</summary>
    public readonly OrderNode* Nodes => _nodes;

    /// <summary>The largest handle.</summary>
    public readonly uint LastHandle => _mask + 1;

    /// <summary>The place that a reference names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OrderNode* HomeOf(ulong reference) => _nodes + 1 + ((uint)reference & _mask);

    /// <summary>A live order, or nobody.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OrderNode* Find(ulong reference)
    {
        OrderNode* home = HomeOf(reference);
        if (home->Reference == reference && home->Shares != 0)
            return home;
        return home->Displaced == 0 ? _nodes : FindDisplaced(reference);
    }

    /// <summary>Where an order probably lies; nobody if neither at home nor beside. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OrderNode* Guess(OrderNode* home, ulong reference)
    {
        // Places are numbered from 1: the other one of a pair.
        nuint beside = (nuint)home ^ (nuint)sizeof(OrderNode);
        // By masks: in a loop the compiler makes a jump of every condition, and one message in two would be foretold
        // wrongly.
        nuint found = (nuint)_nodes;
        found ^= (found ^ beside) & Mask(((OrderNode*)beside)->Reference == reference);
        found ^= (found ^ (nuint)home) & Mask(home->Reference == reference);
        return (OrderNode*)found;
    }

    // All ones if true.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Mask(bool condition) => 0 - (nuint)Unsafe.BitCast<bool, byte>(condition);

    /// <summary>The home of a reference if nothing is there or was displaced from it, else null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly OrderNode* FreeHomeOf(ulong reference)
    {
        OrderNode* home = HomeOf(reference);
        return (home->Shares | home->Displaced) == 0 ? home : null;
    }

    /// <summary>
    /// A free node for an order that <see cref="Find"/> does not know; it is in use as soon as it has shares.
    /// </summary>
    public OrderNode* Take(ulong reference)
    {
        OrderNode* home = HomeOf(reference);
        if (home->Shares == 0)
            return home;
        if (home->Displaced < byte.MaxValue)
            home->Displaced++;
        uint at = (uint)reference & _mask;
        for (uint i = 1; i < Neighbours; i++)
        {
            OrderNode* node = _nodes + 1 + (at ^ i);
            if (node->Shares == 0)
                return node;
        }

        at = Hash(reference);
        for (uint length = 1; ; length++, at++)
        {
            OrderNode* node = _nodes + 1 + (at & _mask);
            if (node->Shares != 0)
                continue;
            _longestSearch = Math.Max(_longestSearch, length);
            return node;
        }
    }

    /// <summary>Frees the node of a live order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Free(OrderNode* order)
    {
        OrderNode* home = HomeOf(order->Reference);
        if (home != order && home->Displaced < byte.MaxValue)
            home->Displaced--;
        order->Shares = 0;
        // What a look-ahead finds in it then is nobody, who is always in cache.
        order->Level = 0;
        order->Next = 0;
        order->Previous = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly OrderNode* FindDisplaced(ulong reference)
    {
        uint at = (uint)reference & _mask;
        for (uint i = 1; i < Neighbours; i++)
        {
            OrderNode* node = _nodes + 1 + (at ^ i);
            if (node->Reference == reference && node->Shares != 0)
                return node;
        }

        at = Hash(reference);
        for (uint i = 0; i < _longestSearch; i++)
        {
            OrderNode* node = _nodes + 1 + ((at + i) & _mask);
            if (node->Reference == reference && node->Shares != 0)
                return node;
        }

        return _nodes;
    }

    // A 64-bit finaliser (Stafford's variant 13): references in arithmetic progression do not cluster.
    private static uint Hash(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (uint)(x ^ (x >> 31));
    }
}
