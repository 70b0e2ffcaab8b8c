using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Books;

// Hints to the processor about events that will be applied soon. None changes anything; any may be left out.
public sealed unsafe partial class BookSet
{
    /// <summary>
    /// First step of a look-ahead, for an event about 16 places ahead: asks the processor to load the book's summary
    /// and the order. The steps are hints: any may be left out, none changes anything.
    /// </summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ref readonly InputEvent e)
    {
        if (!Sse.IsSupported || e.Kind is < EventKind.Add or > EventKind.Replace || e.Instrument >= _instruments)
            return;
        uint home = _table.HomeOf(e.OrderId);
        Sse.Prefetch0(_table.Buckets + home);
        if (_queues)
            Sse.Prefetch0(_links + (home * OrderBucket.Places));
        Sse.Prefetch0(_books + e.Instrument);
    }

    /// <summary>
    /// Second step, about 10 places ahead: the level of the order that the event names, or for an add the place of its
    /// price.
    /// </summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchOrder(ref readonly InputEvent e)
    {
        if (!Sse.IsSupported || e.Kind is < EventKind.Add or > EventKind.Replace || e.Instrument >= _instruments)
            return;
        if (e.Kind == EventKind.Add)
            Sse.Prefetch0(SlotOf(_books + e.Instrument, (uint)e.Side & 1, (int)e.Price));
        else
            Sse.Prefetch0(_levels + _table.Level(_table.Guess(_table.HomeOf(e.OrderId), e.OrderId)));
    }

    /// <summary>
    /// Third step, about 5 places ahead: the order's neighbours and the marks of the levels; for an add the level at
    /// its price.
    /// </summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchLevel(ref readonly InputEvent e)
    {
        if (!Sse.IsSupported || e.Kind is < EventKind.Add or > EventKind.Replace || e.Instrument >= _instruments)
            return;
        if (e.Kind == EventKind.Add)
        {
            Sse.Prefetch0(_levels + *SlotOf(_books + e.Instrument, (uint)e.Side & 1, (int)e.Price));
            return;
        }

        if (_queues)
        {
            OrderLinks* order = _links + _table.Guess(_table.HomeOf(e.OrderId), e.OrderId);
            Sse.Prefetch0(_links + order->Previous);
            Sse.Prefetch0(_links + order->Next);
        }

        Sse.Prefetch0(_books[e.Instrument].Occupied);
    }

    // The same from the wire, in steps and without a branch: what kind of message comes next is anybody's guess,
    // and a wrong one costs more than a useless hint. Order, level and book of nobody are always cached. Only what the
    // message will touch is asked for: the number of lines in flight is what limits a full market.

    /// <summary>Asks for the order, and for the book of a message that places an order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AskOrder<TQueues>(PendingMessage* pending, uint instrument)
        where TQueues : struct, ISwitch
    {
        byte* message = pending->Order;
        uint home = _table.HomeOf(ItchOrder.Reference(message));
        Sse.Prefetch0(_table.Buckets + home);
        if (TQueues.IsOn)
            Sse.Prefetch0(_links + (home * OrderBucket.Places));
        pending->Home = home;
        BookNode* book = _nobody + ((instrument + 1) & ItchOrder.PlacingMask(message));
        Sse.Prefetch0(book);
        pending->Book = book;
    }

    /// <summary>
    /// Asks for the order's level and neighbours, and for the place of the price at which an order will be placed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AskLevel<TQueues>(PendingMessage* pending)
        where TQueues : struct, ISwitch
    {
        uint order = _table.Guess(pending->Home, ItchOrder.Reference(pending->Order));
        Sse.Prefetch0(_levels + _table.Level(order));
        if (TQueues.IsOn)
        {
            Sse.Prefetch0(_links + _links[order].Previous);
            Sse.Prefetch0(_links + _links[order].Next);
        }
        // Nobody's order is a bid, and only an add carries a side.
        uint side = (_table.Side(order) | ItchOrder.SideBit(pending->Order)) & 1;
        uint* slot = SlotOf(pending->Book, side, (int)ItchOrder.PlacedPrice(pending->Order));
        Sse.Prefetch0(slot);
        pending->Slot = slot;
    }

    /// <summary>
    /// Asks for the level at which an order will be placed, and for the marks among which it may be born.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AskPrice(PendingMessage* pending)
    {
        Sse.Prefetch0(_levels + *pending->Slot);
        Sse.Prefetch0(pending->Book->Occupied);
    }

    /// <summary>Asks for the order behind which one will be placed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AskTail(PendingMessage* pending) =>
        Sse.Prefetch0(_links + _levels[*pending->Slot].Tail);

    /// <summary>What the steps would find for a message that concerns nothing.</summary>
    internal PendingMessage Pending(byte* nothing) => new()
    {
        Message = nothing, Order = nothing, Book = _nobody, Slot = _slots,
    };

    // A price without a place gets the last one: a hint for nothing. Half of all messages have none, in no order: no
    // branch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint* SlotOf(BookNode* book, uint side, int price)
    {
        uint place = LevelLadder.PlaceOf(book, side, price);
        uint hasNone = 0 - (uint)Unsafe.BitCast<bool, byte>(place >= LevelLadder.Places);
        return LevelLadder.Slot(SlotsOf(book), side, (place | hasNone) & (LevelLadder.Places - 1));
    }
}
