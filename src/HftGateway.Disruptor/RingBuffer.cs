using System.Numerics;
using System.Runtime.CompilerServices;
using HftGateway.Platform.Memory;

namespace HftGateway.Disruptor;

/// <summary>
/// A ring of events in native memory, by which producers hand events to readers without copying, locking or
/// allocating. A producer claims the next sequence, writes the slot, and publishes; readers wait at barriers.
/// <para><b>Threading.</b> Claiming and publishing as the sequencer says; the rest by any thread. Gating sequences are
/// added before the first claim.</para>
/// <para><b>Invariants.</b> A claimed slot is not read by any gating reader until published, and not reused until all
/// of them have passed it. Slots keep their old content: a producer overwrites what it needs.</para>
/// <para><b>Limits.</b> The size is a power of two up to 2^30. Slots lie one after the other: make the event's size a
/// multiple of 64 (better 128) bytes when different threads write neighbouring events or sections of one.</para>
/// <para><b>Cost.</b> See the README. Nothing on the event path is an indirect call: event, sequencer and wait
/// strategy are struct type parameters.</para>
/// <para><b>Reference.</b> See <see cref="SingleProducerSequencer"/>.</para>
/// </summary>
/// <typeparam name="T">The event.</typeparam>
/// <typeparam name="TSequencer">
/// <see cref="SingleProducerSequencer"/> or <see cref="MultiProducerSequencer"/>.
/// </typeparam>
/// <typeparam name="TWait">How producers, and by default readers, wait.</typeparam>
public sealed unsafe class RingBuffer<T, TSequencer, TWait> : IDisposable
    where T : unmanaged
    where TSequencer : struct, ISequencer<TSequencer>
    where TWait : struct, IWaitStrategy
{
    /// <summary>Largest number of slots.</summary>
    public const int MaxSize = 1 << 30;

    private readonly T* _slots;
    private readonly long _mask;
    private readonly int _size;
    private readonly NativeRegion _memory;
    private readonly PublishSignal _signal = new();
    // Not readonly: calls on a readonly field of a type parameter would copy the struct each time.
    private TSequencer _sequencer;
    private TWait _wait;

    /// <summary>Makes a ring and touches its memory.</summary>
    /// <param name="size">Slots, a power of two from 1 to <see cref="MaxSize"/>.</param>
    /// <param name="wait">The wait strategy, for those that have settings.</param>
    /// <param name="hugePages">Ask for large pages.</param>
    /// <param name="lockInMemory">Ask for memory that is never paged out.</param>
    public RingBuffer(int size, TWait wait = default, bool hugePages = true, bool lockInMemory = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        if (!BitOperations.IsPow2(size))
            throw new ArgumentException($"a ring's size must be a power of two, not {size}", nameof(size));
        _size = size;
        _mask = size - 1;
        _memory = new NativeRegion((nuint)size * (nuint)sizeof(T), hugePages, lockInMemory);
        _slots = (T*)_memory.Pointer;
        _sequencer = TSequencer.Create(size);
        _wait = wait;
        _wait.Attach(_signal);
    }

    /// <summary>Number of slots.</summary>
    public int Size => _size;

    /// <summary>The memory, for the start-up report: large pages and locking as granted.</summary>
    public NativeRegion Memory => _memory;

    /// <summary>The slots, for those who keep the address.</summary>
    public RingSlots<T> Slots => new(_slots, _size);

    /// <summary>The producers' sequence: published up to here (single producer), or claimed (multi producer).</summary>
    public Sequence CursorSequence => _sequencer.Cursor;

    /// <summary>Value of <see cref="CursorSequence"/>.</summary>
    public long Cursor => _sequencer.Cursor.Value;

    /// <summary>Claimed up to here.</summary>
    public long Claimed => _sequencer.Claimed;

    /// <summary>Slots that could be claimed now; an estimate while others are at work.</summary>
    public long RemainingCapacity => _sequencer.RemainingCapacity;

    /// <summary>
    /// The slot of a sequence. For its owner: the producer between claim and publish, a reader after its barrier.
    /// </summary>
    [HotPath]
    public ref T this[long sequence]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _slots[sequence & _mask];
    }

    /// <summary>Claims one slot, waiting for space.</summary>
    /// <returns>Its sequence, or -1 when the ring was closed and there is no space.</returns>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next() => _sequencer.Next(1, ref _wait);

    /// <summary>Claims slots in a row, waiting for space.</summary>
    /// <param name="count">1 to <see cref="Size"/>.</param>
    /// <returns>The last sequence (the first is that minus <paramref name="count"/> plus 1), or -1 as above.</returns>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(int count)
    {
        if ((uint)(count - 1) >= (uint)_size)
            ThrowHelper.ThrowClaimCount(count, _size);
        return _sequencer.Next(count, ref _wait);
    }

    /// <summary>Claims one slot if there is space now.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(out long sequence) => _sequencer.TryNext(1, out sequence);

    /// <summary>Claims slots in a row if there is space now.</summary>
    /// <param name="count">1 to <see cref="Size"/>.</param>
    /// <param name="last">The last sequence claimed.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(int count, out long last)
    {
        if ((uint)(count - 1) >= (uint)_size)
            ThrowHelper.ThrowClaimCount(count, _size);
        return _sequencer.TryNext(count, out last);
    }

    /// <summary>Makes one claimed slot visible to readers.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long sequence) => Publish(sequence, sequence);

    /// <summary>Makes claimed slots visible to readers, at once for a single producer.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long first, long last)
    {
        _sequencer.Publish(first, last);
        if (TWait.SignalsOnPublish)
            _wait.Signal();
    }

    /// <summary>Claims one slot if there is space now, copies the event into it and publishes.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPublish(in T item)
    {
        if (!TryNext(out long sequence))
            return false;
        this[sequence] = item;
        Publish(sequence);
        return true;
    }

    /// <summary>
    /// Wakes blocked waiters. Needed only by those who advance a <see cref="Sequence"/> of their own on a ring that
    /// blocks.
    /// </summary>
    public void Signal() => _wait.Signal();

    /// <summary>Makes producers wait for readers. Before the first claim.</summary>
    /// <exception cref="InvalidOperationException">Something was claimed already.</exception>
    public void AddGating(params ReadOnlySpan<Sequence> sequences)
    {
        foreach (Sequence sequence in sequences)
            _sequencer.AddGating(sequence);
    }

    /// <summary>Releases producers from waiting for a reader, at any time; false when it did not gate.</summary>
    public bool RemoveGating(Sequence sequence)
    {
        bool removed = _sequencer.RemoveGating(sequence);
        _wait.Signal();
        return removed;
    }

    /// <summary>Releases producers that wait for space: from now on a claim that would wait fails.</summary>
    public void Close()
    {
        _sequencer.Close();
        _wait.Signal();
    }

    /// <summary>A barrier for a reader that waits like the ring.</summary>
    /// <param name="after">The readers to stay behind; none means the producer.</param>
    public SequenceBarrier<TSequencer, TWait> NewBarrier(params ReadOnlySpan<Sequence> after) =>
        new(_sequencer, _wait, after);

    /// <summary>A barrier for a reader with a wait strategy of its own.</summary>
    /// <exception cref="ArgumentException">
    /// One strategy blocks and the other does not: one would never wake the other.
    /// </exception>
    public SequenceBarrier<TSequencer, TOwnWait> NewBarrier<TOwnWait>(
        TOwnWait wait, params ReadOnlySpan<Sequence> after)
        where TOwnWait : struct, IWaitStrategy
    {
        if (TOwnWait.SignalsOnPublish != TWait.SignalsOnPublish)
            throw new ArgumentException("a ring's wait strategies must either all block or none", nameof(wait));
        wait.Attach(_signal);
        return new SequenceBarrier<TSequencer, TOwnWait>(_sequencer, wait, after);
    }

    /// <summary>A processor that waits like the ring and halts when its handler throws.</summary>
    public BatchEventProcessor<T, THandler, TSequencer, TWait, HaltOnFault> NewProcessor<THandler>(
        THandler handler, params ReadOnlySpan<Sequence> after)
        where THandler : struct, IEventHandler<T> =>
        new(Slots, NewBarrier(after), handler, default);

    /// <summary>A processor that waits like the ring, with options and a fault policy.</summary>
    public BatchEventProcessor<T, THandler, TSequencer, TWait, TFaults> NewProcessor<THandler, TFaults>(
        THandler handler, ProcessorOptions options, TFaults faults, params ReadOnlySpan<Sequence> after)
        where THandler : struct, IEventHandler<T>
        where TFaults : struct, IFaultPolicy =>
        new(Slots, NewBarrier(after), handler, options, faults);

    /// <summary>
    /// A reader that producers do not wait for. May be made and dropped at any time; begins with the next event to be
    /// published.
    /// </summary>
    /// <param name="after">Readers to stay behind, so that what they wrote into the slot is complete; none means the
    /// producer.</param>
    public Follower<T, TSequencer> NewFollower(params ReadOnlySpan<Sequence> after) =>
        new(Slots, _size, _sequencer, _memory, after);

    /// <summary>
    /// Returns the memory. Only after all producers and readers have stopped: their slots are gone.
    /// </summary>
    public void Dispose() => _memory.Dispose();
}
