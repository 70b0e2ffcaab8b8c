using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Platform.Memory;

namespace HftGateway.Books;

/// <summary>
/// The live orders, in the table that finds them: the low bits of an order's reference name the bucket in which it
/// lies. References of a feed are unique in a day and grow almost without gaps, so new orders go to one bucket after
/// the other, two to each in a round, an old one is found with one load, and the table needs room for the live orders
/// only, however long the day. An order whose home is full goes to the bucket beside it, or, when that is full too, to one that a hash of its
/// reference finds.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> An order never moves. A byte for each bucket counts the live orders whose home it is and
/// which lie elsewhere; once at 255 it stays there.</para>
/// <para><b>Limits.</b> At most half of the places are in use, so a free one is always found. References chosen by
/// someone who knows the hash could make the search long: slow, not wrong.</para>
/// <para><b>Cost.</b> One load and one comparison where the order is at home: with a third of the places in use 19 of
/// 20.</para>
/// </summary>
internal unsafe struct OrderTable
{
    private const uint LeastPlaces = 64;
    private const uint Places = OrderBucket.Places;

    // Bucket 0 is nobody's.
    private readonly OrderBucket* _buckets;
    private readonly OrderLinks* _links;
    private readonly byte* _displaced;
    private readonly uint _mask;

    // Buckets looked at, at most, by a search that began at the hash of a reference.
    private uint _longestSearch;

    public OrderTable(BookSetOptions options, List<NativeRegion> regions)
    {
        uint places = Math.Max(LeastPlaces, BitOperations.RoundUpToPowerOf2((uint)options.MaxOrders) * 2);
        uint buckets = places / Places;
        _mask = buckets - 1;
        _buckets = (OrderBucket*)Take(options, regions, (buckets + 1) * (nuint)sizeof(OrderBucket));
        _displaced = Take(options, regions, buckets + 1);
        // Without queues only nobody's are touched.
        _links = (OrderLinks*)Take(
            options, regions, (options.Queues ? (places + Places) : Places) * (nuint)sizeof(OrderLinks));
        for (uint bucket = 1; bucket <= buckets; bucket++)
        {
            for (uint slot = 0; slot < Places; slot++)
                _buckets[bucket].Reference[slot] = Foreign(bucket);
        }
    }

    /// <summary>Neighbours by handle; handle 0 is nobody.</summary>
    public readonly OrderLinks* Links => _links;

    /// <summary>The buckets; an order's handle is four times its bucket's number plus its place.</summary>
    public readonly OrderBucket* Buckets => _buckets;

    /// <summary>The smallest handle of an order.</summary>
    public static uint FirstHandle => Places;

    /// <summary>The largest handle.</summary>
    public readonly uint LastHandle => ((_mask + 2) * Places) - 1;

    /// <summary>The number of the bucket that a reference names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint HomeOf(ulong reference) => ((uint)(reference >> 1) & _mask) + 1;

    /// <summary>An order's reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref ulong Reference(uint handle) => ref _buckets[handle / Places].Reference[handle % Places];

    /// <summary>An order's shares; nobody has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref int Shares(uint handle) => ref _buckets[handle / Places].Shares[handle % Places];

    /// <summary>An order's level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Level(uint handle) => LevelAndSide(handle) >> 1;

    /// <summary>An order's side: 0 bid, 1 ask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Side(uint handle) => LevelAndSide(handle) & 1;

    /// <summary>Fills in a place that was taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Set(uint handle, ulong reference, int shares, uint level, uint side)
    {
        // The bucket once: behind a store the compiler would read the field again.
        OrderBucket* bucket = _buckets + (handle / Places);
        uint slot = handle % Places;
        bucket->Reference[slot] = reference;
        bucket->Shares[slot] = shares;
        bucket->LevelAndSide[slot] = (level << 1) | side;
    }

    /// <summary>
    /// Handle of a live order, or nobody. For tables with few orders: there an order lies where its reference says, and
    /// the processor foretells so and goes on before the bucket is there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Find(ulong reference)
    {
        uint wish = WishOf(reference);
        return Reference(wish) == reference ? wish : FindAnywhere(reference);
    }

    /// <summary>Handle of a live order, or nobody. For tables with many orders: no branch that is hard to foretell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint FindAnywhere(ulong reference)
    {
        uint home = HomeOf(reference);
        uint matches = Matches(home, reference);
        if (matches != 0)
            return (home * Places) + (uint)BitOperations.TrailingZeroCount(matches);
        return _displaced[home] == 0 ? 0 : FindDisplaced(reference);
    }

    /// <summary>Handle of an order that is at home, or nobody. No branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Guess(uint home, ulong reference)
    {
        uint matches = Matches(home, reference);
        // By a mask: in a loop the compiler makes a jump of every condition, and one message in two would be foretold
        // wrongly.
        uint none = (uint)((int)(matches - 1) >> 31);
        return ((home * Places) + (uint)BitOperations.TrailingZeroCount(matches)) & ~none;
    }

    /// <summary>
    /// A free place for an order, or nobody if it is live already. The place is in use as soon as it has shares.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint TakeNew(ulong reference)
    {
        uint home = HomeOf(reference);
        uint wish = WishOf(reference);
        return Shares(wish) == 0 && (Matches(home, reference) | _displaced[home]) == 0
            ? wish
            : TakeNewSlowly(reference);
    }

    /// <summary>The same for tables with many orders, as with <see cref="FindAnywhere"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint TakeNewAnywhere(ulong reference)
    {
        uint home = HomeOf(reference);
        uint free = FreePlaces(home);
        return free != 0 && (Matches(home, reference) | _displaced[home]) == 0
            ? (home * Places) + (uint)BitOperations.TrailingZeroCount(free)
            : TakeNewSlowly(reference);
    }

    /// <summary>
    /// A free place for an order that <see cref="Find"/> does not know; it is in use as soon as it has shares.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Take(ulong reference)
    {
        uint wish = WishOf(reference);
        return Shares(wish) == 0 ? wish : TakeElsewhere(reference);
    }

    /// <summary>Frees the place of a live order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Free(uint handle)
    {
        uint number = handle / Places;
        uint slot = handle % Places;
        OrderBucket* bucket = _buckets + number;
        uint home = HomeOf(bucket->Reference[slot]);
        if (home != number && _displaced[home] < byte.MaxValue)
            _displaced[home]--;
        bucket->Reference[slot] = Foreign(number);
        bucket->Shares[slot] = 0;
        // What a look-ahead finds in it then is nobody, who is always in cache.
        bucket->LevelAndSide[slot] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref uint LevelAndSide(uint handle) =>
        ref _buckets[handle / Places].LevelAndSide[handle % Places];

    // The place in its home where an order would lie best.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint WishOf(ulong reference) => (HomeOf(reference) * Places) + ((uint)reference & (Places - 1));

    // A reference whose home is neither this bucket nor the one beside it.
    private static ulong Foreign(uint bucket) => ~((ulong)(bucket - 1) << 1);

    // The bucket beside another, its partner in a pair of cache lines.
    private static uint Beside(uint bucket) => ((bucket - 1) ^ 1) + 1;

    // A bit for each place of a bucket that has the reference. At home and beside it free places have another one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint Matches(uint bucket, ulong reference) =>
        Vector256.Equals(Vector256.Load(_buckets[bucket].Reference), Vector256.Create(reference))
            .ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint FreePlaces(uint bucket) =>
        Vector128.Equals(Vector128.Load(_buckets[bucket].Shares), Vector128<int>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint TakeNewSlowly(ulong reference) => Find(reference) == 0 ? Take(reference) : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint TakeElsewhere(ulong reference)
    {
        uint home = HomeOf(reference);
        uint free = FreePlaces(home);
        if (free != 0)
            return (home * Places) + (uint)BitOperations.TrailingZeroCount(free);
        if (_displaced[home] < byte.MaxValue)
            _displaced[home]++;
        uint bucket = Beside(home);
        free = FreePlaces(bucket);
        uint at = Hash(reference);
        for (uint length = 1; free == 0; length++, at++)
        {
            bucket = (at & _mask) + 1;
            free = FreePlaces(bucket);
            _longestSearch = Math.Max(_longestSearch, length);
        }

        return (bucket * Places) + (uint)BitOperations.TrailingZeroCount(free);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly uint FindDisplaced(ulong reference)
    {
        uint bucket = Beside(HomeOf(reference));
        uint matches = Matches(bucket, reference);
        uint at = Hash(reference);
        for (uint i = 0; matches == 0 && i < _longestSearch; i++)
        {
            bucket = ((at + i) & _mask) + 1;
            matches = Matches(bucket, reference) & ~FreePlaces(bucket);
        }

        return matches == 0 ? 0 : (bucket * Places) + (uint)BitOperations.TrailingZeroCount(matches);
    }

    // A 64-bit finaliser (Stafford's variant 13): references in arithmetic progression do not cluster.
    private static uint Hash(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (uint)(x ^ (x >> 31));
    }

    private static byte* Take(BookSetOptions options, List<NativeRegion> regions, nuint bytes)
    {
        NativeRegion region = new(bytes, options.HugePages, options.LockInMemory);
        regions.Add(region);
        return region.Pointer;
    }
}
