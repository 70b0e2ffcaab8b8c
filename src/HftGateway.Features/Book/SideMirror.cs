using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The ten best levels of one side of a book, kept in step by level changes alone.
/// <para><b>Memory.</b> Structure of arrays, all doubles (prices, shares and orders are whole numbers far below 2⁵³),
/// ready for vector instructions. Levels lie worst to best in a window that slides through a longer array: a level born
/// or gone at rank r moves only the r better ones, and most of the action is at rank 0. At an end of the array the
/// window is copied back to the middle.</para>
/// <para><b>Invariants.</b> Ranks that the side has not have key <see cref="MissingKey"/> and no shares; a level that
/// exists has at least one share. A key is the price on the bid side, its negative on the ask side: better is
/// greater.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Cost.</b> See FeatureBenchmarks. O(rank), no allocation.</para>
/// <para><b>Reference.</b> Features specification, section 3.</para>
/// </summary>
public unsafe struct SideMirror
{
    /// <summary>How many levels are kept.</summary>
    public const int Levels = BookUpdate.DisplayedLevels;

    /// <summary>Key of a rank that the side has not: worse than any price, yet finite, so that 0 times it is 0.</summary>
    public const double MissingKey = -1e15;

    private const int Capacity = 32;
    private const int MiddleTop = 22;

    // Vectors of four are read down to rank 11.
    private const int LowestTop = 11;

    private fixed double _keys[Capacity];
    private fixed double _shares[Capacity];
    private fixed double _orders[Capacity];
    private double _sign;
    private int _top;
    private int _count;

    /// <summary>Levels that the side has, at most <see cref="Levels"/>.</summary>
    public readonly int Count => _count;

    /// <summary>Key of the best level.</summary>
    public readonly double BestKey
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _keys[_top];
    }

    /// <summary>Price of the best level, 0 if the side is empty.</summary>
    public readonly long BestPrice => Price(0);

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

    /// <summary>Makes the side empty.</summary>
    /// <param name="side">Which side it is.</param>
    public void Initialise(EventSide side)
    {
        _sign = side == EventSide.Buy ? 1 : -1;
        Clear();
    }

    /// <summary>Makes the side empty.</summary>
    public void Clear()
    {
        double sign = _sign;
        this = default;
        _sign = sign;
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

    /// <summary>Keys of four ranks, the best of them in the last element.</summary>
    /// <param name="quarter">0: ranks 3 to 0; 1: ranks 7 to 4; 2: ranks 11 to 8, of which 10 and 11 mean nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector256<double> Keys(int quarter) =>
        Vector256.LoadUnsafe(in _keys[0], (nuint)(_top - 3 - 4 * quarter));

    /// <summary>Shares of four ranks, as <see cref="Keys"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector256<double> SharesOf(int quarter) =>
        Vector256.LoadUnsafe(in _shares[0], (nuint)(_top - 3 - 4 * quarter));

    /// <summary>Orders of four ranks, as <see cref="Keys"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector256<double> OrdersOf(int quarter) =>
        Vector256.LoadUnsafe(in _orders[0], (nuint)(_top - 3 - 4 * quarter));

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
        {
            int at = _top - rank;
            _shares[at] = change.Quantity;
            _orders[at] = change.Orders;
        }
        else if (change.Action == LevelAction.Insert)
        {
            Insert(in change, rank);
        }
        else if (change.Action == LevelAction.Remove)
        {
            Remove(in change, rank);
        }
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
    }

    private void Remove(ref readonly LevelChange change, int rank)
    {
        if (_top == LowestTop)
            Recentre();
        for (int i = _top - rank; i < _top; i++)
            Copy(i + 1, i);
        int top = --_top;
        // The tail's fields are only written when there is one, and the place may hold a level that once fell off.
        int last = top - (Levels - 1);
        bool hasTail = change.HasTail != 0;
        _keys[last] = hasTail ? change.TailPrice * _sign : MissingKey;
        _shares[last] = hasTail ? change.TailQuantity : 0;
        _orders[last] = hasTail ? change.TailOrders : 0;
        _count = Math.Max(0, _count - (hasTail ? 0 : 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Copy(int from, int to)
    {
        _keys[to] = _keys[from];
        _shares[to] = _shares[from];
        _orders[to] = _orders[from];
    }

    /// <summary>Copies the window to the middle.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Recentre()
    {
        int shift = MiddleTop - _top;
        int top = _top;
        // The two windows may overlap: copied from the end that moves first.
        if (shift > 0)
        {
            for (int i = top; i > top - Levels; i--)
                Copy(i, i + shift);
        }
        else
        {
            for (int i = top - Levels + 1; i <= top; i++)
                Copy(i, i + shift);
        }
        _top = MiddleTop;
    }
}
