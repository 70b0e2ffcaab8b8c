using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Books;

// Messages about orders applied straight from the wire, undescribed. Each returns false without having changed anything
// when the message is not plainly right; it then goes the way of every event, which knows all that can be wrong with
// it.
public sealed unsafe partial class BookSet
{
    /// <summary>Applies A or F.</summary>
    [HotPath]
    internal bool TryAdd<TQueues>(byte* message, ushort instrument)
        where TQueues : struct, ISwitch
    {
        uint side = (uint)Shifted(ItchOrder.Side(message));
        uint shares = ItchOrder.AddedShares(message);
        uint price = ItchOrder.AddedPrice(message);
        if (side > 1 || shares - 1 >= int.MaxValue || price - 1 >= MaxPrice || _liveOrders == _maxOrders)
            return false;
        ulong reference = ItchOrder.Reference(message);
        OrderNode* order = _table.FreeHomeOf(reference);
        if (order == null)
            return false;
        _liveOrders++;
        BookNode* book = _books + instrument;
        Quote before = new(book);
        Place<TQueues, SwitchOff>(
            book, instrument, side, (int)price, (int)shares, reference, order, ref _unread.Change0);
        CheckCrossed(book, before);
        return true;
    }

    /// <summary>Applies E or X.</summary>
    [HotPath]
    internal bool TryReduce<TQueues>(byte* message, ushort instrument)
        where TQueues : struct, ISwitch
    {
        OrderNode* order = _table.Find(ItchOrder.Reference(message));
        uint taken = ItchOrder.Taken(message);
        // Nobody has no shares.
        if (taken - 1 >= (uint)order->Shares || order->Instrument != instrument)
            return false;
        int left = order->Shares - (int)taken;
        if (left == 0)
        {
            Leave<TQueues, SwitchOff>(_books + instrument, order, ref _unread.Change0);
            return true;
        }
        order->Shares = left;
        _levels[order->Level].Shares -= taken;
        return true;
    }

    /// <summary>Applies D.</summary>
    [HotPath]
    internal bool TryDelete<TQueues>(byte* message, ushort instrument)
        where TQueues : struct, ISwitch
    {
        OrderNode* order = _table.Find(ItchOrder.Reference(message));
        if (order->Shares == 0 || order->Instrument != instrument)
            return false;
        Leave<TQueues, SwitchOff>(_books + instrument, order, ref _unread.Change0);
        return true;
    }

    /// <summary>Applies U.</summary>
    [HotPath]
    internal bool TryReplace<TQueues>(byte* message, ushort instrument)
        where TQueues : struct, ISwitch
    {
        OrderNode* order = _table.Find(ItchOrder.Reference(message));
        uint shares = ItchOrder.NewShares(message);
        uint price = ItchOrder.NewPrice(message);
        ulong reference = ItchOrder.NewReference(message);
        OrderNode* next = _table.FreeHomeOf(reference);
        if (order->Shares == 0 || order->Instrument != instrument || shares - 1 >= int.MaxValue || price - 1 >= MaxPrice
            || next == null)
            return false;
        BookNode* book = _books + instrument;
        Quote before = new(book);
        uint side = order->Side;
        Leave<TQueues, SwitchOff>(book, order, ref _unread.Change0);
        _liveOrders++;
        Place<TQueues, SwitchOff>(
            book, instrument, side, (int)price, (int)shares, reference, next, ref _unread.Change0);
        CheckCrossed(book, before);
        return true;
    }

    // 0 for B, 1 for S, something larger for every other letter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Shifted(byte letter)
    {
        int bits = letter ^ 'B';
        return (bits & 1) | ((bits ^ ((bits & 1) * ('B' ^ 'S'))) << 1);
    }
}
