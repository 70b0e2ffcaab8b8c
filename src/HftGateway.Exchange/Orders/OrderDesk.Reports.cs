using HftGateway.Exchange.Matching;
using HftGateway.Fix;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Orders;

/// <content>What the engine says about client orders, and the reports that follow.</content>
internal sealed partial class OrderDesk
{
    private const int TagExecTransType = 20;
    private const int TagSecondaryOrderId = 198;
    private const int TagLastLiquidity = 851;
    private const int LiquidityAdded = 1;
    private const int LiquidityRemoved = 2;

    private long _lastExecId;
    private bool _unsolicited;
    private bool _expiring;
    private RemoveCause _removeCause;

    /// <summary>An event of a client order.</summary>
    public void OnExecution(in ExecutionEvent e)
    {
        int slot = (int)e.Tag;
        ref ClientOrder order = ref _orders[slot];
        order.Leaves = e.Leaves;
        switch (e.Kind)
        {
            case ExecutionKind.Accepted:
                order.Reference = e.Reference;
                order.Status = (byte)FixOrdStatus.New;
                _statistics.OrdersAccepted++;
                Link(slot);
                Report(slot, FixExecType.New, withOriginal: false, default);
                break;
            case ExecutionKind.Replaced:
                order.Reference = e.Reference;
                _statistics.Replaces++;
                Report(slot, FixExecType.Replaced, withOriginal: true, default);
                break;
            case ExecutionKind.Traded:
                Traded(slot, e);
                break;
            case ExecutionKind.Cancelled when !_expiring:
                _statistics.Cancels++;
                Ended(slot, FixOrdStatus.Canceled, FixExecType.Canceled, withOriginal: !_unsolicited);
                break;
            default:
                _statistics.Expired++;
                Ended(slot, FixOrdStatus.Expired, FixExecType.Expired, withOriginal: false);
                break;
        }
    }

    private void Traded(int slot, in ExecutionEvent e)
    {
        ref ClientOrder order = ref _orders[slot];
        order.Filled += e.Quantity;
        order.Notional += e.Price * e.Quantity;
        order.Status = (byte)(e.Leaves == 0 ? FixOrdStatus.Filled : FixOrdStatus.PartiallyFilled);
        int place = order.Session * _symbolNames.Length + order.Symbol;
        int sign = order.Side == EventSide.Buy ? 1 : -1;
        Positions[place] += sign * e.Quantity;
        Cash[place] -= sign * e.Price * e.Quantity;
        _statistics.Fills++;
        _statistics.SharesFilled += e.Quantity;
        if (e.Leaves == 0)
            Unlink(slot);
        Report(slot, FixExecType.Trade, withOriginal: false, e);
    }

    private void Ended(int slot, FixOrdStatus status, FixExecType type, bool withOriginal)
    {
        _orders[slot].Status = (byte)status;
        Unlink(slot);
        Report(slot, type, withOriginal, default);
    }

    private void Report(int slot, FixExecType type, bool withOriginal, in ExecutionEvent trade)
    {
        ref ClientOrder order = ref _orders[slot];
        AcceptorSession session = _sessions[order.Session]!;
        FixWriter writer = session.Begin();
        writer.Number(FixTags.OrderId, slot + 1);
        writer.Number(TagSecondaryOrderId, (long)order.Reference);
        writer.Text(FixTags.ClOrdId, Text(order.ClOrdId));
        if (withOriginal)
            writer.Text(FixTags.OrigClOrdId, Text(order.OrigClOrdId));
        writer.Number(FixTags.ExecId, ++_lastExecId);
        ExecType(ref writer, session.Version, type, order.Status);
        writer.Char(FixTags.OrdStatus, order.Status);
        SymbolSideTerms(ref writer, in order);
        if (type == FixExecType.Trade)
        {
            writer.Number(FixTags.LastQty, trade.Quantity);
            writer.Price(FixTags.LastPx, trade.Price);
            writer.Number(TagLastLiquidity, trade.Aggressor ? LiquidityRemoved : LiquidityAdded);
        }

        Quantities(ref writer, in order);
        if (_unsolicited)
            writer.Text(FixTags.Text, TextOf(_removeCause));
        session.Send("8"u8, ref writer);
    }

    private void SymbolSideTerms(ref FixWriter writer, in ClientOrder order)
    {
        Span<byte> name = stackalloc byte[ExchangeOptions.MaxSymbolLength];
        writer.Text(FixTags.Symbol, Unpack(_symbolNames[order.Symbol], name));
        writer.Char(FixTags.Side, order.WireSide);
        Terms(ref writer, order);
    }

    private void Quantities(ref FixWriter writer, in ClientOrder order)
    {
        writer.Number(FixTags.LeavesQty, order.Live ? order.Leaves : 0);
        writer.Number(FixTags.CumQty, order.Filled);
        writer.Price(FixTags.AvgPx, order.Filled == 0 ? 0 : order.Notional / order.Filled);
        writer.Time(FixTags.TransactTime, _clock.UtcNs);
    }

    // FIX 4.2 has ExecTransType, and tells a partial fill from a complete one.
    private static void ExecType(ref FixWriter writer, FixVersion version, FixExecType type, byte status)
    {
        if (version == FixVersion.Fix42)
            writer.Char(TagExecTransType, (byte)'0');
        bool isOldFill = version == FixVersion.Fix42 && type == FixExecType.Trade;
        writer.Char(FixTags.ExecType, isOldFill ? status : (byte)type);
    }

    private static void Terms(ref FixWriter writer, in ClientOrder order)
    {
        writer.Number(FixTags.OrderQty, order.Quantity);
        writer.Char(FixTags.OrdType, (byte)(order.Kind == OrderKind.Market ? FixOrderType.Market : FixOrderType.Limit));
        if (order.Kind == OrderKind.Limit)
            writer.Price(FixTags.Price, Math.Max(0, order.Price));
        writer.Char(FixTags.TimeInForce,
            (byte)(order.Life == OrderLife.Day ? FixTimeInForce.Day : FixTimeInForce.ImmediateOrCancel));
    }

    private void RejectNew(
        AcceptorSession session, in ClientOrder order, ReadOnlySpan<byte> symbol, RejectCode code,
        ReadOnlySpan<byte> text)
    {
        const int longestEcho = 64;
        _statistics.OrdersRejected++;
        FixWriter writer = session.Begin();
        writer.Text(FixTags.OrderId, "NONE"u8);
        writer.Text(FixTags.ClOrdId, Text(order.ClOrdId));
        writer.Number(FixTags.ExecId, ++_lastExecId);
        ExecType(ref writer, session.Version, FixExecType.Rejected, (byte)FixOrdStatus.Rejected);
        writer.Char(FixTags.OrdStatus, (byte)FixOrdStatus.Rejected);
        writer.Number(FixTags.OrdRejReason, (int)code);
        writer.Text(FixTags.Symbol, symbol[..Math.Min(symbol.Length, longestEcho)]);
        writer.Char(FixTags.Side, order.WireSide);
        Terms(ref writer, order);
        writer.Number(FixTags.LeavesQty, 0);
        writer.Number(FixTags.CumQty, 0);
        writer.Price(FixTags.AvgPx, 0);
        writer.Time(FixTags.TransactTime, _clock.UtcNs);
        writer.Text(FixTags.Text, text);
        session.Send("8"u8, ref writer);
    }

    private void RejectCancel(
        AcceptorSession session, in FixFrame frame, in OrderRequest request, int slot, CancelResponse kind,
        CancelCode code, ReadOnlySpan<byte> text)
    {
        _statistics.CancelRejects++;
        FixWriter writer = session.Begin();
        if (slot == None)
            writer.Text(FixTags.OrderId, "NONE"u8);
        else
            writer.Number(FixTags.OrderId, slot + 1);
        writer.Text(FixTags.ClOrdId, frame.Value(request.ClOrdId));
        writer.Text(FixTags.OrigClOrdId, frame.Value(request.OrigClOrdId));
        writer.Char(FixTags.OrdStatus, slot == None ? (byte)FixOrdStatus.Rejected : _orders[slot].Status);
        writer.Number(FixTags.CxlRejResponseTo, (int)kind);
        writer.Number(FixTags.CxlRejReason, (int)code);
        writer.Time(FixTags.TransactTime, _clock.UtcNs);
        writer.Text(FixTags.Text, text);
        session.Send("9"u8, ref writer);
    }

    private static RejectCode CodeOf(OrderResult result) => result switch
    {
        OrderResult.UnknownSymbol => RejectCode.UnknownSymbol,
        OrderResult.NotTrading => RejectCode.ExchangeClosed,
        OrderResult.InvalidQuantity => RejectCode.IncorrectQuantity,
        OrderResult.InvalidCombination => RejectCode.UnsupportedCharacteristic,
        _ => RejectCode.Other,
    };

    private static ReadOnlySpan<byte> TextOf(RemoveCause cause) => cause switch
    {
        RemoveCause.EndOfDay => "end of day"u8,
        RemoveCause.MassCancel => "mass cancel"u8,
        _ => "cancelled on disconnect"u8,
    };

    private static ReadOnlySpan<byte> TextOf(OrderResult result) => result switch
    {
        OrderResult.NotTrading => "the symbol is not trading"u8,
        OrderResult.InvalidPrice => "invalid price: not positive, too high or not on the tick"u8,
        OrderResult.InvalidQuantity => "invalid quantity"u8,
        OrderResult.WouldTrade => "post-only order would trade"u8,
        OrderResult.BookFull => "the book is full"u8,
        OrderResult.InvalidCombination => "a post-only order must be a day limit order"u8,
        _ => "refused"u8,
    };

    private void Link(int slot)
    {
        ref ClientOrder order = ref _orders[slot];
        ref int first = ref _firstLive[order.Session];
        order.Live = true;
        order.PreviousLive = None;
        order.NextLive = first;
        if (first != None)
            _orders[first].PreviousLive = slot;
        first = slot;
    }

    private void Unlink(int slot)
    {
        ref ClientOrder order = ref _orders[slot];
        order.Live = false;
        if (order.PreviousLive == None)
            _firstLive[order.Session] = order.NextLive;
        else
            _orders[order.PreviousLive].NextLive = order.NextLive;
        if (order.NextLive != None)
            _orders[order.NextLive].PreviousLive = order.PreviousLive;
    }

    private static ReadOnlySpan<byte> Text(in ClientText text) =>
        ((ReadOnlySpan<byte>)text)[..text[ClientText.MaxLength]];

    private static ReadOnlySpan<byte> Unpack(ulong packed, Span<byte> buffer)
    {
        int at = buffer.Length;
        for (; packed != 0; packed >>= 8)
            buffer[--at] = (byte)packed;
        return buffer[at..];
    }
}
