using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Matching;

/// <summary>
/// The simulated exchange's books: every resting order of every symbol, by price and then by time. Public members only
/// read; the matching engine is the one writer.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Level arrays are sorted with the best price last; a level is never empty; a level's
/// quantity and count are the sums over its queue; every order in a queue is in the reference index and no
/// other.</para>
/// <para><b>Limits.</b> Orders and levels per side are fixed at construction; nothing is allocated afterwards.</para>
/// <para><b>Cost.</b> Add and remove: a binary search over the side's levels, and a shift of the better levels when a
/// level appears or vanishes (most do near the touch, where the shift is short).</para>
/// </summary>
public sealed class OrderBooks
{
    private const int None = -1;

    private readonly RestingOrder[] _orders;
    private readonly PriceLevel[] _levels;
    private readonly int[] _levelCounts;
    private readonly int[] _liveOrders;
    private readonly TradingState[] _states;
    private readonly ReferenceIndex _index;
    private readonly int _maxLevels;
    private int _free;

    /// <summary>Makes empty books.</summary>
    /// <param name="symbols">Number of symbols, 1 to 65,534.</param>
    /// <param name="maxOrders">Resting orders of all symbols together.</param>
    /// <param name="maxLevels">Price levels of one side of one symbol.</param>
    /// <exception cref="ArgumentOutOfRangeException">A capacity is not positive or too large.</exception>
    public OrderBooks(int symbols, int maxOrders, int maxLevels = 512)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(symbols, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(symbols, ushort.MaxValue - 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxOrders, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxOrders, 1 << 28);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLevels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)symbols * 2 * maxLevels, int.MaxValue / 64);
        Symbols = symbols;
        _maxLevels = maxLevels;
        _orders = new RestingOrder[maxOrders];
        _levels = new PriceLevel[symbols * 2 * maxLevels];
        _levelCounts = new int[symbols * 2];
        _liveOrders = new int[symbols * 2];
        _states = new TradingState[symbols];
        _index = new ReferenceIndex(maxOrders);
        for (int i = 0; i < maxOrders; i++)
            _orders[i].Next = i + 1 < maxOrders ? i + 1 : None;
    }

    /// <summary>Number of symbols.</summary>
    public int Symbols { get; }

    /// <summary>Resting orders of all symbols.</summary>
    public int TotalOrders { get; private set; }

    /// <summary>Trading state of a symbol.</summary>
    /// <param name="symbol">Symbol index, 0 to <see cref="Symbols"/> − 1.</param>
    public TradingState State(int symbol) => _states[symbol];

    /// <summary>Number of price levels of a side.</summary>
    /// <param name="symbol">Symbol index.</param>
    /// <param name="side">Side.</param>
    public int LevelCount(int symbol, EventSide side) => _levelCounts[Side(symbol, side)];

    /// <summary>Number of resting orders of a side.</summary>
    /// <param name="symbol">Symbol index.</param>
    /// <param name="side">Side.</param>
    public int OrderCount(int symbol, EventSide side) => _liveOrders[Side(symbol, side)];

    /// <summary>Best price of a side in 1/10000 dollar; 0 when the side is empty.</summary>
    /// <param name="symbol">Symbol index.</param>
    /// <param name="side">Side.</param>
    public long BestPrice(int symbol, EventSide side)
    {
        int s = Side(symbol, side);
        int count = _levelCounts[s];
        return count == 0 ? 0 : _levels[s * _maxLevels + count - 1].Price;
    }

    /// <summary>A level by its distance from the touch.</summary>
    /// <param name="symbol">Symbol index.</param>
    /// <param name="side">Side.</param>
    /// <param name="depth">0 for the best level.</param>
    /// <param name="level">A copy of the level.</param>
    /// <returns>False when the side has no such level.</returns>
    public bool TryGetLevel(int symbol, EventSide side, int depth, out PriceLevel level)
    {
        int s = Side(symbol, side);
        int at = _levelCounts[s] - 1 - depth;
        if (depth < 0 || at < 0)
        {
            level = default;
            return false;
        }

        level = _levels[s * _maxLevels + at];
        return true;
    }

    /// <summary>A resting order by its reference number.</summary>
    /// <param name="reference">Reference number as in the feed.</param>
    /// <param name="order">A copy of the order.</param>
    /// <returns>False when no such order rests.</returns>
    public bool TryGetOrder(ulong reference, out RestingOrder order)
    {
        int slot = _index.Find(reference);
        order = slot < 0 ? default : _orders[slot];
        return slot >= 0;
    }

    /// <summary>Copies the resting orders of a side in the order in which they would trade.</summary>
    /// <param name="symbol">Symbol index.</param>
    /// <param name="side">Side.</param>
    /// <param name="destination">Where to; copying stops when it is full.</param>
    /// <returns>How many were copied.</returns>
    public int CopyOrders(int symbol, EventSide side, Span<RestingOrder> destination)
    {
        int s = Side(symbol, side);
        int copied = 0;
        for (int at = _levelCounts[s] - 1; at >= 0; at--)
        {
            for (int i = _levels[s * _maxLevels + at].Head; i != None; i = _orders[i].Next)
            {
                if (copied == destination.Length)
                    return copied;
                destination[copied++] = _orders[i];
            }
        }

        return copied;
    }

    internal static long Key(EventSide side, long price) => side == EventSide.Buy ? price : -price;

    internal void SetState(int symbol, TradingState state) => _states[symbol] = state;

    internal int Find(ulong reference) => _index.Find(reference);

    internal ref RestingOrder Order(int slot) => ref _orders[slot];

    /// <summary>Pool index of the order that trades next on a side, −1 when empty.</summary>
    internal int Front(int symbol, EventSide side)
    {
        int s = Side(symbol, side);
        int count = _levelCounts[s];
        return count == 0 ? None : _levels[s * _maxLevels + count - 1].Head;
    }

    /// <summary>Whether an order at this price could be added now.</summary>
    internal bool HasRoom(int symbol, EventSide side, long price)
    {
        if (_free == None)
            return false;
        int s = Side(symbol, side);
        return _levelCounts[s] < _maxLevels || Search(s, Key(side, price)) >= 0;
    }

    /// <summary>Whether removing this order would make room for one of its symbol and side at another price.</summary>
    internal bool WouldFreeRoom(in RestingOrder order, long price)
    {
        int s = Side(order.Symbol, order.Side);
        // Its pool entry becomes free in any case; a full side gains a level only if the order is alone on its own.
        return _levelCounts[s] < _maxLevels
            || Search(s, Key(order.Side, price)) >= 0
            || _levels[s * _maxLevels + Search(s, Key(order.Side, order.Price))].Count == 1;
    }

    /// <summary>Adds at the end of its level's queue. The caller has asked <see cref="HasRoom"/>.</summary>
    internal void Add(in RestingOrder order)
    {
        int slot = _free;
        ref RestingOrder mine = ref _orders[slot];
        _free = mine.Next;
        mine = order;
        mine.Next = None;
        int s = Side(order.Symbol, order.Side);
        long key = Key(order.Side, order.Price);
        int at = Search(s, key);
        if (at < 0)
            at = Insert(s, ~at, key);
        ref PriceLevel level = ref _levels[s * _maxLevels + at];
        mine.Previous = level.Tail;
        if (level.Tail == None)
            level.Head = slot;
        else
            _orders[level.Tail].Next = slot;
        level.Tail = slot;
        level.Quantity += order.Quantity;
        level.Count++;
        _liveOrders[s]++;
        TotalOrders++;
        _index.Add(order.Reference, slot);
    }

    /// <summary>Takes shares off an order; removes it when none is left.</summary>
    internal void Take(int slot, int quantity)
    {
        ref RestingOrder order = ref _orders[slot];
        if (quantity >= order.Quantity)
        {
            Remove(slot);
            return;
        }

        order.Quantity -= quantity;
        int s = Side(order.Symbol, order.Side);
        _levels[s * _maxLevels + Search(s, Key(order.Side, order.Price))].Quantity -= quantity;
    }

    /// <summary>Removes an order.</summary>
    internal void Remove(int slot)
    {
        ref RestingOrder order = ref _orders[slot];
        int s = Side(order.Symbol, order.Side);
        int at = Search(s, Key(order.Side, order.Price));
        ref PriceLevel level = ref _levels[s * _maxLevels + at];
        if (order.Previous == None)
            level.Head = order.Next;
        else
            _orders[order.Previous].Next = order.Next;
        if (order.Next == None)
            level.Tail = order.Previous;
        else
            _orders[order.Next].Previous = order.Previous;
        level.Quantity -= order.Quantity;
        if (--level.Count == 0)
            Erase(s, at);
        _index.Remove(order.Reference);
        _liveOrders[s]--;
        TotalOrders--;
        order.Next = _free;
        _free = slot;
    }

    private static int Side(int symbol, EventSide side) => symbol * 2 + (int)side;

    private int Search(int side, long key)
    {
        int first = side * _maxLevels;
        int low = 0;
        int high = _levelCounts[side] - 1;
        // The touch first: most actions are there.
        if (high >= 0 && _levels[first + high].Key == key)
            return high;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            long found = _levels[first + middle].Key;
            if (found == key)
                return middle;
            if (found < key)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    private int Insert(int side, int at, long key)
    {
        int first = side * _maxLevels;
        int count = _levelCounts[side]++;
        Array.Copy(_levels, first + at, _levels, first + at + 1, count - at);
        _levels[first + at] = new PriceLevel { Key = key, Head = None, Tail = None };
        return at;
    }

    private void Erase(int side, int at)
    {
        int first = side * _maxLevels;
        int count = --_levelCounts[side];
        Array.Copy(_levels, first + at + 1, _levels, first + at, count - at);
    }
}
