using HftGateway.MarketData.Events;

namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// A bounded pool of events in many first-in-first-out lists: what waits for snapshots, an instrument a list.
/// <para><b>Threading.</b> One thread. <b>Limits.</b> The capacity is for all lists together. <b>Cost.</b> One copy of 64
/// bytes; no allocation.</para>
/// </summary>
internal sealed class EventQueue
{
    private readonly InputEvent[] _events;
    private readonly int[] _next;
    private int _free;

    public EventQueue(int capacity)
    {
        // Element 0 is nobody.
        _events = new InputEvent[capacity + 1];
        _next = new int[capacity + 1];
        for (int i = 1; i <= capacity; i++)
            _next[i] = i == capacity ? 0 : i + 1;
        _free = 1;
    }

    /// <summary>Whether another event finds room.</summary>
    public bool HasRoom => _free != 0;

    /// <summary>The event of a handle.</summary>
    public ref InputEvent At(int handle) => ref _events[handle];

    /// <summary>The handle behind, 0 at the end.</summary>
    public int After(int handle) => _next[handle];

    /// <summary>A new last event of a list; its bytes are undefined. Only if <see cref="HasRoom"/>.</summary>
    public ref InputEvent Append(ref List list)
    {
        int handle = _free;
        _free = _next[handle];
        _next[handle] = 0;
        if (list.Head == 0)
            list.Head = handle;
        else
            _next[list.Tail] = handle;
        list.Tail = handle;
        return ref _events[handle];
    }

    /// <summary>Drops the first event of a list that has one.</summary>
    public void RemoveFirst(ref List list)
    {
        int handle = list.Head;
        list.Head = _next[handle];
        if (list.Head == 0)
            list.Tail = 0;
        _next[handle] = _free;
        _free = handle;
    }

    /// <summary>Drops all events of a list.</summary>
    public void Clear(ref List list)
    {
        if (list.Head == 0)
            return;
        _next[list.Tail] = _free;
        _free = list.Head;
        list = default;
    }

    /// <summary>First and last event of a list, 0 if it is empty.</summary>
    public struct List
    {
        public int Head;
        public int Tail;
    }
}
