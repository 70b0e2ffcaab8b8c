using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Flow;

/// <summary>
/// The generator's own resting orders: per symbol a dense list in no order (for random picks, newest last until a
/// removal fills a hole), and slots that the engine's callbacks name by tag.
/// <para><b>Limits.</b> Fixed capacity per symbol. Nothing is allocated after construction.</para>
/// </summary>
internal sealed class LiveOrders
{
    internal struct Slot
    {
        public ulong Reference;
        public long Price;
        public ushort Symbol;
        public EventSide Side;
        public int Position;
        public int NextFree;
    }

    private readonly Slot[] _slots;
    private readonly int[] _lists;
    private readonly int[] _counts;
    private readonly int _capacity;
    private int _free;

    public LiveOrders(int symbols, int capacity)
    {
        _capacity = capacity;
        _counts = new int[symbols];
        _lists = new int[symbols * capacity];
        _slots = new Slot[symbols * capacity + 1];
        for (int i = 1; i < _slots.Length; i++)
            _slots[i].NextFree = i + 1 < _slots.Length ? i + 1 : 0;
        _free = 1;
    }

    public int Count(int symbol) => _counts[symbol];

    public ref Slot this[int slot] => ref _slots[slot];

    /// <summary>Takes a free slot; slots count from 1. To be given to <see cref="Commit"/> or <see
    /// cref="Release"/>.</summary>
    public int Reserve()
    {
        int slot = _free;
        _free = _slots[slot].NextFree;
        return slot;
    }

    /// <summary>Gives back a reserved slot that was not needed.</summary>
    public void Release(int slot)
    {
        _slots[slot].NextFree = _free;
        _free = slot;
    }

    /// <summary>Enters a resting order in its reserved slot.</summary>
    public void Commit(int slot, ushort symbol, EventSide side, ulong reference, long price)
    {
        ref Slot s = ref _slots[slot];
        s.Reference = reference;
        s.Price = price;
        s.Symbol = symbol;
        s.Side = side;
        s.Position = _counts[symbol]++;
        _lists[symbol * _capacity + s.Position] = slot;
    }

    public void Remove(int slot)
    {
        ref Slot s = ref _slots[slot];
        if (s.Reference == 0)
            return;
        int first = s.Symbol * _capacity;
        int last = _lists[first + --_counts[s.Symbol]];
        _lists[first + s.Position] = last;
        _slots[last].Position = s.Position;
        s.Reference = 0;
        Release(slot);
    }

    public int At(int symbol, int position) => _lists[symbol * _capacity + position];
}
