using System.Numerics;
using System.Runtime.CompilerServices;
using HftGateway.Platform.Memory;

namespace HftGateway.Disruptor;

/// <summary>
/// Sequencer for any number of producing threads. They claim by compare-and-swap on the cursor and mark each slot
/// published in a table of laps; a reader goes as far as the laps are those of its own trip round the ring.
/// <para><b>Threading.</b> All members by any thread; a claimed range is published by the thread that claimed
/// it.</para>
/// <para><b>Invariants.</b> The cursor is the highest claim, never more than size ahead of the slowest gating sequence.
/// Readers see events in order of sequence, whatever the order of publishing: a producer that is preempted between
/// claim and publish holds up all readers.</para>
/// <para><b>Limits.</b> Laps are 32-bit: with the smallest sensible ring of 1,024 slots, 2^41 events.</para>
/// <para><b>Cost.</b> A compare-and-swap per claim, one store per published event.</para>
/// <para><b>Reference.</b> LMAX Disruptor 3.0, MultiProducerSequencer (the published algorithm).</para>
/// </summary>
public readonly unsafe struct MultiProducerSequencer : ISequencer<MultiProducerSequencer>
{
    private readonly Sequence _cursor;
    private readonly Sequence _cachedGating;
    private readonly GatingSequences _gating;
    private readonly NativeRegion _lapMemory;
    private readonly long* _claimed;
    private readonly int* _laps;
    private readonly long _size;
    private readonly int _shift;

    private MultiProducerSequencer(int size)
    {
        _size = size;
        _shift = BitOperations.Log2((uint)size);
        _cursor = new Sequence();
        _cachedGating = new Sequence();
        _gating = new GatingSequences();
        _claimed = _cursor.Pointer;
        _lapMemory = new NativeRegion((nuint)size * sizeof(int));
        _laps = (int*)_lapMemory.Pointer;
        new Span<int>(_laps, size).Fill(-1);
    }

    /// <inheritdoc/>
    public static bool CursorCoversUnpublished => true;

    /// <inheritdoc/>
    public long Claimed => _cursor.Value;

    /// <inheritdoc/>
    public Sequence Cursor => _cursor;

    /// <inheritdoc/>
    public long RemainingCapacity
    {
        get
        {
            long claimed = Claimed;
            return _size - (claimed - Math.Min(claimed, _gating.Minimum(claimed)));
        }
    }

    /// <inheritdoc/>
    public static MultiProducerSequencer Create(int size) => new(size);

    /// <inheritdoc/>
    [HotPath]
    public long Next<TWait>(int count, ref TWait wait)
        where TWait : struct, IWaitStrategy
    {
        WaitState state = default;
        long last;
        while (!TryClaim(count, out last, out bool full))
        {
            if (!full)
                continue;
            if (_gating.IsClosed)
            {
                last = Sequence.Initial;
                break;
            }
            wait.Idle(ref state);
        }
        wait.Finish(ref state);
        return last;
    }

    /// <inheritdoc/>
    [HotPath]
    public bool TryNext(int count, out long last)
    {
        bool full;
        while (!TryClaim(count, out last, out full) && !full)
        {
        }
        return !full;
    }

    /// <inheritdoc/>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long first, long last)
    {
        for (long sequence = first; sequence <= last; sequence++)
            Volatile.Write(ref _laps[sequence & (_size - 1)], (int)(sequence >> _shift));
    }

    /// <inheritdoc/>
    [HotPath]
    public long HighestPublished(long first, long limit)
    {
        long sequence = first;
        // The acquiring load of the lap, not that of the cursor, makes the slot's content visible: the cursor is moved
        // before the slot is written.
        while (sequence <= limit && Volatile.Read(ref _laps[sequence & (_size - 1)]) == (int)(sequence >> _shift))
            sequence++;
        return sequence - 1;
    }

    /// <inheritdoc/>
    public void AddGating(Sequence sequence)
    {
        if (Claimed != Sequence.Initial)
            ThrowHelper.ThrowGatingTooLate();
        _gating.Add(sequence);
    }

    /// <inheritdoc/>
    public bool RemoveGating(Sequence sequence) => _gating.Remove(sequence);

    /// <inheritdoc/>
    public void Close() => _gating.Close();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryClaim(int count, out long last, out bool full)
    {
        long current = Volatile.Read(ref *_claimed);
        last = current + count;
        full = false;
        if (last - _size > _cachedGating.Value)
        {
            long minimum = _gating.Minimum(current);
            // Released here, acquired by the other producers above: they too are ordered after the reads of the
            // readers. Two producers may store in the wrong order; a smaller value only means looking again.
            _cachedGating.Set(minimum);
            full = last - _size > minimum || _gating.IsClosed;
            if (full)
                return false;
        }
        // A full fence: the claim is visible before any byte of the event, as a follower requires.
        return Interlocked.CompareExchange(ref *_claimed, last, current) == current;
    }
}
