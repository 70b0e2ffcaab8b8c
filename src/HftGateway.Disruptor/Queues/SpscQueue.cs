using System.Numerics;
using System.Runtime.CompilerServices;
using HftGateway.Platform.Memory;

namespace HftGateway.Disruptor;

/// <summary>
/// Bounded queue from one producing thread to one consuming thread, for events that leave or enter beside the ring.
/// <para><b>Threading.</b> One thread enqueues, one dequeues; <see cref="Count"/> by any.</para>
/// <para><b>Invariants.</b> Items come out in order, each once. Each side's position lies in 128 bytes of its own, and
/// each side keeps a copy of the other's, so that it reads the other's cache line only when the copy says full or
/// empty.</para>
/// <para><b>Limits.</b> The capacity is a power of two up to 2^30.</para>
/// <para><b>Cost.</b> See <c>QueueBenchmarks</c>.</para>
/// <para><b>Reference.</b> Lamport 1977 (the queue), Lee, Bu, Chandranmenon 2010 "MCRingBuffer" (the cached
/// positions).</para>
/// </summary>
/// <typeparam name="T">The item.</typeparam>
public sealed unsafe class SpscQueue<T> : IDisposable
    where T : unmanaged
{
    private readonly T* _items;
    private readonly long _mask;
    // Producer's block: items enqueued so far; second line: the producer's copy of the consumer's position.
    private readonly long* _tail;
    private readonly long* _headCopy;
    // Consumer's block: items dequeued so far; second line: the consumer's copy of the producer's position.
    private readonly long* _head;
    private readonly long* _tailCopy;
    private readonly Sequence _tailStorage = new(0);
    private readonly Sequence _headStorage = new(0);
    private readonly NativeRegion _memory;

    /// <summary>Makes a queue and touches its memory.</summary>
    /// <param name="capacity">Items it holds, a power of two from 1 to 2^30.</param>
    public SpscQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        if (!BitOperations.IsPow2(capacity))
            throw new ArgumentException($"the capacity must be a power of two, not {capacity}", nameof(capacity));
        Capacity = capacity;
        _mask = capacity - 1;
        _memory = new NativeRegion((nuint)capacity * (nuint)sizeof(T));
        _items = (T*)_memory.Pointer;
        _tail = _tailStorage.Pointer;
        _headCopy = _tailStorage.SecondLine;
        _head = _headStorage.Pointer;
        _tailCopy = _headStorage.SecondLine;
    }

    /// <summary>Items it holds at most.</summary>
    public int Capacity { get; }

    /// <summary>
    /// Items in it now; exact on either side's thread as a lower (consumer) or upper (producer) bound.
    /// </summary>
    public int Count
    {
        get
        {
            // Head first: it can only grow towards the tail read after it, so the difference is never negative.
            long head = Volatile.Read(ref *_head);
            return (int)Math.Min(Volatile.Read(ref *_tail) - head, Capacity);
        }
    }

    /// <summary>Puts an item in; false when the queue is full. Producer only.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnqueue(in T item)
    {
        long tail = *_tail;
        if (tail - *_headCopy > _mask && !HasSpace(tail))
            return false;
        _items[tail & _mask] = item;
        Volatile.Write(ref *_tail, tail + 1);
        return true;
    }

    /// <summary>Takes the oldest item out; false when the queue is empty. Consumer only.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryDequeue(out T item)
    {
        long head = *_head;
        if (head >= *_tailCopy && !HasItem(head))
        {
            item = default;
            return false;
        }
        item = _items[head & _mask];
        // Release: the copy above is complete before the producer may reuse the place.
        Volatile.Write(ref *_head, head + 1);
        return true;
    }

    /// <summary>Copies the oldest item without taking it out; false when the queue is empty. Consumer only.</summary>
    [HotPath]
    public bool TryPeek(out T item)
    {
        long head = *_head;
        if (head >= *_tailCopy && !HasItem(head))
        {
            item = default;
            return false;
        }
        item = _items[head & _mask];
        return true;
    }

    /// <summary>Takes out as many items as there are and fit; the number taken. Consumer only.</summary>
    [HotPath]
    public int Dequeue(Span<T> destination)
    {
        long head = *_head;
        *_tailCopy = Volatile.Read(ref *_tail);
        int count = (int)Math.Min(*_tailCopy - head, destination.Length);
        for (int i = 0; i < count; i++)
            destination[i] = _items[(head + i) & _mask];
        if (count > 0)
            Volatile.Write(ref *_head, head + count);
        return count;
    }

    /// <summary>Returns the memory. Only after both sides have stopped.</summary>
    public void Dispose() => _memory.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasSpace(long tail)
    {
        *_headCopy = Volatile.Read(ref *_head);
        return tail - *_headCopy <= _mask;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasItem(long head)
    {
        *_tailCopy = Volatile.Read(ref *_tail);
        return head < *_tailCopy;
    }
}
