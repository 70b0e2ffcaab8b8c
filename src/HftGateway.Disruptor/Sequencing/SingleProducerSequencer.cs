using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor;

/// <summary>
/// Sequencer for exactly one producing thread: claiming is an addition and a comparison, publishing one store.
/// <para><b>Threading.</b> <see cref="Next"/>, <see cref="TryNext"/> and <see cref="Publish"/> by one thread (or by
/// several that hand the role over with a happens-before edge, such as a join). The rest by any thread.</para>
/// <para><b>Invariants.</b> cursor ≤ claimed ≤ cached minimum of the gating sequences + size. Sequences are
/// published in order.</para>
/// <para><b>Cost.</b> See <c>RingBenchmarks.ClaimAndPublish</c> in the README.</para>
/// <para><b>Reference.</b> Thompson, Farley, Barker, Gee, Stewart: "Disruptor: High performance alternative to bounded
/// queues", 2011, sections 3 and 4.</para>
/// </summary>
public readonly unsafe struct SingleProducerSequencer : ISequencer<SingleProducerSequencer>
{
    private readonly Sequence _cursor;
    private readonly Sequence _claims;
    private readonly GatingSequences _gating;
    private readonly long* _published;
    // Written by the producer only. Followers read it, so it has the first line of its block to itself.
    private readonly long* _claimed;
    // Known only to the producer: lower bound of the gating sequences. Second line of the same block.
    private readonly long* _cachedGating;
    private readonly long _size;

    private SingleProducerSequencer(int size)
    {
        _size = size;
        _cursor = new Sequence();
        _claims = new Sequence();
        _gating = new GatingSequences();
        _published = _cursor.Pointer;
        _claimed = _claims.Pointer;
        _cachedGating = _claims.SecondLine;
        *_cachedGating = Sequence.Initial;
    }

    /// <inheritdoc/>
    public static bool CursorCoversUnpublished => false;

    /// <inheritdoc/>
    public long Claimed => Volatile.Read(ref *_claimed);

    /// <inheritdoc/>
    public Sequence Cursor => _cursor;

    /// <inheritdoc/>
    public long RemainingCapacity
    {
        get
        {
            long claimed = Claimed;
            return _size - (claimed - _gating.Minimum(claimed));
        }
    }

    /// <inheritdoc/>
    public static SingleProducerSequencer Create(int size) => new(size);

    /// <inheritdoc/>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next<TWait>(int count, ref TWait wait)
        where TWait : struct, IWaitStrategy
    {
        long last = *_claimed + count;
        if (last - _size > *_cachedGating && !WaitForSpace(last, ref wait))
            return Sequence.Initial;
        Claim(last);
        return last;
    }

    /// <inheritdoc/>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(int count, out long last)
    {
        long wanted = *_claimed + count;
        if (wanted - _size > *_cachedGating && !RefreshGating(wanted))
        {
            last = Sequence.Initial;
            return false;
        }
        Claim(wanted);
        last = wanted;
        return true;
    }

    /// <inheritdoc/>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long first, long last)
    {
        Debug.Assert(first == *_published + 1 && last <= *_claimed, "published out of order, or without a claim");
        Volatile.Write(ref *_published, last);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long HighestPublished(long first, long limit) => Math.Min(limit, _cursor.Value);

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
    private void Claim(long last)
    {
        Volatile.Write(ref *_claimed, last);
        // A follower that sees a byte of the new event must also see this claim, by which it knows that it was lapped.
        Fences.StoreStore();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RefreshGating(long wanted)
    {
        // The acquiring loads inside order this thread's later writes to the slot after the reader's last read of it.
        long minimum = _gating.Minimum(*_claimed);
        *_cachedGating = minimum;
        return wanted - _size <= minimum && !_gating.IsClosed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool WaitForSpace<TWait>(long wanted, ref TWait wait)
        where TWait : struct, IWaitStrategy
    {
        WaitState state = default;
        bool space;
        while (!(space = RefreshGating(wanted)) && !_gating.IsClosed)
            wait.Idle(ref state);
        wait.Finish(ref state);
        return space;
    }
}
