using HftGateway.Pipeline.Ingress;

namespace HftGateway.Pipeline.Replay;

/// <summary>
/// A first-in first-out queue of inputs whose due times never step back. Grows when it must (off the steady path),
/// since a replay may not lose a response.
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
/// <typeparam name="T">Blittable item.</typeparam>
internal sealed class TimedQueue<T>
    where T : unmanaged
{
    private const int InitialCapacity = 1024;

    private (long DueNs, T Item)[] _items = new (long, T)[InitialCapacity];
    private int _head;
    private int _count;

    /// <summary>Due time of the first item, <see cref="long.MaxValue"/> when empty.</summary>
    public long NextDueNs { get; private set; } = long.MaxValue;

    /// <summary>Appends an item.</summary>
    /// <param name="dueNs">Due time; an item due before its predecessor waits for it.</param>
    /// <param name="item">The item.</param>
    public void Add(long dueNs, in T item)
    {
        if (_count == _items.Length)
            Grow();
        _items[(_head + _count) & (_items.Length - 1)] = (dueNs, item);
        if (_count++ == 0)
            NextDueNs = dueNs;
    }

    /// <summary>Removes the first item; the queue must not be empty.</summary>
    /// <returns>The item.</returns>
    public T Take()
    {
        T item = _items[_head].Item;
        _head = (_head + 1) & (_items.Length - 1);
        NextDueNs = --_count == 0 ? long.MaxValue : _items[_head].DueNs;
        return item;
    }

    private void Grow()
    {
        var larger = new (long, T)[_items.Length * 2];
        for (int i = 0; i < _count; i++)
            larger[i] = _items[(_head + i) & (_items.Length - 1)];
        _items = larger;
        _head = 0;
    }
}
