using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3.Wire;
using OrderBlock = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshOrderBook47Decoder.NoMDEntriesBlock;
using OrderReference = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshBook46Decoder.NoOrderIDEntriesBlock;

namespace HftGateway.MarketData.Mdp3;

// Market by price, with the orders that version 46 and its 64-bit twin carry in a second group, and market by order.
public sealed partial class Mdp3Handler
{
    private const int OrderReferenceBytes = 22;
    private const int OrderEntryBytes = 34;

    private bool Book<TSink, TReader>(
        scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
        where TReader : struct, IEntryReader<BookEntry>
    {
        if (!TryBegin(in message, sequence, utcNs, out InputEvent common, out byte indicator))
            return false;
        int offset = message.BlockLength;
        if (!WireGroup.TryRead(message.Body, ref offset, WireGroup.SmallDimension, TReader.Bytes, out WireGroup group)
            || !TryReadOrders(message.Body, offset, out WireGroup orders))
        {
            return false;
        }

        // Which entry is an instrument's last decides where its event ends: one look ahead over the message.
        int[] indices = _indices;
        int wanted = 0;
        for (int i = 0; i < group.Count; i++)
        {
            int index = _ids.Find(TReader.SecurityId(ref group.Entry(i)));
            indices[i & 255] = index;
            if (index == InputEvent.NoInstrument)
                continue;
            _instruments[index].LastEntry = i;
            wanted++;
        }

        byte over = Over(indicator);
        if (wanted != 0)
        {
            Statistics.Entries += wanted;
            for (int i = 0; i < group.Count; i++)
            {
                int index = indices[i & 255];
                if (index == InputEvent.NoInstrument)
                    continue;
                TReader.Read(ref group.Entry(i), out BookEntry entry);
                Level(index, i, in entry, over, in common, ref sink);
            }

            if (orders.Count != 0 && _options.Orders)
                ReferencedOrders<TSink, TReader>(in group, in orders, in common, ref sink);
        }

        if (over != 0)
            EndChanged(over, in common, ref sink);
        return true;
    }

    // A message of an older version, or one without orders, may end behind its first group.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadOrders(ReadOnlySpan<byte> body, int offset, out WireGroup orders)
    {
        orders = default;
        return offset == body.Length || WireGroup.TryRead(
            body, ref offset, WireGroup.AlignedDimension, OrderReferenceBytes, out orders);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Over(byte indicator)
    {
        byte real = (indicator & (EndOfEvent | LastQuote)) != 0 ? Mdp3Instrument.DirtyReal : (byte)0;
        byte implied = (indicator & (EndOfEvent | LastImplied)) != 0 ? Mdp3Instrument.DirtyImplied : (byte)0;
        return (byte)(real | implied);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Level<TSink>(
        int index, int position, scoped in BookEntry entry, byte over, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref Mdp3Instrument instrument = ref _instruments[index];
        bool accepted = instrument.Levels == RecoveryState.Sound && entry.RptSeq == instrument.Expected;
        if (accepted)
        {
            instrument.Expected = entry.RptSeq + 1;
            instrument.LastSeen = entry.RptSeq;
        }
        else if (!AcceptUncommon(index, ref instrument, entry.RptSeq, in common, ref sink, out accepted))
        {
            return;
        }

        // Bid 0, offer 1, implied bid E, implied offer F.
        bool implied = entry.Type is (byte)'E' or (byte)'F';
        bool known = implied || entry.Type is (byte)'0' or (byte)'1';
        bool exact = instrument.Scale.TryConvert(entry.Price, out long price);
        if (!known || entry.Action > 2 || (!exact && entry.Action != 2))
        {
            LevelUncommon(index, ref instrument, in entry, accepted, known, implied, over, position, in common, ref sink);
            return;
        }

        ref InputEvent e = ref accepted ? ref sink.Next : ref Wait(ref instrument.Waiting, out accepted);
        e = common;
        e.Kind = EventKind.LevelInsert + entry.Action;
        e.Side = (EventSide)(((uint)entry.Type & 1) ^ (implied ? 1u : 0u));
        e.Code = entry.Level;
        e.Instrument = EventIndex(index);
        e.Price = entry.Action != 2 ? price : 0;
        e.OrderId = (ulong)entry.Size;
        e.Quantity = (int)Math.Min(entry.Size, int.MaxValue);
        e.Quantity2 = entry.Action != 2 ? entry.Orders : 0;
        e.OrderId2 = entry.RptSeq;
        e.Flags = EndFlag(ref instrument, index, position, implied, over);
        if (accepted)
            sink.Commit();
    }

    /// <summary>
    /// Notes that a book changed, and whether this is the last change of the instrument in its matching event.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private EventFlags EndFlag(ref Mdp3Instrument instrument, int index, int position, bool implied, byte over)
    {
        byte kind = implied ? Mdp3Instrument.DirtyImplied : Mdp3Instrument.DirtyReal;
        EventFlags flags = implied ? EventFlags.Implied : EventFlags.None;
        byte dirty = (byte)(instrument.Dirty | kind);
        if (position == instrument.LastEntry && (dirty & over) == kind)
        {
            instrument.Dirty = (byte)(dirty & ~kind);
            return flags | EventFlags.EndOfEvent;
        }

        instrument.Dirty = dirty;
        if (!instrument.IsListed)
        {
            instrument.IsListed = true;
            _changed[_changedCount++] = index;
        }

        return flags;
    }

    /// <summary>Tells the end of the event to instruments whose last change did not carry it.</summary>
    /// <param name="over">Which books are consistent now.</param>
    /// <param name="common">Times and sequence.</param>
    /// <param name="sink">Where the events go.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EndChanged<TSink>(byte over, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (_changedCount != 0)
            EndListed(over, in common, ref sink);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EndListed<TSink>(byte over, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        int kept = 0;
        for (int i = 0; i < _changedCount; i++)
        {
            int index = _changed[i];
            ref Mdp3Instrument instrument = ref _instruments[index];
            int ended = instrument.Dirty & over;
            instrument.Dirty = (byte)(instrument.Dirty & ~over);
            // What waits for a snapshot is told at its recovery.
            if (ended != 0 && instrument.Levels != RecoveryState.Broken)
            {
                InputEvent e = common;
                e.Kind = EventKind.EventEnd;
                e.Instrument = EventIndex(index);
                e.Flags = EventFlags.EndOfEvent;
                if (ended == Mdp3Instrument.DirtyImplied)
                    e.Flags |= EventFlags.Implied;
                Emit(ref sink, in e);
            }

            if (instrument.Dirty != 0)
                _changed[kept++] = index;
            else
                instrument.IsListed = false;
        }

        _changedCount = kept;
    }

    // Actions and types that are rare or wrong.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LevelUncommon<TSink>(
        int index, ref Mdp3Instrument instrument, scoped in BookEntry entry, bool accepted, bool known, bool implied,
        byte over, int position, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (entry.Type == (byte)'J')
        {
            EmptyBook(index, ref instrument, in common, ref sink);
            return;
        }

        // The market's best prices (w, x) of version 12 concern no level of this book.
        if (entry.Type is (byte)'w' or (byte)'x')
            return;
        bool exact = instrument.Scale.TryConvert(entry.Price, out long price);
        if (!known || entry.Action > 5 || (!exact && entry.Action is not (2 or 3 or 4)))
        {
            if (known && entry.Action <= 5)
                Statistics.InexactPrices++;
            else
                Statistics.BadEntries++;
            Break(index, ref instrument, entry.RptSeq, entry.RptSeq, in common, ref sink);
            return;
        }

        // DeleteThru clears the side, DeleteFrom takes the levels down to the given one away: each level by itself.
        int depth = implied ? instrument.ImpliedDepth : instrument.Depth;
        int removals = entry.Action == 3 ? (depth == 0 ? MostLevels : depth) : entry.Action == 4 ? entry.Level : 1;
        EventFlags last = EndFlag(ref instrument, index, position, implied, over);
        for (int i = 1; i <= Math.Min(removals, MostLevels); i++)
        {
            bool now = accepted;
            ref InputEvent e = ref now ? ref sink.Next : ref Wait(ref instrument.Waiting, out now);
            e = common;
            e.Kind = entry.Action == 5 ? EventKind.LevelOverlay : EventKind.LevelDelete;
            e.Side = (EventSide)(((uint)entry.Type & 1) ^ (implied ? 1u : 0u));
            e.Code = entry.Action == 5 ? entry.Level : (byte)1;
            e.Instrument = EventIndex(index);
            e.OrderId2 = entry.RptSeq;
            e.Flags = i == removals || i == MostLevels ? last : last & ~EventFlags.EndOfEvent;
            e.Quantity2 = entry.Action == 5 ? entry.Orders : 1;
            if (entry.Action == 5)
            {
                e.Price = price;
                e.OrderId = (ulong)entry.Size;
                e.Quantity = (int)Math.Min(entry.Size, int.MaxValue);
            }

            if (accepted)
                sink.Commit();
        }
    }

    /// <summary>Orders of the second group: price, side and instrument are those of the entry they refer to.</summary>
    private void ReferencedOrders<TSink, TReader>(
        scoped in WireGroup group, scoped in WireGroup orders, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
        where TReader : struct, IEntryReader<BookEntry>
    {
        for (int i = 0; i < orders.Count; i++)
        {
            ref readonly OrderReference order = ref Block.Of<OrderReference>(ref orders.Entry(i));
            int position = order.ReferenceID - 1;
            if ((uint)position >= (uint)group.Count)
            {
                Statistics.BadEntries++;
                continue;
            }

            int index = _indices[position & 255];
            if (index == InputEvent.NoInstrument)
                continue;
            TReader.Read(ref group.Entry(position), out BookEntry entry);
            Order(
                index, (byte)order.OrderUpdateAction, entry.Type, order.OrderID, order.MDOrderPriority, entry.Price,
                order.MDDisplayQty, in common, ref sink);
        }
    }

    private bool OrderBook<TSink>(scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!TryBegin(in message, sequence, utcNs, out InputEvent common, out byte indicator))
            return false;
        int offset = message.BlockLength;
        if (!WireGroup.TryRead(message.Body, ref offset, WireGroup.SmallDimension, OrderEntryBytes, out WireGroup group))
            return false;
        for (int i = 0; i < group.Count && _options.Orders; i++)
        {
            ref readonly OrderBlock order = ref Block.Of<OrderBlock>(ref group.Entry(i));
            int index = _ids.Find(order.SecurityID);
            if (index == InputEvent.NoInstrument)
                continue;
            Statistics.Entries++;
            Order(
                index, (byte)order.MDUpdateAction, (byte)order.MDEntryType, order.OrderID, order.MDOrderPriority,
                order.MDEntryPx.Mantissa, order.MDDisplayQty, in common, ref sink);
        }

        byte over = Over(indicator);
        if (over != 0)
            EndChanged(over, in common, ref sink);
        return true;
    }

    private void Order<TSink>(
        int index, byte action, byte type, ulong id, ulong priority, long mantissa, int quantity,
        scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref Mdp3Instrument instrument = ref _instruments[index];
        bool exact = instrument.Scale.TryConvert(mantissa, out long price);
        bool removal = action == (byte)OrderEntryAction.Delete;
        if (action > (byte)OrderEntryAction.Delete || type is not ((byte)'0' or (byte)'1') || (!exact && !removal))
        {
            if (type == (byte)'J')
                return;
            Statistics.BadEntries++;
            BreakOrders(index, ref instrument, in common, ref sink);
            return;
        }

        bool accepted = instrument.Orders == RecoveryState.Sound;
        ref InputEvent e = ref accepted ? ref sink.Next : ref Wait(ref instrument.WaitingOrders, out accepted);
        e = common;
        e.Kind = EventKind.OrderEntry;
        e.Code = action;
        e.Side = (EventSide)(type & 1);
        e.Instrument = EventIndex(index);
        e.OrderId = id;
        e.OrderId2 = priority;
        e.Price = removal && !exact ? 0 : price;
        e.Quantity = quantity == Null.Int32 ? 0 : quantity;
        if (accepted)
            sink.Commit();
    }
}
