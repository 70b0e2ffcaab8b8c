using System.Runtime.CompilerServices;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The ten best levels of one side of a book, kept in step by level changes alone, with the shares of the best few
/// levels summed (bid_depth_5 and the like).
/// <para><b>Memory.</b> Structure of arrays. Levels lie worst to best in a window that slides through a longer array: a
/// level born or gone at rank r moves only the r better ones, and most of the action is at rank 0. At an end of the
/// array the window is copied back to the middle.</para>
/// <para><b>Invariants.</b> Ranks that the side has not are all zero; a level that exists has at least one share. The
/// sums always equal the sums of the levels.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Cost.</b> See FeatureBenchmarks. O(rank), no allocation.</para>
/// <para><b>Reference.</b> Features specification, section 3.</para>
/// </summary>
public unsafe struct SideMirror
{
    /// <summary>How many levels are kept.</summary>
    public const int Levels = BookUpdate.DisplayedLevels;

    private const int Capacity = 32;
    private const int MiddleTop = 20;

    private int _top;
    private int _count;
    private int _nearLevels;
    private int _farLevels;
    private long _nearShares;
    private long _farShares;
    private fixed long _prices[Capacity];
    private fixed long _shares[Capacity];
    private fixed int _orders[Capacity];

    /// <summary>Levels that the side has, at most <see cref="Levels"/>.</summary>
    public readonly int Count => _count;

    /// <summary>Price of the best level, 0 if the side is empty.</summary>
    public readonly long BestPrice
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _prices[_top];
    }

    /// <summary>Shares at the best level, 0 if the side is empty.</summary>
    public readonly long BestShares
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _shares[_top];
    }

    /// <summary>Shares of the best <c>nearLevels</c> levels.</summary>
    public readonly long NearShares => _nearShares;

    /// <summary>Shares of the best <c>farLevels</c> levels.</summary>
    public readonly long FarShares => _farShares;

    /// <summary>Makes the side empty and says how many levels the two sums take.</summary>
    /// <param name="nearLevels">1 to <see cref="Levels"/>.</param>
    /// <param name="farLevels">1 to <see cref="Levels"/>.</param>
    public void Initialise(int nearLevels, int farLevels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nearLevels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nearLevels, Levels);
        ArgumentOutOfRangeException.ThrowIfLessThan(farLevels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(farLevels, Levels);
        this = default;
        _top = MiddleTop;
        _nearLevels = nearLevels;
        _farLevels = farLevels;
    }

    /// <summary>Makes the side empty.</summary>
    public void Clear()
    {
        int near = _nearLevels;
        int far = _farLevels;
        this = default;
        _top = MiddleTop;
        _nearLevels = near;
        _farLevels = far;
    }

    /// <summary>Price of a rank, 0 = best; 0 if the side has no such level or it is not kept.</summary>
    public readonly long Price(int rank) => (uint)rank < Levels ? _prices[_top - rank] : 0;

    /// <summary>Shares of a rank, as <see cref="Price"/>.</summary>
    public readonly long Shares(int rank) => (uint)rank < Levels ? _shares[_top - rank] : 0;

    /// <summary>Orders of a rank, as <see cref="Price"/>.</summary>
    public readonly int Orders(int rank) => (uint)rank < Levels ? _orders[_top - rank] : 0;

    /// <summary>Takes over one change of this side.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        long delta = change.Quantity - _shares[at];
        _shares[at] = change.Quantity;
        _orders[at] = change.Orders;
        _nearShares += rank < _nearLevels ? delta : 0;
        _farShares += rank < _farLevels ? delta : 0;
    }

    private void Insert(ref readonly LevelChange change, int rank)
    {
        if (_top == Capacity - 1)
            Recentre();
        int top = ++_top;
        for (int i = top; i > top - rank; i--)
        {
            _prices[i] = _prices[i - 1];
            _shares[i] = _shares[i - 1];
            _orders[i] = _orders[i - 1];
        }
        int at = top - rank;
        _prices[at] = change.Price;
        _shares[at] = change.Quantity;
        _orders[at] = change.Orders;
        _count = Math.Min(_count + 1, Levels);
        // What was the last level of a sum is one rank further away now.
        _nearShares += rank < _nearLevels ? change.Quantity - _shares[top - _nearLevels] : 0;
        _farShares += rank < _farLevels ? change.Quantity - _shares[top - _farLevels] : 0;
    }

    private void Remove(ref readonly LevelChange change, int rank)
    {
        if (_top == Levels - 1)
            Recentre();
        int at = _top - rank;
        long removed = _shares[at];
        for (int i = at; i < _top; i++)
        {
            _prices[i] = _prices[i + 1];
            _shares[i] = _shares[i + 1];
            _orders[i] = _orders[i + 1];
        }
        int top = --_top;
        // The tail's fields are only written when there is one, and the place may hold a level that once fell off.
        int last = top - (Levels - 1);
        bool hasTail = change.HasTail != 0;
        _prices[last] = hasTail ? change.TailPrice : 0;
        _shares[last] = hasTail ? change.TailQuantity : 0;
        _orders[last] = hasTail ? change.TailOrders : 0;
        _count -= hasTail ? 0 : 1;
        _nearShares += rank < _nearLevels ? _shares[top - _nearLevels + 1] - removed : 0;
        _farShares += rank < _farLevels ? _shares[top - _farLevels + 1] - removed : 0;
    }

    /// <summary>Copies the window to the middle. It lies at an end of the array, so the two do not overlap.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Recentre()
    {
        int shift = MiddleTop - _top;
        for (int i = _top; i > _top - Levels; i--)
        {
            _prices[i + shift] = _prices[i];
            _shares[i + shift] = _shares[i];
            _orders[i + shift] = _orders[i];
        }
        _top = MiddleTop;
    }
}
