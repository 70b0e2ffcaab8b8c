using System.Runtime.CompilerServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// Packets that wait for what is missing before them: copied into fixed places, ordered by their first number.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Entries ascend by First, then by Count; a free list holds exactly the places that no entry
/// uses. All memory is taken and touched at construction.</para>
/// <para><b>Cost.</b> Insertion at the end, the common case, is O(1) plus the copy; elsewhere it moves the entries
/// behind. Removal is at the front only.</para>
/// </summary>
[HotPath]
internal sealed unsafe class PacketBuffer : IDisposable
{
    private readonly NativeRegion _memory;
    private readonly Entry[] _entries;
    private readonly int[] _free;
    private readonly int _capacity;
    private readonly int _placeBytes;
    private int _head;
    private int _freeCount;

    public PacketBuffer(int capacity, int maxPacketBytes)
    {
        _capacity = capacity;
        _placeBytes = (maxPacketBytes + 63) & ~63;
        _memory = new NativeRegion((nuint)capacity * (nuint)_placeBytes);
        // Twice the room: the window of live entries moves to the right until it is moved back, at most once in
        // `capacity` removals.
        _entries = new Entry[2 * capacity];
        _free = new int[capacity];
        Clear();
    }

    /// <summary>Entries.</summary>
    public int Count { get; private set; }

    /// <summary>No further entry fits.</summary>
    public bool IsFull => Count == _capacity;

    /// <summary>The entry with the lowest number; only while there is one.</summary>
    public ref Entry Head => ref _entries[_head];

    /// <summary>The entry with the highest number; only while there is one.</summary>
    public ref Entry Last => ref _entries[_head + Count - 1];

    /// <summary>Bytes of an entry.</summary>
    public ReadOnlySpan<byte> Bytes(scoped in Entry entry) =>
        new(_memory.Pointer + ((long)entry.Place * _placeBytes), entry.Length);

    /// <summary>Adds a packet.</summary>
    /// <returns>
    /// False when an entry covers exactly the same numbers already, or a longer run of them; or when it is full.
    /// </returns>
    public bool TryAdd(ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers, byte line, long nowNs)
    {
        int at = Find(numbers.First, numbers.Count);
        if (IsFull || IsCovered(at, numbers))
            return false;
        if (_head + Count == _entries.Length)
        {
            Array.Copy(_entries, _head, _entries, 0, Count);
            at -= _head;
            _head = 0;
        }

        int end = _head + Count;
        // A hole was known to be before this packet since a higher one came.
        long seenNs = at < end ? Math.Min(nowNs, _entries[at].SeenNs) : nowNs;
        Array.Copy(_entries, at, _entries, at + 1, end - at);
        int place = _free[--_freeCount];
        packet.CopyTo(new Span<byte>(_memory.Pointer + ((long)place * _placeBytes), _placeBytes));
        _entries[at] = new Entry
        {
            First = numbers.First,
            Count = numbers.Count,
            Start = numbers.Start,
            Line = line,
            Length = packet.Length,
            Place = place,
            ReceivedNs = nowNs,
            SeenNs = seenNs,
        };
        Count++;
        return true;
    }

    /// <summary>Removes the head. Its bytes stay until the next <see cref="TryAdd"/>.</summary>
    public void RemoveHead()
    {
        _free[_freeCount++] = _entries[_head].Place;
        Count--;
        _head = Count == 0 ? 0 : _head + 1;
    }

    /// <summary>Removes the entry with the highest number.</summary>
    public void RemoveLast()
    {
        Count--;
        _free[_freeCount++] = _entries[_head + Count].Place;
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        Count = 0;
        _head = 0;
        _freeCount = _capacity;
        for (int i = 0; i < _capacity; i++)
            _free[i] = _capacity - 1 - i;
    }

    public void Dispose() => _memory.Dispose();

    // Index of the first entry that is not below (first, count).
    private int Find(ulong first, int count)
    {
        int low = _head, high = _head + Count;
        // Packets mostly come in order.
        if (Count > 0 && IsBelow(_entries[high - 1], first, count))
            return high;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (IsBelow(_entries[middle], first, count))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBelow(in Entry entry, ulong first, int count) =>
        entry.First < first || (entry.First == first && entry.Count < count);

    private bool IsCovered(int at, scoped in PacketNumbers numbers) =>
        at < _head + Count && _entries[at].First == numbers.First && _entries[at].Count >= numbers.Count;

    /// <summary>A packet in the buffer.</summary>
    internal struct Entry
    {
        public ulong First;
        public int Count;
        public int Start;
        public int Length;
        public int Place;
        public byte Line;
        public long ReceivedNs;

        /// <summary>Since when it is known that something is missing before this packet, if anything is.</summary>
        public long SeenNs;

        public readonly ulong End => First + (ulong)Count;
    }
}
