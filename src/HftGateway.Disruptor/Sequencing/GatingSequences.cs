using System.Runtime.CompilerServices;

namespace HftGateway.Disruptor;

/// <summary>
/// The sequences a producer may not lap, and the flag that releases producers from waiting for them.
/// <para><b>Threading.</b> The list is copied on each change, under a lock, and published by a releasing store;
/// producers read it without a lock. <see cref="Close"/> may be called by any thread.</para>
/// <para><b>Cost.</b> One load per gating sequence, and only when the producer's cached minimum is used up: about once
/// per trip round the ring.</para>
/// </summary>
internal sealed class GatingSequences
{
    private readonly Lock _changes = new();
    private Sequence[] _items = [];
    private volatile bool _closed;

    public bool IsClosed => _closed;

    public int Count => Volatile.Read(ref _items).Length;

    /// <summary>The smallest gating sequence, or <paramref name="none"/> when nothing gates.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long Minimum(long none)
    {
        Sequence[] items = Volatile.Read(ref _items);
        long minimum = long.MaxValue;
        foreach (Sequence item in items)
            minimum = Math.Min(minimum, item.Value);
        return items.Length == 0 ? none : minimum;
    }

    public void Add(Sequence item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_changes)
            Volatile.Write(ref _items, [.. _items, item]);
    }

    public bool Remove(Sequence item)
    {
        lock (_changes)
        {
            int index = Array.IndexOf(_items, item);
            if (index < 0)
                return false;
            Volatile.Write(ref _items, [.. _items[..index], .. _items[(index + 1)..]]);
            return true;
        }
    }

    public void Close() => _closed = true;
}
