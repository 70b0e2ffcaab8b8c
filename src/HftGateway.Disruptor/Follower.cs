using HftGateway.Platform.Memory;

namespace HftGateway.Disruptor;

/// <summary>
/// A reader that never holds up producers: it copies events out of the ring and knows when it came too late. For
/// telemetry and monitoring.
/// <para><b>Threading.</b> One thread reads. May be made and dropped at any time; the ring does not know it.</para>
/// <para><b>Invariants.</b> A returned event is complete and was published; every event is either returned, in order,
/// or counted in <see cref="Lost"/>. Why: a producer stores its claim of sequence s + size before any byte of that
/// event, with a store-store fence between. The follower copies slot s, fences loads against loads, then reads the
/// claim. Had the copy seen a byte of the later event, the claim read afterwards would be at least s + size, and the
/// copy is thrown away. That the copy is not older than event s follows from the acquiring load of the cursor before
/// it. (A sequence lock whose version is the claim.)</para>
/// <para><b>Limits.</b> After a lap it goes on half a ring behind the producer, to have time before the next lap. Its
/// reads of the claim cost the producer a cache miss now and then: read in batches.</para>
/// <para><b>Cost.</b> A copy of each event; not for the decision path.</para>
/// </summary>
/// <typeparam name="T">The event.</typeparam>
/// <typeparam name="TSequencer">The ring's sequencer.</typeparam>
public sealed class Follower<T, TSequencer>
    where T : unmanaged
    where TSequencer : struct, ISequencer<TSequencer>
{
    /// <summary>Tries before a read gives up against a producer that laps it each time.</summary>
    private const int MaxAttempts = 8;

    private readonly RingSlots<T> _slots;
    private readonly long _size;
    private readonly Sequence[] _dependencies;
    // Keeps the slots mapped as long as someone may read them.
    private readonly NativeRegion _memory;
    private TSequencer _sequencer;
    private long _next;

    internal Follower(
        RingSlots<T> slots, int size, TSequencer sequencer, NativeRegion memory, ReadOnlySpan<Sequence> dependencies)
    {
        _slots = slots;
        _size = size;
        _sequencer = sequencer;
        _memory = memory;
        _dependencies = dependencies.ToArray();
        _next = sequencer.Cursor.Value + 1;
    }

    /// <summary>The next sequence to be read.</summary>
    public long Next => _next;

    /// <summary>Events that were overwritten before they could be read.</summary>
    public long Lost { get; private set; }

    /// <summary>Copies the next event, if there is one.</summary>
    /// <param name="item">The event.</param>
    /// <param name="sequence">Its sequence; greater than the last one plus 1 when events were lost.</param>
    public bool TryRead(out T item, out long sequence)
    {
        item = default;
        return Read(new Span<T>(ref item), out sequence) == 1;
    }

    /// <summary>Copies the next events, as many as there are and fit.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="first">Sequence of the first one copied; the others follow without gaps.</param>
    /// <returns>How many were copied; 0 = none available.</returns>
    public int Read(Span<T> destination, out long first)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            SkipIfLapped();
            int count = (int)Math.Min(Available() - _next + 1, destination.Length);
            if (count <= 0)
                break;
            for (int i = 0; i < count; i++)
                destination[i] = _slots[_next + i];
            Fences.LoadLoad();
            long oldestIntact = _sequencer.Claimed - _size + 1;
            int torn = (int)Math.Clamp(oldestIntact - _next, 0, count);
            first = _next + torn;
            _next += count;
            Lost += torn;
            if (torn == 0)
                return count;
            if (torn < count)
            {
                destination[torn..count].CopyTo(destination);
                return count - torn;
            }
        }
        GC.KeepAlive(_memory);
        first = _next;
        return 0;
    }

    private long Available()
    {
        if (_dependencies.Length == 0)
            return _sequencer.HighestPublished(_next, _sequencer.Cursor.Value);
        long minimum = long.MaxValue;
        foreach (Sequence dependency in _dependencies)
            minimum = Math.Min(minimum, dependency.Value);
        return minimum;
    }

    private void SkipIfLapped()
    {
        long claimed = _sequencer.Claimed;
        if (_next > claimed - _size)
            return;
        long resume = claimed + 1 - (_size / 2);
        Lost += resume - _next;
        _next = resume;
    }
}
