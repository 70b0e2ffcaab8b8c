using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3.Wire;
using LimitsBlock = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshLimitsBanding50Decoder.NoMDEntriesBlock;
using TradeOrder = HftGateway.MarketData.Mdp3.Messages.MDIncrementalRefreshTradeSummary48Decoder.NoOrderIDEntriesBlock;

namespace HftGateway.MarketData.Mdp3;

// Trades, statistics and limits: they change no book, but count like book entries.
public sealed partial class Mdp3Handler
{
    private const int TradeOrderBytes = 12;
    private const int LimitsEntryBytes = 32;
    private const byte ActionDelete = 2;

    private bool Trades<TSink, TReader>(scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
        where TReader : struct, IEntryReader<TradeEntry>
    {
        if (!TryBegin(in message, sequence, utcNs, out InputEvent common, out byte indicator))
            return false;
        int offset = message.BlockLength;
        if (!WireGroup.TryRead(message.Body, ref offset, WireGroup.SmallDimension, TReader.Bytes, out WireGroup group))
            return false;
        WireGroup orders = default;
        bool hasOrders = offset != message.Body.Length;
        if (hasOrders && !WireGroup.TryRead(
            message.Body, ref offset, WireGroup.AlignedDimension, TradeOrderBytes, out orders))
        {
            return false;
        }

        int nextOrder = 0;
        for (int i = 0; i < group.Count; i++)
        {
            int index = _ids.Find(TReader.SecurityId(ref group.Entry(i)));
            TReader.Read(ref group.Entry(i), out TradeEntry entry);
            int first = nextOrder;
            nextOrder = (int)Math.Min((long)nextOrder + Math.Max(entry.Orders, 0), orders.Count);
            if (index == InputEvent.NoInstrument)
                continue;
            Statistics.Entries++;
            if (!TryCount(index, entry.RptSeq, in common, ref sink))
                continue;
            Trade(index, in entry, in common, ref sink);
            if (_options.Orders)
                TradeOrders(index, in orders, first, nextOrder, in common, ref sink);
        }

        byte over = Over(indicator);
        if (over != 0)
            EndChanged(over, in common, ref sink);
        return true;
    }

    private void Trade<TSink>(int index, scoped in TradeEntry entry, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!_instruments[index].Scale.TryConvert(entry.Price, out long price) || entry.Action > ActionDelete)
        {
            if (entry.Action > ActionDelete)
                Statistics.BadEntries++;
            else
                Statistics.InexactPrices++;
            return;
        }

        ref InputEvent e = ref sink.Next;
        e = common;
        e.Instrument = EventIndex(index);
        e.Price = price;
        e.OrderId = (ulong)Math.Max(entry.Size, 0);
        e.Quantity = (int)Math.Clamp(entry.Size, 0, int.MaxValue);
        e.Quantity2 = Math.Max(entry.Orders, 0);
        e.OrderId2 = entry.TradeId;
        e.Code = entry.AggressorSide == Null.UInt8 ? (byte)0 : entry.AggressorSide;
        // The resting side is the other one than the aggressor's (1 buys, 2 sells).
        e.Side = e.Code == 1 ? EventSide.Sell : EventSide.Buy;
        // A corrected trade, or one without a size, is nothing that anyone decides on.
        e.Kind = entry.Action switch
        {
            0 when e.Quantity > 0 => EventKind.TradeSummary,
            ActionDelete => EventKind.BrokenTrade,
            _ => EventKind.Information,
        };
        sink.Commit();
    }

    private void TradeOrders<TSink>(
        int index, scoped in WireGroup orders, int first, int end, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (int i = first; i < end; i++)
        {
            ref readonly TradeOrder order = ref Block.Of<TradeOrder>(ref orders.Entry(i));
            // 0: there is no order to show.
            if (order.OrderID == 0)
                continue;
            ref InputEvent e = ref sink.Next;
            e = common;
            e.Kind = EventKind.OrderEntry;
            e.Code = (byte)OrderEntryAction.Traded;
            e.Instrument = EventIndex(index);
            e.OrderId = order.OrderID;
            e.Quantity = order.LastQty;
            sink.Commit();
        }
    }

    private bool Statistic<TSink, TReader>(scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
        where TReader : struct, IEntryReader<StatisticEntry>
    {
        if (!TryBegin(in message, sequence, utcNs, out InputEvent common, out byte indicator))
            return false;
        int offset = message.BlockLength;
        if (!WireGroup.TryRead(message.Body, ref offset, WireGroup.SmallDimension, TReader.Bytes, out WireGroup group))
            return false;
        for (int i = 0; i < group.Count; i++)
        {
            int index = _ids.Find(TReader.SecurityId(ref group.Entry(i)));
            if (index == InputEvent.NoInstrument)
                continue;
            Statistics.Entries++;
            TReader.Read(ref group.Entry(i), out StatisticEntry entry);
            if (!TryCount(index, entry.RptSeq, in common, ref sink))
                continue;
            EmitStatistic(index, in entry, in common, ref sink);
        }

        byte over = Over(indicator);
        if (over != 0)
            EndChanged(over, in common, ref sink);
        return true;
    }

    private void EmitStatistic<TSink>(
        int index, scoped in StatisticEntry entry, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref InputEvent e = ref sink.Next;
        e = common;
        e.Kind = EventKind.Statistic;
        e.Code = entry.Type;
        e.Instrument = EventIndex(index);
        e.Price = Price(index, entry.Price);
        e.OrderId = entry.Size;
        e.OrderId2 = entry.RptSeq;
        e.Quantity = entry.Action;
        e.Quantity2 = entry.Detail;
        sink.Commit();
    }

    private bool Limits<TSink>(scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!TryBegin(in message, sequence, utcNs, out InputEvent common, out byte indicator))
            return false;
        int offset = message.BlockLength;
        if (!WireGroup.TryRead(
            message.Body, ref offset, WireGroup.SmallDimension, LimitsEntryBytes, out WireGroup group))
        {
            return false;
        }

        for (int i = 0; i < group.Count; i++)
        {
            ref readonly LimitsBlock limits = ref Block.Of<LimitsBlock>(ref group.Entry(i));
            int index = _ids.Find(limits.SecurityID);
            if (index == InputEvent.NoInstrument)
                continue;
            Statistics.Entries++;
            if (TryCount(index, limits.RptSeq, in common, ref sink))
            {
                EmitLimits(
                    index, limits.HighLimitPrice.Mantissa, limits.LowLimitPrice.Mantissa,
                    limits.MaxPriceVariation.Mantissa, in common, ref sink);
            }
        }

        byte over = Over(indicator);
        if (over != 0)
            EndChanged(over, in common, ref sink);
        return true;
    }

    private void EmitLimits<TSink>(
        int index, long high, long low, long variation, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref InputEvent e = ref sink.Next;
        e = common;
        e.Kind = EventKind.Statistic;
        e.Code = (byte)'g';
        e.Instrument = EventIndex(index);
        e.OrderId = (ulong)Price(index, high);
        e.OrderId2 = (ulong)Price(index, low);
        e.Price = Price(index, variation);
        sink.Commit();
    }

    /// <summary>
    /// Counts an entry that changes no level. True if it is new: it is passed on at once, even while the book waits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryCount<TSink>(int index, uint count, scoped in InputEvent common, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref Mdp3Instrument instrument = ref _instruments[index];
        if (instrument.Levels == RecoveryState.Sound && count == instrument.Expected)
        {
            instrument.Expected = count + 1;
            instrument.LastSeen = count;
            return true;
        }

        if (!AcceptUncommon(index, ref instrument, count, in common, ref sink, out bool accepted))
            return false;
        if (!accepted)
            Mark(ref instrument, count);
        return true;
    }

    // Null stays what it is; a statistic finer than the price unit is passed on as none.
    private long Price(int index, long mantissa)
    {
        if (mantissa == Null.Price)
            return Null.Price;
        if (_instruments[index].Scale.TryConvert(mantissa, out long price))
            return price;
        Statistics.InexactPrices++;
        return Null.Price;
    }
}
