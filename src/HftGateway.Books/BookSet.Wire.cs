using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using HftGateway.Platform;

namespace HftGateway.Books;

// Messages about orders applied straight from the wire, undescribed. Each returns false without having changed anything
// when the message is not plainly right; it then goes the way of every event, which knows all that can be wrong with
// it.
public sealed unsafe partial class BookSet
{
    // Far enough for memory to answer, near enough that it is still cached then.
    private const uint BucketsAhead = 8;

    /// <summary>Applies A or F.</summary>
    [HotPath]
    internal bool TryAdd<TAhead, TQueues>(byte* message, ushort instrument)
        where TAhead : struct, ISwitch
        where TQueues : struct, ISwitch
    {
        uint side = (uint)Shifted(ItchOrder.Side(message));
        uint shares = ItchOrder.AddedShares(message);
        uint price = ItchOrder.AddedPrice(message);
        if (side > 1 || shares - 1 >= int.MaxValue || price - 1 >= MaxPrice || _liveOrders == _maxOrders)
            return false;
        ulong reference = ItchOrder.Reference(message);
        uint order = TAhead.IsOn ? _table.TakeNewAnywhere(reference) : _table.TakeNew(reference);
        if (order == 0)
            return false;
        _liveOrders++;
        AskNext<TQueues>(order);
        BookNode* book = _books + instrument;
        Quote before = new(book);
        Place<TQueues, SwitchOff>(
            book, instrument, side, (int)price, (int)shares, reference, order, ref _unread.Change0);
        CheckCrossed(book, before);
        return true;
    }

    /// <summary>Applies E or X.</summary>
    [HotPath]
    internal bool TryReduce<TAhead, TQueues>(byte* message, ushort instrument)
        where TAhead : struct, ISwitch
        where TQueues : struct, ISwitch
    {
        uint order = Find<TAhead>(ItchOrder.Reference(message));
        uint taken = ItchOrder.Taken(message);
        int shares = _table.Shares(order);
        LevelNode* level = _levels + _table.Level(order);
        // Nobody has no shares.
        if (taken - 1 >= (uint)shares || level->Instrument != instrument)
            return false;
        int left = shares - (int)taken;
        if (left == 0)
        {
            Leave<TQueues, SwitchOff>(_books + instrument, order, ref _unread.Change0);
            return true;
        }
        _table.Shares(order) = left;
        level->Shares -= taken;
        return true;
    }

    /// <summary>Applies D.</summary>
    [HotPath]
    internal bool TryDelete<TAhead, TQueues>(byte* message, ushort instrument)
        where TAhead : struct, ISwitch
        where TQueues : struct, ISwitch
    {
        uint order = Find<TAhead>(ItchOrder.Reference(message));
        if (order == 0 || _levels[_table.Level(order)].Instrument != instrument)
            return false;
        Leave<TQueues, SwitchOff>(_books + instrument, order, ref _unread.Change0);
        return true;
    }

    /// <summary>Applies U.</summary>
    [HotPath]
    internal bool TryReplace<TAhead, TQueues>(byte* message, ushort instrument)
        where TAhead : struct, ISwitch
        where TQueues : struct, ISwitch
    {
        uint order = Find<TAhead>(ItchOrder.Reference(message));
        uint shares = ItchOrder.NewShares(message);
        uint price = ItchOrder.NewPrice(message);
        ulong reference = ItchOrder.NewReference(message);
        LevelNode* level = _levels + _table.Level(order);
        if (order == 0 || level->Instrument != instrument || shares - 1 >= int.MaxValue || price - 1 >= MaxPrice
            || Find<TAhead>(reference) != 0)
            return false;
        BookNode* book = _books + instrument;
        Quote before = new(book);
        uint side = _table.Side(order);
        Leave<TQueues, SwitchOff>(book, order, ref _unread.Change0);
        _liveOrders++;
        Place<TQueues, SwitchOff>(
            book, instrument, side, (int)price, (int)shares, reference, _table.Take(reference), ref _unread.Change0);
        CheckCrossed(book, before);
        return true;
    }

    // References grow: the orders that come next will lie behind this one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AskNext<TQueues>(uint order)
        where TQueues : struct, ISwitch
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch0(_table.Buckets + (order / OrderBucket.Places) + BucketsAhead);
        if (TQueues.IsOn)
            Sse.Prefetch0(_links + order + (BucketsAhead * OrderBucket.Places));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Find<TAhead>(ulong reference)
        where TAhead : struct, ISwitch =>
        TAhead.IsOn ? _table.FindAnywhere(reference) : _table.Find(reference);

    // 0 for B, 1 for S, something larger for every other letter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Shifted(byte letter)
    {
        int bits = letter ^ 'B';
        return (bits & 1) | ((bits ^ ((bits & 1) * ('B' ^ 'S'))) << 1);
    }
}
