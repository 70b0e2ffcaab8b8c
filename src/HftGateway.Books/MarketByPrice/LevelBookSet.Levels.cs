using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books.MarketByPrice;

// What each kind of entry does to the levels. Each returns how many changes it described: 0 is a refusal.
public sealed unsafe partial class LevelBookSet
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static LevelEntry* Side(LevelBookNode* book, uint side) =>
        &book->FirstEntry + (side < 2
            ? side * LevelBookNode.Capacity
            : 2 * LevelBookNode.Capacity + (side - 2) * LevelBookNode.ImpliedCapacity);

    private int Insert(
        LevelBookNode* book, ref readonly InputEvent e, uint side, int rank, int count, ref BookUpdate update)
    {
        int depth = book->Depth;
        if ((uint)rank > (uint)count || rank >= depth)
            return RefuseLevel(book, rank >= depth || rank < 0 ? BookAnomaly.BadLevel : BookAnomaly.MissingLevel);
        LevelEntry* levels = &book->FirstEntry + side * LevelBookNode.Capacity;
        int changes = 0;
        // A mirror of ten levels drops the last one by itself; of a shallower full book it must be told.
        if (count == depth && depth < BookUpdate.DisplayedLevels)
        {
            DescribeRemoval(levels, side, count - 1, count, ref update.Change0);
            changes = 1;
        }

        int moved = Math.Min(count, depth - 1) - rank;
        Shift(levels + rank, levels + rank + 1, moved);
        Write(levels + rank, in e);
        count = Math.Min(count + 1, depth);
        book->Counts[side] = count;
        CheckOrder(levels, side, rank, count);
        ref LevelChange change = ref changes == 0 ? ref update.Change0 : ref update.Change1;
        Describe(levels, side, rank, LevelAction.Insert, ref change);
        change.QuantityDelta = Saturated(levels[rank].Quantity);
        return changes + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Update(
        LevelBookNode* book, ref readonly InputEvent e, uint side, int rank, int count, ref BookUpdate update)
    {
        if ((uint)rank >= (uint)count)
            return RefuseLevel(book, LevelFault(book, rank));
        LevelEntry* level = &book->FirstEntry + side * LevelBookNode.Capacity + rank;
        if (level->Price != e.Price)
            return Differ(book, in e, side, rank, count, ref update);

        long before = level->Quantity;
        level->Quantity = (long)e.OrderId;
        level->Orders = e.Quantity2;
        Describe(level - rank, side, rank, LevelAction.Update, ref update.Change0);
        update.Change0.QuantityDelta = Saturated(level->Quantity - before);
        return 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Differ(
        LevelBookNode* book, ref readonly InputEvent e, uint side, int rank, int count, ref BookUpdate update)
    {
        Anomalies.Count(BookAnomaly.LevelPriceDiffers);
        return Overlay(book, in e, side, rank, count, ref update);
    }

    private int Delete(
        LevelBookNode* book, ref readonly InputEvent e, uint side, int rank, int count, ref BookUpdate update)
    {
        if ((uint)rank >= (uint)count)
        {
            // One of several removals of a side that held fewer.
            if (e.Quantity2 == 0)
                Anomalies.Count(LevelFault(book, rank));
            return 0;
        }

        LevelEntry* levels = &book->FirstEntry + side * LevelBookNode.Capacity;
        DescribeRemoval(levels, side, rank, count, ref update.Change0);
        Shift(levels + rank + 1, levels + rank, count - 1 - rank);
        book->Counts[side] = count - 1;
        return 1;
    }

    private int Overlay(
        LevelBookNode* book, ref readonly InputEvent e, uint side, int rank, int count, ref BookUpdate update)
    {
        if ((uint)rank >= (uint)count)
            return RefuseLevel(book, LevelFault(book, rank));
        LevelEntry* levels = &book->FirstEntry + side * LevelBookNode.Capacity;
        LevelEntry* level = levels + rank;
        if (level->Price == e.Price)
            return Update(book, in e, side, rank, count, ref update);
        DescribeRemoval(levels, side, rank, count, ref update.Change0);
        Write(level, in e);
        CheckOrder(levels, side, rank, count);
        Describe(levels, side, rank, LevelAction.Insert, ref update.Change1);
        update.Change1.QuantityDelta = Saturated(level->Quantity);
        return 2;
    }

    /// <summary>The implied book: the same rules, nothing shown.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ApplyImplied(LevelBookNode* book, ref readonly InputEvent e, ref BookUpdate update)
    {
        ShowNothing(ref update);
        book->ImpliedMidEvent = (e.Flags & EventFlags.EndOfEvent) != 0 ? 0 : 1;
        uint side = 2 + ((uint)e.Side & 1);
        LevelEntry* levels = Side(book, side);
        int count = book->Counts[side];
        int rank = e.Code - 1;
        int limit = e.Kind == EventKind.LevelInsert ? Math.Min(count, book->ImpliedDepth - 1) : count - 1;
        if (rank < 0 || rank > limit)
        {
            if (e.Kind != EventKind.LevelDelete || e.Quantity2 == 0)
                Anomalies.Count(rank < 0 || rank >= book->ImpliedDepth
                    ? BookAnomaly.BadLevel : BookAnomaly.MissingLevel);
            return;
        }

        if (e.Kind == EventKind.LevelDelete)
        {
            Shift(levels + rank + 1, levels + rank, count - 1 - rank);
            book->Counts[side] = count - 1;
            return;
        }

        if (e.Kind == EventKind.LevelInsert)
        {
            Shift(levels + rank, levels + rank + 1, Math.Min(count, book->ImpliedDepth - 1) - rank);
            book->Counts[side] = Math.Min(count + 1, book->ImpliedDepth);
        }

        Write(levels + rank, in e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(LevelEntry* level, ref readonly InputEvent e)
    {
        level->Price = e.Price;
        level->Quantity = (long)e.OrderId;
        level->Orders = e.Quantity2;
    }

    /// <summary>Moves entries up or down by one. Few and near: a loop of whole entries beats a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shift(LevelEntry* from, LevelEntry* to, int count)
    {
        if (to > from)
        {
            for (int i = count - 1; i >= 0; i--)
                to[i] = from[i];
        }
        else
        {
            for (int i = 0; i < count; i++)
                to[i] = from[i];
        }
    }

    private static void DescribeRemoval(LevelEntry* levels, uint side, int rank, int count, ref LevelChange change)
    {
        change.Side = (EventSide)side;
        change.Action = rank < BookUpdate.DisplayedLevels ? LevelAction.Remove : LevelAction.Beyond;
        change.Level = rank < BookUpdate.DisplayedLevels ? (byte)rank : byte.MaxValue;
        change.Orders = 0;
        change.Price = levels[rank].Price;
        change.Quantity = 0;
        change.QuantityDelta = Saturated(-levels[rank].Quantity);
        change.HasTail = 0;
        if (count > BookUpdate.DisplayedLevels && rank < BookUpdate.DisplayedLevels)
        {
            LevelEntry* tail = levels + BookUpdate.DisplayedLevels;
            change.HasTail = 1;
            change.TailPrice = tail->Price;
            change.TailQuantity = tail->Quantity;
            change.TailOrders = tail->Orders;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Describe(LevelEntry* levels, uint side, int rank, LevelAction action, ref LevelChange change)
    {
        bool displayed = rank < BookUpdate.DisplayedLevels;
        change.Side = (EventSide)side;
        change.Action = displayed ? action : LevelAction.Beyond;
        change.Level = displayed ? (byte)rank : byte.MaxValue;
        change.HasTail = 0;
        change.Orders = levels[rank].Orders;
        change.Price = levels[rank].Price;
        change.Quantity = levels[rank].Quantity;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckOrder(LevelEntry* levels, uint side, int rank, int count)
    {
        long price = levels[rank].Price;
        bool wrong = rank > 0 && !IsBetter(side, levels[rank - 1].Price, price);
        wrong |= rank + 1 < count && !IsBetter(side, price, levels[rank + 1].Price);
        if (wrong)
            Anomalies.Count(BookAnomaly.LevelOutOfOrder);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBetter(uint side, long a, long b) => side == 0 ? a > b : a < b;

    private static BookAnomaly LevelFault(LevelBookNode* book, int rank) =>
        (uint)rank >= (uint)book->Depth ? BookAnomaly.BadLevel : BookAnomaly.MissingLevel;

    // What cannot belong to this book: from here on it is known to be wrong, until it is reset.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int RefuseLevel(LevelBookNode* book, BookAnomaly anomaly)
    {
        Anomalies.Count(anomaly);
        book->StaleReasons |= IntegrityReason;
        book->Status |= StaleBit;
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Saturated(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}
