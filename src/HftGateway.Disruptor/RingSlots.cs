using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor;

/// <summary>The memory of a ring as its readers and writers see it: an address and a mask.</summary>
/// <typeparam name="T">The event.</typeparam>
public readonly unsafe struct RingSlots<T>
    where T : unmanaged
{
    internal RingSlots(T* first, int size)
    {
        Pointer = first;
        Mask = size - 1;
    }

    /// <summary>First slot.</summary>
    public T* Pointer { get; }

    /// <summary>Size of the ring minus one.</summary>
    public long Mask { get; }

    /// <summary>The slot of a sequence.</summary>
    [HotPath]
    public ref T this[long sequence]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Pointer[sequence & Mask];
    }
}
