using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The ten best levels of one side of a book, kept in step by level changes alone, with the sums over levels that
/// section 3 needs and the contributions of a change to order flow imbalance.
/// <para><b>Memory.</b> Structure of arrays, all doubles (prices, shares and orders are whole numbers far below 2⁵³).
/// Levels lie worst to best in a window that slides through a longer array: a level born or gone at rank r moves only
/// the r better ones, and most of the action is at rank 0. At an end of the array the window is copied back to the
/// middle.</para>
/// <para><b>Why no vectors.</b> A vector load of what single stores have just written waits until they have left the
/// store buffer, and shifting twelve levels in registers takes more instructions than moving the few that move.</para>
/// <para><b>Invariants.</b> Ranks that the side has not have key <see cref="MissingKey"/> and no shares; a level that
/// exists has at least one share. A key is the price on the bid side, its negative on the ask side: better is greater.
/// The sums always equal the sums of the levels; whole numbers, so they never drift.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Cost.</b> O(rank), no allocation; perf/README.md.</para>
/// <para><b>Reference.</b> Features specification, section 3.</para>
/// </summary>
public unsafe partial struct SideMirror
{
    /// <summary>How many levels are kept.</summary>
    public const int Levels = BookUpdate.DisplayedLevels;

    /// <summary>Key of a rank that the side has not: worse than any price, yet finite, so that 0 times it is 0.</summary>
    public const double MissingKey = -1e15;

    private const int Capacity = 32;
    private const int MiddleTop = 20;

    private int _top;
    private int _count;
    private int _nearLevels;
    private int _farLevels;
    private double _sign;
    private double _nearShares;
    private double _farShares;
    private double _nearOrders;
    private fixed double _keys[Capacity];
    private fixed double _shares[Capacity];
    private fixed double _orders[Capacity];

    /// <summary>Levels that the side has, at most <see cref="Levels"/>.</summary>
    public readonly int Count => _count;

    /// <summary>Price of the best level, 0 if the side is empty.</summary>
    public readonly long BestPrice => Price(0);

    /// <summary>Price of the best level as a double; meaningless if the side is empty.</summary>
    public readonly double Best
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _keys[_top] * _sign;
    }

    /// <summary>Shares at the best level, 0 if the side is empty.</summary>
    public readonly double BestShares
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _shares[_top];
    }

    /// <summary>Orders at the best level, 0 if the side is empty.</summary>
    public readonly double BestOrders
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _orders[_top];
    }

    /// <summary>Shares of the best depth_levels levels: bid_depth_5 and the like.</summary>
    public readonly double NearShares => _nearShares;

    /// <summary>Orders of those levels.</summary>
    public readonly double NearOrders => _nearOrders;

    /// <summary>Shares of the best imbalance_levels levels.</summary>
    public readonly double FarShares => _farShares;

    /// <summary>Makes the side empty and says how many levels the sums take.</summary>
    /// <param name="side">Which side it is.</param>
    /// <param name="nearLevels">depth_levels, 1 to <see cref="Levels"/>.</param>
    /// <param name="farLevels">imbalance_levels, 1 to <see cref="Levels"/>.</param>
    public void Initialise(EventSide side, int nearLevels, int farLevels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nearLevels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nearLevels, Levels);
        ArgumentOutOfRangeException.ThrowIfLessThan(farLevels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(farLevels, Levels);
        _sign = side == EventSide.Buy ? 1 : -1;
        _nearLevels = nearLevels;
        _farLevels = farLevels;
        Clear();
    }

    /// <summary>Makes the side empty.</summary>
    public void Clear()
    {
        SideMirror before = this;
        this = default;
        _sign = before._sign;
        _nearLevels = before._nearLevels;
        _farLevels = before._farLevels;
        _top = MiddleTop;
        for (int i = 0; i < Capacity; i++)
            _keys[i] = MissingKey;
    }

    /// <summary>Price of a rank, 0 = best; 0 if the side has no such level or it is not kept.</summary>
    public readonly long Price(int rank) => (uint)rank < (uint)_count ? (long)(_keys[_top - rank] * _sign) : 0;

    /// <summary>Shares of a rank, as <see cref="Price"/>.</summary>
    public readonly long Shares(int rank) => (uint)rank < (uint)_count ? (long)_shares[_top - rank] : 0;

    /// <summary>Orders of a rank, as <see cref="Price"/>.</summary>
    public readonly int Orders(int rank) => (uint)rank < (uint)_count ? (int)_orders[_top - rank] : 0;

    /// <summary>Takes over one change of this side.</summary>
    [HotPath]
    public void Apply(ref readonly LevelChange change)
    {
        int rank = change.Level;
        // Beyond has rank 255. The test also keeps every index below inside the arrays, whatever the change says.
        if (rank >= Levels)
            return;
        if (change.Action == LevelAction.Update)
            Update(in change, rank);
        else if (change.Action == LevelAction.Insert)
            Insert(in change, rank);
        else if (change.Action == LevelAction.Remove)
            Remove(in change, rank);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Update(ref readonly LevelChange change, int rank)
    {
        int at = _top - rank;
        double shares = change.Quantity;
        double orders = change.Orders;
        double moreShares = shares - _shares[at];
        double moreOrders = orders - _orders[at];
        _shares[at] = shares;
        _orders[at] = orders;
        // Times 0 or 1 instead of a branch.
        double isNear = rank < _nearLevels ? 1 : 0;
        _nearShares += isNear * moreShares;
        _nearOrders += isNear * moreOrders;
        _farShares += (rank < _farLevels ? 1 : 0) * moreShares;
    }

    private void Insert(ref readonly LevelChange change, int rank)
    {
        if (_top == Capacity - 1)
            Recentre();
        int top = ++_top;
        for (int i = top; i > top - rank; i--)
            Copy(i - 1, i);
        int at = top - rank;
        _keys[at] = change.Price * _sign;
        _shares[at] = change.Quantity;
        _orders[at] = change.Orders;
        _count = Math.Min(_count + 1, Levels);
        // What was the last level of a sum is one rank further away now.
        if (rank < _nearLevels)
        {
            _nearShares += _shares[at] - _shares[top - _nearLevels];
            _nearOrders += _orders[at] - _orders[top - _nearLevels];
        }
        if (rank < _farLevels)
            _farShares += _shares[at] - _shares[top - _farLevels];
        // Rank 10 is not kept; sums of ten levels have just taken it out.
        _shares[top - Levels] = 0;
        _orders[top - Levels] = 0;
        _keys[top - Levels] = MissingKey;
    }

    private void Remove(ref readonly LevelChange change, int rank)
    {
        if (_top == Levels)
            Recentre();
        int at = _top - rank;
        double shares = _shares[at];
        double orders = _orders[at];
        for (int i = at; i < _top; i++)
            Copy(i + 1, i);
        int top = --_top;
        // The tail's fields are only written when there is one.
        int last = top - (Levels - 1);
        bool hasTail = change.HasTail != 0;
        _keys[last] = hasTail ? change.TailPrice * _sign : MissingKey;
        _shares[last] = hasTail ? change.TailQuantity : 0;
        _orders[last] = hasTail ? change.TailOrders : 0;
        _count = Math.Max(0, _count - (hasTail ? 0 : 1));
        if (rank < _nearLevels)
        {
            _nearShares += _shares[top - _nearLevels + 1] - shares;
            _nearOrders += _orders[top - _nearLevels + 1] - orders;
        }
        if (rank < _farLevels)
            _farShares += _shares[top - _farLevels + 1] - shares;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Copy(int from, int to)
    {
        _keys[to] = _keys[from];
        _shares[to] = _shares[from];
        _orders[to] = _orders[from];
    }

    /// <summary>Copies the window to the middle. It lies at an end of the array, so the two do not overlap.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Recentre()
    {
        int shift = MiddleTop - _top;
        for (int i = _top; i > _top - Levels; i--)
            Copy(i, i + shift);
        _top = MiddleTop;
        _keys[MiddleTop - Levels] = MissingKey;
        _shares[MiddleTop - Levels] = 0;
        _orders[MiddleTop - Levels] = 0;
    }
}
