using HftGateway.MarketData.Events;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.Books.MarketByPrice;

/// <summary>
/// Books by order with explicit priorities (CME market by order): every displayed order of an instrument, by price and
/// then by the priority that the exchange states.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Every live order is in the index and in the queue of its level, lowest priority number first;
/// orders of equal priority in order of arrival. A level is never empty; its size and count are the sums over its queue.
/// A refused event changes nothing.</para>
/// <para><b>Staleness.</b> A book begins stale, and is stale again after any lost packet of its channel: its entries
/// carry no counter of their own.</para>
/// <para><b>Limits.</b> <see cref="LevelBookSetOptions.MaxOrders"/> and
/// <see cref="LevelBookSetOptions.MaxOrderLevels"/>; beyond, an order is refused and its book is stale.</para>
/// <para><b>Cost.</b> A hash probe, a binary search over the side's levels, and a shift of the better levels when one
/// appears or vanishes. No allocation after construction.</para>
/// <para><b>Reference.</b> CME MDP 3.0, market by order full depth: OrderID [37], MDOrderPriority [37707].</para>
/// </summary>
public sealed unsafe partial class PriorityBookSet : IDisposable
{
    private readonly PriorityNode* _orders;
    private readonly PriorityLevel* _levels;
    private readonly int* _levelCounts;
    private readonly int* _orderCounts;
    private readonly byte* _stale;
    private readonly uint* _cells;
    private readonly uint _mask;
    private readonly int _instruments;
    private readonly int _maxOrders;
    private readonly int _maxLevels;
    private readonly BookAnomalies _anomalies;
    private readonly List<NativeRegion> _regions = [];
    private uint _free;
    private uint _touched;
    private int _live;

    internal PriorityBookSet(LevelBookSetOptions options, BookAnomalies anomalies)
    {
        _anomalies = anomalies;
        _instruments = options.Instruments;
        _maxOrders = options.MaxOrders;
        _maxLevels = options.MaxOrderLevels;
        uint cells = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_maxOrders * 2);
        _mask = cells - 1;
        nuint sides = (nuint)_instruments * 2;
        _orders = (PriorityNode*)Take(options, ((nuint)_maxOrders + 1) * (nuint)sizeof(PriorityNode));
        _levels = (PriorityLevel*)Take(options, sides * (nuint)_maxLevels * (nuint)sizeof(PriorityLevel));
        _levelCounts = (int*)Take(options, sides * sizeof(int));
        _orderCounts = (int*)Take(options, sides * sizeof(int));
        _stale = Take(options, (nuint)_instruments);
        _cells = (uint*)Take(options, (nuint)cells * sizeof(uint));
        new Span<byte>(_stale, _instruments).Fill(1);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        foreach (NativeRegion region in _regions)
            region.Dispose();
        _regions.Clear();
    }

    /// <summary>Live orders of all books.</summary>
    public int TotalOrders => _live;

    /// <summary>The book may be wrong.</summary>
    public bool IsStale(int instrument) => _stale[Checked(instrument)] != 0;

    /// <summary>Live orders of a side.</summary>
    public int OrderCount(int instrument, EventSide side) => _orderCounts[Checked(instrument) * 2 + ((int)side & 1)];

    /// <summary>Price levels of a side.</summary>
    public int LevelCount(int instrument, EventSide side) => _levelCounts[Checked(instrument) * 2 + ((int)side & 1)];

    /// <summary>A level, 0 = best.</summary>
    public bool TryGetLevel(int instrument, EventSide side, int rank, out BookLevel level)
    {
        int s = Checked(instrument) * 2 + ((int)side & 1);
        level = default;
        if ((uint)rank >= (uint)_levelCounts[s])
            return false;
        PriorityLevel* found = _levels + (long)s * _maxLevels + _levelCounts[s] - 1 - rank;
        level = new BookLevel(side == EventSide.Buy ? found->Key : -found->Key, found->Quantity, found->Count);
        return true;
    }

    /// <summary>A live order by its id.</summary>
    public bool TryGetOrder(ulong id, out PriorityOrder order)
    {
        uint handle = Find(id, out _);
        order = handle == 0 ? default : View(_orders + handle);
        return handle != 0;
    }

    /// <summary>
    /// Copies the orders of a side in the order in which they would trade. Returns how many there were room and orders
    /// for.
    /// </summary>
    public int CopyOrders(int instrument, EventSide side, Span<PriorityOrder> destination)
    {
        int s = Checked(instrument) * 2 + ((int)side & 1);
        int copied = 0;
        for (int at = _levelCounts[s] - 1; at >= 0; at--)
        {
            for (uint i = _levels[(long)s * _maxLevels + at].Head; i != 0; i = _orders[i].Next)
            {
                if (copied == destination.Length)
                    return copied;
                destination[copied++] = View(_orders + i);
            }
        }

        return copied;
    }

    /// <summary>What stands before a live order at its price. O(orders ahead).</summary>
    public bool TryGetQueuePosition(ulong id, out QueuePosition position)
    {
        uint handle = Find(id, out _);
        position = default;
        if (handle == 0)
            return false;
        int orders = 0;
        long quantity = 0;
        for (uint at = _orders[handle].Previous; at != 0; at = _orders[at].Previous)
        {
            orders++;
            quantity += _orders[at].Quantity;
        }

        position = new QueuePosition(orders, quantity);
        return true;
    }

    /// <summary>Applies one <see cref="EventKind.OrderEntry"/>. False if it was refused.</summary>
    [HotPath]
    public bool Apply(ref readonly InputEvent e)
    {
        switch ((OrderEntryAction)e.Code)
        {
            case OrderEntryAction.New:
                return Add(in e);
            case OrderEntryAction.Update:
                return Update(in e);
            case OrderEntryAction.Delete:
                return Delete(in e);
            default:
                return true;
        }
    }

    /// <summary>Marks a book as wrong, or as sound again.</summary>
    public void SetStale(int instrument, bool stale) => _stale[Checked(instrument)] = stale ? (byte)1 : (byte)0;

    /// <summary>Empties one book; whether it is stale stays as it is. O(orders).</summary>
    public void Clear(int instrument)
    {
        int first = Checked(instrument) * 2;
        for (int s = first; s < first + 2; s++)
        {
            for (int i = 0; i < _levelCounts[s]; i++)
            {
                for (uint at = _levels[(long)s * _maxLevels + i].Head; at != 0;)
                {
                    uint next = _orders[at].Next;
                    Find(_orders[at].Id, out uint cell);
                    Free(at, cell);
                    at = next;
                }
            }

            _levelCounts[s] = 0;
            _orderCounts[s] = 0;
        }
    }

    private static PriorityOrder View(PriorityNode* node) =>
        new(node->Id, node->Priority, (EventSide)node->Side, node->Price, node->Quantity);

    private byte* Take(LevelBookSetOptions options, nuint bytes)
    {
        NativeRegion region = new(bytes, options.HugePages, options.LockInMemory);
        _regions.Add(region);
        return region.Pointer;
    }

    private int Checked(int instrument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)instrument, (uint)_instruments, nameof(instrument));
        return instrument;
    }
}
