using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor;

/// <summary>
/// A counter that one thread advances and others watch: how far a producer has published, or a processor has read.
/// <para><b>Threading.</b> One writer at a time (the multi-producer cursor alone is advanced by compare-and-swap); any
/// number of readers. <see cref="Value"/> is an acquiring load, <see cref="Set"/> a releasing store: whatever the
/// writer did before the store is seen by a reader that sees the value.</para>
/// <para><b>Invariants.</b> The value lies in a block of 128 bytes, aligned to 128, that nothing else uses: two cache
/// lines, because processors fetch lines in adjacent pairs. The memory is pinned; its address never changes.</para>
/// <para><b>Cost.</b> One load or store; the transfer of the cache line between cores is the cost of the whole
/// Disruptor.</para>
/// </summary>
public sealed unsafe class Sequence
{
    /// <summary>Value before anything was published or processed. The first event has sequence 0.</summary>
    public const long Initial = -1;

    /// <summary>Bytes around each value that no other thread writes to.</summary>
    public const int IsolationBytes = 128;

    private const int RetiredWord = 8;

    // Twice the block, so that an aligned block lies inside wherever the array begins. Keeps the memory alive.
    private readonly long[] _storage;
    private readonly long* _pointer;

    /// <summary>Makes a sequence.</summary>
    public Sequence(long value = Initial)
    {
        _storage = GC.AllocateArray<long>(2 * IsolationBytes / sizeof(long), pinned: true);
        nuint first = (nuint)Unsafe.AsPointer(ref _storage[0]);
        _pointer = (long*)((first + IsolationBytes - 1) & ~(nuint)(IsolationBytes - 1));
        Set(value);
    }

    /// <summary>The value, by an acquiring load.</summary>
    [HotPath]
    public long Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref *_pointer);
    }

    /// <summary>
    /// The owner has stopped and will never advance the value again. Read the value again after seeing true: only then
    /// is it the final one.
    /// </summary>
    public bool IsRetired => Volatile.Read(ref _pointer[RetiredWord]) != 0;

    /// <summary>Address of the value, for those who poll it; valid as long as this object is referenced.</summary>
    internal long* Pointer => _pointer;

    /// <summary>Second cache line of the block, for a value that the same thread writes.</summary>
    internal long* SecondLine => _pointer + RetiredWord;

    /// <summary>Sets the value by a releasing store. For the owner only.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(long value) => Volatile.Write(ref *_pointer, value);

    /// <summary>
    /// Says that the value is final, so that processors downstream do not wait for more while they drain.
    /// </summary>
    public void Retire() => Volatile.Write(ref _pointer[RetiredWord], 1);

    /// <summary>Takes back <see cref="Retire"/> before the owner runs again.</summary>
    internal void Revive() => Volatile.Write(ref _pointer[RetiredWord], 0);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
