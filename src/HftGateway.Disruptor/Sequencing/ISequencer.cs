namespace HftGateway.Disruptor;

/// <summary>
/// Hands out sequences to producers and says which are published. Implementations are structs that refer to shared
/// state, so that a ring generic over one calls it directly; copies are interchangeable.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public interface ISequencer<TSelf>
    where TSelf : struct, ISequencer<TSelf>
{
    /// <summary>
    /// The cursor runs ahead of what is published, so a reader of the cursor must look for the highest published
    /// sequence. A constant, by which the runtime removes the search for a single producer.
    /// </summary>
    static abstract bool CursorCoversUnpublished { get; }

    /// <summary>
    /// Claimed up to here: slots of sequences up to this minus the ring's size may be overwritten at any moment.
    /// </summary>
    long Claimed { get; }

    /// <summary>The sequence that readers watch.</summary>
    Sequence Cursor { get; }

    /// <summary>Makes a sequencer for a ring of <paramref name="size"/> slots, a power of two.</summary>
    static abstract TSelf Create(int size);

    /// <summary>
    /// Claims <paramref name="count"/> sequences, waiting for space; the last one, or -1 when the ring was closed and
    /// there is no space.
    /// </summary>
    long Next<TWait>(int count, ref TWait wait)
        where TWait : struct, IWaitStrategy;

    /// <summary>Claims <paramref name="count"/> sequences if there is space now.</summary>
    bool TryNext(int count, out long last);

    /// <summary>Makes a claimed range visible to readers.</summary>
    void Publish(long first, long last);

    /// <summary>
    /// The highest sequence up to <paramref name="limit"/> such that all from <paramref name="first"/> on are
    /// published;
    /// <paramref name="first"/> - 1 when none is.
    /// </summary>
    long HighestPublished(long first, long limit);

    /// <summary>Makes producers wait for a reader. Only before the first claim.</summary>
    void AddGating(Sequence sequence);

    /// <summary>Releases producers from waiting for a reader. At any time.</summary>
    bool RemoveGating(Sequence sequence);

    /// <summary>Slots that could be claimed now; an estimate while others produce or read.</summary>
    long RemainingCapacity { get; }

    /// <summary>Releases producers that wait for space: a claim that would wait fails from now on.</summary>
    void Close();
}
