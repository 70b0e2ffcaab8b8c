using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The ten best levels of one side of a book, kept in step by level changes alone, with the sums over levels that
/// section 3 needs and the contributions of a change to order flow imbalance.
/// <para><b>Memory.</b> A level stays in its slot of 32 bytes for as long as it is among the best ten; which slot a
/// rank has is a digit of one 64-bit number, so that a birth or death shifts digits instead of levels:</para>
/// <code>
///  63       44 43    40 39    36            3     0
/// |     0     |  spare |  rank 9 |   ...   |  rank 0 |     4 bits each: a slot, 0 to 10
/// </code>
/// <para><b>Why.</b> Moving levels takes a loop whose length no processor foresees, or vector loads of what was stored
/// in other pieces a moment ago, which wait for the store buffer. Slots are only ever read and written whole.</para>
/// <para><b>Invariants.</b> The eleven digits are a permutation of 0 to 10: whatever a change says, no access leaves
/// the slots. A rank that the side has not is all zero, and so is the spare slot; a level that exists has at least one
/// share. A key is the price on the bid side, its negative on the ask side: better is greater. The sums always equal
/// the sums of the levels: whole numbers below 2⁵³, so they never drift; a value beyond that is summed anew.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Cost.</b> O(1), no allocation, one unpredictable branch; perf/README.md.</para>
/// <para><b>Reference.</b> Features specification, section 3.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe partial struct SideMirror
{
    /// <summary>How many levels are kept.</summary>
    public const int Levels = BookUpdate.DisplayedLevels;

    private const int DigitBits = 4;
    private const int Slots = Levels + 1;

    // Shares, orders, key, nothing.
    private const int SlotLanes = 4;
    private const int SpareShift = DigitBits * Levels;
    private const ulong NoLevels = 0xA9876543210;
    private const double ExactBelow = 9007199254740992;

    // Shares and orders of depth_levels levels, shares of imbalance_levels levels, Σ Q_i/i times RankScale.
    private Vector256<double> _sums;
    private ulong _ranks;
    private double _value;
    private double _largest;
    private double _sign;
    private fixed double _slots[Slots * SlotLanes];

    // Of each rank, the factors with which its level is part of the sums.
    private fixed double _weights[Levels * SlotLanes];
    private int _nearLevels;
    private int _farLevels;
    private bool _keepsValue;
    private bool _keepsWeighted;
    private bool _keepsLargest;

    /// <summary>Levels that the side has, at most <see cref="Levels"/>.</summary>
    public readonly int Count
    {
        get
        {
            int count = 0;
            while (count < Levels && Slot(_ranks, count)[0] != 0)
                count++;
            return count;
        }
    }

    /// <summary>Price of the best level, 0 if the side is empty.</summary>
    public readonly long BestPrice => Price(0);

    /// <summary>Price of the best level as a double, 0 if the side is empty.</summary>
    public readonly double Best
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Number(_ranks, 0, 2) * _sign;
    }

    /// <summary>Shares at the best level, 0 if the side is empty.</summary>
    public readonly double BestShares
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Number(_ranks, 0, 0);
    }

    /// <summary>Orders at the best level, 0 if the side is empty.</summary>
    public readonly double BestOrders
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Number(_ranks, 0, 1);
    }

    /// <summary>Shares of the best depth_levels levels: bid_depth_5 and the like.</summary>
    public readonly double NearShares => _sums[0];

    /// <summary>Orders of those levels.</summary>
    public readonly double NearOrders => _sums[1];

    /// <summary>Shares of the best imbalance_levels levels.</summary>
    public readonly double FarShares => _sums[2];

    /// <summary>Makes the side empty and says how many levels the sums take.</summary>
    /// <param name="side">Which side it is.</param>
    /// <param name="nearLevels">depth_levels, 1 to <see cref="Levels"/>.</param>
    /// <param name="farLevels">imbalance_levels, 1 to <see cref="Levels"/>.</param>
    /// <param name="keepsValue">Keep <see cref="Value"/>.</param>
    /// <param name="keepsWeighted">Keep <see cref="Weighted"/>.</param>
    /// <param name="keepsLargest">Keep <see cref="Largest"/>.</param>
    public void Initialise(
        EventSide side, int nearLevels, int farLevels, bool keepsValue = true, bool keepsWeighted = true,
        bool keepsLargest = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nearLevels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nearLevels, Levels);
        ArgumentOutOfRangeException.ThrowIfLessThan(farLevels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(farLevels, Levels);
        _sign = side == EventSide.Buy ? 1 : -1;
        _nearLevels = nearLevels;
        _farLevels = farLevels;
        _keepsValue = keepsValue;
        _keepsWeighted = keepsWeighted;
        _keepsLargest = keepsLargest;
        for (int rank = 0; rank < Levels; rank++)
        {
            _weights[rank * SlotLanes] = rank < nearLevels ? 1 : 0;
            _weights[rank * SlotLanes + 1] = rank < nearLevels ? 1 : 0;
            _weights[rank * SlotLanes + 2] = rank < farLevels ? 1 : 0;
            _weights[rank * SlotLanes + 3] = keepsWeighted && rank < farLevels ? RankScale / (rank + 1) : 0;
        }
        Clear();
    }

    /// <summary>Makes the side empty.</summary>
    public void Clear()
    {
        _sums = default;
        _ranks = NoLevels;
        _value = 0;
        _largest = 0;
        for (int i = 0; i < Slots * SlotLanes; i++)
            _slots[i] = 0;
    }

    /// <summary>Price of a rank, 0 = best; 0 if the side has no such level or it is not kept.</summary>
    public readonly long Price(int rank) => (uint)rank < Levels ? (long)(Number(_ranks, rank, 2) * _sign) : 0;

    /// <summary>Shares of a rank, as <see cref="Price"/>.</summary>
    public readonly long Shares(int rank) => (uint)rank < Levels ? (long)Number(_ranks, rank, 0) : 0;

    /// <summary>Orders of a rank, as <see cref="Price"/>.</summary>
    public readonly int Orders(int rank) => (uint)rank < Levels ? (int)Number(_ranks, rank, 1) : 0;

    /// <summary>Takes over one change of this side.</summary>
    [HotPath]
    public void Apply(ref readonly LevelChange change)
    {
        // Beyond has rank 255. The test also keeps every index below inside the arrays, whatever the change says.
        if (change.Level >= Levels)
            return;
        if (change.Action == LevelAction.Update)
            Update(in change, _keepsValue, _keepsLargest, false);
        else if (change.Action is LevelAction.Insert or LevelAction.Remove)
            Move(in change);
    }

    /// <summary>
    /// Takes over an update of a level at a rank below <see cref="Levels"/>; returns <see cref="Sums"/>.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="keepsValue">As the side was initialised; a constant to the compiler where the plan is one.</param>
    /// <param name="keepsLargest">Likewise.</param>
    /// <param name="plain"><see cref="CanUpdate"/> and imbalance_levels = <see cref="Levels"/>: no call.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<double> Update(
        ref readonly LevelChange change, bool keepsValue, bool keepsLargest, bool plain)
    {
        int rank = change.Level;
        ref Vector256<double> slot = ref Slot(_ranks, rank);
        Vector256<double> before = slot;
        Vector256<double> after = before.WithLower(Vector128.Create((double)change.Quantity, change.Orders));
        slot = after;
        ref Vector256<double> weights = ref Weights(rank);
        Vector256<double> more = Vector256.Shuffle(after - before, Vector256.Create(0L, 1, 0, 0));
        // Whole numbers: as exact as a product and a sum.
        Vector256<double> sums = Vector256.FusedMultiplyAdd(more, weights, _sums);
        _sums = sums;
        if (keepsValue)
        {
            double key = after[2] * weights.ToScalar();
            double with = _value + key * after.ToScalar();
            double leaves = key * before.ToScalar();
            if (plain)
                _value = with - leaves;
            else
                SetValue(with, leaves);
        }
        if (keepsLargest)
            UpdateLargest(before.ToScalar(), after.ToScalar(), plain);
        return sums;
    }

    /// <summary>The value stays exact through an update, at least if the level is one of depth_levels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly bool CanUpdate(ref readonly LevelChange change) =>
        Math.Abs(_value) + (double)change.Price * change.Quantity < ExactBelow;

    /// <summary>Takes over the birth or death of a level at a rank below <see cref="Levels"/>.</summary>
    [HotPath]
    internal void Move(ref readonly LevelChange change)
    {
        // Both at once and without a branch, since which of the two it is nothing foretells: masks choose.
        ulong ranks = _ranks;
        int rank = change.Level;
        int at = DigitBits * rank;
        long remove = (long)change.Action >> 1;
        ulong isRemove = (ulong)-remove;
        ulong isInsert = ~isRemove;
        ulong better = (1UL << at) - 1;
        ulong kept = ranks & better;
        ulong worse = ranks & ~better;
        ulong own = (ranks >> at) & 15;
        ulong spare = ranks >> SpareShift;
        // What falls off at the last rank becomes spare; or what is gone becomes the last rank and takes the tail.
        ulong inserted = kept | ((worse << DigitBits) & ((1UL << (SpareShift + DigitBits)) - 1)) | (spare << at);
        ulong removed = kept | ((worse >> DigitBits) & ~better & ((1UL << (SpareShift - DigitBits)) - 1))
            | (own << (SpareShift - DigitBits)) | (spare << SpareShift);
        ulong next = (inserted & isInsert) | (removed & isRemove);

        // Ranks at which a level leaves and enters each sum: its last one, or that of the change.
        int near = _nearLevels - 1;
        int far = _farLevels - 1;
        int change0 = rank & (int)isRemove;
        int change1 = rank & (int)isInsert;
        Vector256<double> outOfNear = Slot(ranks, change0 | (near & (int)isInsert));
        Vector256<double> outOfFar = Slot(ranks, change0 | (far & (int)isInsert));

        // The tail's fields lie as the level's own do, 16 bytes on, and are only written when there is one.
        ref byte fields = ref Unsafe.As<LevelChange, byte>(ref Unsafe.AsRef(in change));
        long exists = -((remove ^ 1) | (long)(uint)(change.HasTail & 1));
        long price = Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref fields, (nint)(8 + 16 * remove))) & exists;
        long shares = Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref fields, (nint)(16 + 16 * remove))) & exists;
        int orders = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref fields, (nint)(4 + 36 * remove))) & (int)exists;
        Vector256<double> level = Vector256.Create((double)shares, orders, price * _sign, 0);
        SlotAt(((spare & isInsert) | (own & isRemove)) << 5) = level;
        SlotAt(next >> SpareShift << 5) = default;

        Vector256<double> intoNear = Slot(next, change1 | (near & (int)isRemove));
        Vector256<double> intoFar = Slot(next, change1 | (far & (int)isRemove));
        ref Vector256<double> weights = ref Weights(rank);
        Vector256<double> more = Vector256.Create(
            (intoNear - outOfNear).GetLower(), (intoFar - outOfFar).GetLower());
        Vector256<double> sums = _sums + more * weights;
        _ranks = next;
        if (_keepsValue)
        {
            double isNear = weights.ToScalar();
            SetValue(
                _value + isNear * (intoNear[2] * intoNear.ToScalar()), isNear * (outOfNear[2] * outOfNear.ToScalar()));
        }
        if (_keepsWeighted)
            sums = sums.WithElement(3, WeightedByRank(next));
        if (_keepsLargest)
            SetLargest();
        _sums = sums;
    }

    /// <summary>The value with what entered, less what left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetValue(double with, double leaves)
    {
        // All terms have one sign: if the greatest partial sum is exact then so are all. Written so that NaN sums anew.
        if (Math.Abs(with) < ExactBelow)
            _value = with - leaves;
        else
            SumValue();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SumValue()
    {
        double value = 0;
        for (int i = 0; i < _nearLevels; i++)
            value += Number(_ranks, i, 0) * Number(_ranks, i, 2);
        _value = value;
    }

    /// <summary>
    /// The largest after an update: looked for among all only where it was this level's and has become less, which is
    /// one update in several tens.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void UpdateLargest(double before, double after, bool plain)
    {
        bool less = before == _largest && after < before;
        if (!plain && (less || _farLevels != Levels))
            SetLargest();
        else if (less)
            _largest = LargestOfAll();
        else
            _largest = Vector128.MaxNative(
                Vector128.CreateScalarUnsafe(after), Vector128.CreateScalarUnsafe(_largest)).ToScalar();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetLargest()
    {
        if (_farLevels == Levels)
            _largest = LargestOfAll();
        else
            SetLargestOfSome();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double LargestOfAll()
    {
        // All slots, in whatever order: lane 0 is what counts.
        Vector256<double> a = Vector256.MaxNative(SlotAt(0), SlotAt(1 << 5));
        Vector256<double> b = Vector256.MaxNative(SlotAt(2 << 5), SlotAt(3 << 5));
        Vector256<double> c = Vector256.MaxNative(SlotAt(4 << 5), SlotAt(5 << 5));
        a = Vector256.MaxNative(a, SlotAt(6 << 5));
        b = Vector256.MaxNative(b, SlotAt(7 << 5));
        c = Vector256.MaxNative(c, SlotAt(8 << 5));
        a = Vector256.MaxNative(a, SlotAt(9 << 5));
        b = Vector256.MaxNative(b, SlotAt(10 << 5));
        return Vector256.MaxNative(Vector256.MaxNative(a, b), c).ToScalar();
    }

    private void SetLargestOfSome()
    {
        double largest = 0;
        for (int i = 0; i < _farLevels; i++)
            largest = Math.Max(largest, Number(_ranks, i, 0));
        _largest = largest;
    }

    // In these four, only digits of a permutation of 0 to 10 become offsets.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref Vector256<double> SlotAt(ulong offset) =>
        ref Unsafe.As<byte, Vector256<double>>(ref Unsafe.AddByteOffset(
            ref Unsafe.As<double, byte>(ref Unsafe.AsRef(in _slots[0])), (nuint)offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref Vector256<double> Slot(ulong ranks, int rank) =>
        ref SlotAt((ranks >> (DigitBits * rank) << 5) & (15 << 5));

    /// <summary>A number of the level at a rank: 0 its shares, 1 its orders, 2 its key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double Number(ulong ranks, int rank, int lane) =>
        Unsafe.Add(ref Unsafe.As<Vector256<double>, double>(ref Slot(ranks, rank)), lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref Vector256<double> Weights(int rank) =>
        ref Unsafe.As<double, Vector256<double>>(ref Unsafe.AsRef(in _weights[rank * SlotLanes]));
}
