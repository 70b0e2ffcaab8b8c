using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books.MarketByPrice;

// What each entry does, the index and the levels.
public sealed unsafe partial class PriorityBookSet
{
    private const ulong HashMultiplier = 0x9E37_79B9_7F4A_7C15;

    private bool Add(ref readonly InputEvent e)
    {
        if (e.Instrument >= _instruments)
            return Refuse(in e, BookAnomaly.UnknownInstrument, stale: false);
        if (e.Quantity <= 0 || e.Side > EventSide.Sell)
            return Refuse(in e, e.Quantity <= 0 ? BookAnomaly.ZeroShares : BookAnomaly.BadSide, stale: true);
        if (Find(e.OrderId, out uint cell) != 0)
            return Refuse(in e, BookAnomaly.RepeatedReference, stale: true);
        if (_live == _maxOrders)
            return Refuse(in e, BookAnomaly.OrderPoolFull, stale: true);
        if (!HasRoom(e.Instrument, e.Side, e.Price))
            return Refuse(in e, BookAnomaly.LevelPoolFull, stale: true);
        uint handle = TakeNode();
        PriorityNode* order = _orders + handle;
        order->Id = e.OrderId;
        order->Instrument = e.Instrument;
        order->Side = (byte)e.Side;
        order->Price = e.Price;
        order->Priority = e.OrderId2;
        order->Quantity = e.Quantity;
        Enter(handle, order);
        _cells[cell] = handle;
        return true;
    }

    private bool Update(ref readonly InputEvent e)
    {
        uint handle = Find(e.OrderId, out _);
        PriorityNode* order = _orders + handle;
        if (handle == 0 || order->Instrument != e.Instrument)
            return RefuseUnknown(in e, handle);
        if (e.Quantity <= 0)
            return Refuse(in e, BookAnomaly.ZeroShares, stale: true);
        if (order->Price == e.Price && order->Priority == e.OrderId2)
        {
            int s = order->Instrument * 2 + order->Side;
            _levels[(long)s * _maxLevels + Search(s, Key(order->Side, order->Price))].Quantity +=
                e.Quantity - order->Quantity;
            order->Quantity = e.Quantity;
            return true;
        }

        Leave(order);
        if (!HasRoom(e.Instrument, (EventSide)order->Side, e.Price))
        {
            Find(e.OrderId, out uint cell);
            Free(handle, cell);
            return Refuse(in e, BookAnomaly.LevelPoolFull, stale: true);
        }

        order->Price = e.Price;
        order->Priority = e.OrderId2;
        order->Quantity = e.Quantity;
        Enter(handle, order);
        return true;
    }

    private bool Delete(ref readonly InputEvent e)
    {
        uint handle = Find(e.OrderId, out uint cell);
        PriorityNode* order = _orders + handle;
        if (handle == 0 || order->Instrument != e.Instrument)
            return RefuseUnknown(in e, handle);
        Leave(order);
        Free(handle, cell);
        return true;
    }

    private bool RefuseUnknown(ref readonly InputEvent e, uint handle) => Refuse(
        in e,
        e.Instrument >= _instruments ? BookAnomaly.UnknownInstrument
            : handle != 0 ? BookAnomaly.WrongInstrument : BookAnomaly.UnknownOrder,
        stale: true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Refuse(ref readonly InputEvent e, BookAnomaly anomaly, bool stale)
    {
        _anomalies.Count(anomaly);
        if (stale && e.Instrument < _instruments)
            _stale[e.Instrument] = 1;
        return false;
    }

    /// <summary>Puts an order into the queue of its price, behind those of the same or a better priority.</summary>
    private void Enter(uint handle, PriorityNode* order)
    {
        int s = order->Instrument * 2 + order->Side;
        long key = Key(order->Side, order->Price);
        int at = Search(s, key);
        if (at < 0)
            at = InsertLevel(s, ~at, key);
        PriorityLevel* level = _levels + (long)s * _maxLevels + at;
        uint before = level->Tail;
        // New orders go to the end: the loop seldom runs.
        while (before != 0 && _orders[before].Priority > order->Priority)
            before = _orders[before].Previous;
        uint after = before == 0 ? level->Head : _orders[before].Next;
        order->Previous = before;
        order->Next = after;
        if (before == 0)
            level->Head = handle;
        else
            _orders[before].Next = handle;
        if (after == 0)
            level->Tail = handle;
        else
            _orders[after].Previous = handle;
        level->Quantity += order->Quantity;
        level->Count++;
        _orderCounts[s]++;
    }

    private void Leave(PriorityNode* order)
    {
        int s = order->Instrument * 2 + order->Side;
        int at = Search(s, Key(order->Side, order->Price));
        PriorityLevel* level = _levels + (long)s * _maxLevels + at;
        if (order->Previous == 0)
            level->Head = order->Next;
        else
            _orders[order->Previous].Next = order->Next;
        if (order->Next == 0)
            level->Tail = order->Previous;
        else
            _orders[order->Next].Previous = order->Previous;
        level->Quantity -= order->Quantity;
        _orderCounts[s]--;
        if (--level->Count == 0)
            EraseLevel(s, at);
    }

    private static long Key(int side, long price) => side == 0 ? price : -price;

    private bool HasRoom(int instrument, EventSide side, long price)
    {
        int s = instrument * 2 + (int)side;
        return _levelCounts[s] < _maxLevels || Search(s, Key((int)side, price)) >= 0;
    }

    private int Search(int s, long key)
    {
        PriorityLevel* first = _levels + (long)s * _maxLevels;
        int low = 0;
        int high = _levelCounts[s] - 1;
        // The touch first: most actions are there.
        if (high >= 0 && first[high].Key == key)
            return high;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            long found = first[middle].Key;
            if (found == key)
                return middle;
            if (found < key)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    private int InsertLevel(int s, int at, long key)
    {
        PriorityLevel* first = _levels + (long)s * _maxLevels;
        long bytes = (long)(_levelCounts[s]++ - at) * sizeof(PriorityLevel);
        Buffer.MemoryCopy(first + at, first + at + 1, bytes, bytes);
        first[at] = new PriorityLevel { Key = key };
        return at;
    }

    private void EraseLevel(int s, int at)
    {
        PriorityLevel* first = _levels + (long)s * _maxLevels;
        long bytes = (long)(--_levelCounts[s] - at) * sizeof(PriorityLevel);
        Buffer.MemoryCopy(first + at + 1, first + at, bytes, bytes);
    }

    private uint TakeNode()
    {
        _live++;
        if (_free == 0)
            return ++_touched;
        uint handle = _free;
        _free = _orders[handle].Next;
        return handle;
    }

    private void Free(uint handle, uint cell)
    {
        RemoveCell(cell);
        _orders[handle].Next = _free;
        _free = handle;
        _live--;
    }

    /// <summary>The order's handle, 0 if it is not live; <paramref name="cell"/> is its cell or where it would go.</summary>
    private uint Find(ulong id, out uint cell)
    {
        uint at = Home(id);
        while (true)
        {
            uint handle = _cells[at];
            if (handle == 0 || _orders[handle].Id == id)
            {
                cell = at;
                return handle;
            }

            at = (at + 1) & _mask;
        }
    }

    private uint Home(ulong id) => (uint)((id * HashMultiplier) >> 32) & _mask;

    // Linear probing without tombstones: what stands behind a freed cell moves up if its own way led past it.
    private void RemoveCell(uint cell)
    {
        uint hole = cell;
        uint at = cell;
        while (true)
        {
            at = (at + 1) & _mask;
            uint handle = _cells[at];
            if (handle == 0)
                break;
            uint home = Home(_orders[handle].Id);
            if (((at - home) & _mask) >= ((at - hole) & _mask))
            {
                _cells[hole] = handle;
                hole = at;
            }
        }

        _cells[hole] = 0;
    }
}
