using System.Globalization;
using System.Text;
using HftGateway.Fix;
using HftGateway.Fix.Orders;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// Turns the exchange's application messages into order events: ExecutionReport, OrderCancelReject,
/// BusinessMessageReject and session Reject.
/// <para><b>Threading.</b> The inbound thread.</para>
/// <para><b>Once.</b> A fill, bust or correction whose ExecID [17] was booked before, by this process or an earlier
/// one of the session day, brings nothing, marked (PossDupFlag, PossResend) or not; other reports bring nothing only
/// when marked. See <see cref="ExecutionBook"/> for identity and limits.</para>
/// </summary>
internal sealed class ReportTranslator
{
    private const int TagMassCancelResponse = 531;

    private readonly bool _isFix42;
    private readonly ClOrdId _ids;
    private readonly FixSymbolTable _symbols;
    private readonly ExecutionBook _executions = new();
    private QueuedInput _second;
    private bool _hasSecond;
    private int _statusReports;
    private bool _saidFull;

    /// <summary>Creates the translator.</summary>
    /// <param name="options">Settings of the session.</param>
    /// <param name="restored">Fills of earlier processes; null for none.</param>
    public ReportTranslator(FixSessionOptions options, IReadOnlyList<RestoredFill>? restored = null)
    {
        _isFix42 = options.Version == FixVersion.Fix42;
        _executions.Restore(restored ?? []);
        _ids = new ClOrdId(options.ClOrdIdPrefix);
        _symbols = new FixSymbolTable(options.Symbols);
    }

    /// <summary>Translates one application message.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="action">What the session said of it.</param>
    /// <param name="item">Receives the event.</param>
    /// <param name="problem">What the operator must know, or null.</param>
    /// <returns>Whether there is an event.</returns>
    public bool TryTranslate(in FixFrame frame, in SessionAction action, ref QueuedInput item, out string? problem)
    {
        problem = null;
        item.Event.Sequence = (long)action.Sequence;
        item.Event.Instrument = InputEvent.NoInstrument;
        switch (action.MsgType)
        {
            case FixMsgType.ExecutionReport:
                return TryExecution(in frame, in action, ref item, out problem);
            case FixMsgType.OrderCancelReject:
                return TryCancelReject(in frame, in action, ref item, out problem);
            case FixMsgType.OrderMassCancelReport:
                problem = MassCancelRefused(in frame, action.BodyFieldsOffset);
                return false;
            case FixMsgType.Reject or FixMsgType.BusinessMessageReject:
                return TryReject(in frame, in action, ref item, out problem);
            default:
                problem = $"message type {action.MsgType} is not expected on an order session; ignored";
                return false;
        }
    }

    /// <summary>
    /// The other event of the message translated last: a correction takes a fill back and brings another.
    /// </summary>
    /// <param name="item">Receives it.</param>
    public bool TryTakeSecond(ref QueuedInput item)
    {
        if (!_hasSecond)
            return false;
        _hasSecond = false;
        item = _second;
        return true;
    }

    private bool TryExecution(in FixFrame frame, in SessionAction action, ref QueuedInput item, out string? problem)
    {
        FixParseResult parsed = ExecutionReportFields.Parse(
            in frame, action.BodyFieldsOffset, _ids, out ExecutionReportFields r);
        if (!parsed.IsOk)
        {
            problem = Malformed("ExecutionReport", parsed);
            return false;
        }

        problem = null;
        if (_isFix42)
            r.ExecType = Fix42ExecType.Translate(in frame, action.BodyFieldsOffset, r.ExecType);
        if (r.ExecType == FixExecType.OrderStatus)
            return TryStatus(in frame, in action, in r, ref item);
        OrderEventType type = Type(in r);
        if (type is OrderEventType.Filled or OrderEventType.Busted)
            return TryTrade(in frame, in action, in r, ref item, out problem);
        bool perhapsSeen = IsMarked(in action);
        if ((!_executions.TryAddOther(r.ExecIdHash) && perhapsSeen) || type == OrderEventType.None)
            return false;
        Fill(in frame, in r, type, perhapsSeen, ref item);
        if (type == OrderEventType.Rejected)
            problem = $"order {r.ClOrdId} rejected by the exchange, reason {r.RejectReason}: {Text(in frame, r.Text)}";
        return true;
    }

    // Whatever moves the position.
    private bool TryTrade(
        in FixFrame frame, in SessionAction action, in ExecutionReportFields r, ref QueuedInput item,
        out string? problem)
    {
        if (r.ExecType == FixExecType.TradeCancel)
            return TryBust(in frame, in action, in r, ref item, out problem);
        bool isMarked = IsMarked(in action);
        var fill = new FixExecution
        {
            Id = ExecutionBook.Key(r.ExecIdHash, SideOf(in r)), Quantity = r.LastQuantity, Price = r.LastPrice,
        };
        ExecutionBook.Seen seen = _executions.Look(in fill);
        problem = seen switch
        {
            ExecutionBook.Seen.Again when !isMarked =>
                $"order {r.ClOrdId}: a fill of {r.LastQuantity} shares came again, unmarked; it is not booked again",
            ExecutionBook.Seen.Differs =>
                $"order {r.ClOrdId}: a fill of {r.LastQuantity} shares has the ExecID of another; "
                + (isMarked ? "marked as a repetition it is not booked" : "it is booked")
                + ", look at the exchange's position",
            _ => null,
        };
        if (seen == ExecutionBook.Seen.Again || (seen == ExecutionBook.Seen.Differs && isMarked))
            return false;
        if (r.ExecType == FixExecType.TradeCorrect)
            return TryCorrect(in frame, in action, in r, in fill, ref item, out problem);
        _executions.Add(in fill);
        if (_executions.IsFull && !_saidFull)
        {
            _saidFull = true;
            problem ??= $"{ExecutionBook.RememberedFills} fills are remembered, the oldest are forgotten from here on: "
                + "a repetition of one would be booked again";
        }

        Fill(in frame, in r, OrderEventType.Filled, isMarked, ref item);
        item.Execution.Id = fill.Id;
        return true;
    }

    private void Fill(
        in FixFrame frame, in ExecutionReportFields r, OrderEventType type, bool perhapsSeen, ref QueuedInput item)
    {
        ref InputEvent e = ref item.Event;
        e.Kind = EventKind.Order;
        e.Code = (byte)type;
        if (_symbols.TryFind(frame.Value(r.Symbol), out ushort symbol))
            e.Instrument = symbol;
        e.Side = SideOf(in r);
        e.Flags = perhapsSeen ? EventFlags.PossibleDuplicate : EventFlags.None;
        e.OrderId = r.ClOrdId;
        e.OrderId2 = r.OrigClOrdId;
        e.Price = type is OrderEventType.Filled or OrderEventType.Busted ? r.LastPrice : r.Price;
        e.Quantity = Saturate(r.LastQuantity);
        e.Quantity2 = Saturate(r.LeavesQuantity);
    }

    // An answer to a status request. Those to a mass request say how many there are, or which is the last.
    private bool TryStatus(
        in FixFrame frame, in SessionAction action, in ExecutionReportFields r, ref QueuedInput item)
    {
        FixOrderReport.Parse(in frame, action.BodyFieldsOffset, _ids, out FixOrderReport full);
        bool isOfMany = full.TotalReports > 0 || (full.Has & FixReportHas.LastReport) != 0;
        _statusReports = isOfMany ? _statusReports + 1 : _statusReports;
        bool isLast = isOfMany
            && ((full.Has & FixReportHas.LastReport) != 0 || _statusReports >= full.TotalReports);
        if (isLast)
            _statusReports = 0;
        QueuedInput complete = item;
        complete.Event.Kind = EventKind.Session;
        complete.Event.Code = (byte)SessionEventType.MassStatusComplete;
        if (r.ClOrdId == 0)
        {
            // Of no own order: nothing works, or somebody else's does.
            item = complete;
            return isLast;
        }

        Fill(in frame, in r, OrderEventType.Status, false, ref item);
        ref InputEvent e = ref item.Event;
        e.Venue = (ushort)full.OrdStatus;
        e.OrderId2 = (ulong)Math.Max(0, r.RejectReason);
        e.Price = r.AveragePrice;
        e.Quantity = Saturate(full.Cumulative);
        item.Execution.Money = AverageMoney.Of(in frame, action.BodyFieldsOffset, e.Quantity);
        _second = complete;
        _hasSecond = isLast;
        return true;
    }

    private static string? MassCancelRefused(in FixFrame frame, int bodyOffset)
    {
        var fields = new FixFields(frame, bodyOffset);
        while (fields.MoveNext())
        {
            if (fields.Tag == TagMassCancelResponse && fields.Value.SequenceEqual("0"u8))
                return "the exchange refused to cancel all orders; look whether an earlier process left any working";
        }

        return null;
    }

    // A bust takes back the fill that ExecRefID [19] names, or what corrected it since.
    private bool TryBust(
        in FixFrame frame, in SessionAction action, in ExecutionReportFields r, ref QueuedInput item,
        out string? problem)
    {
        problem = null;
        ulong referredId = Referred(in frame, in action, in r);
        FixRevocation done = _executions.Revoke(referredId, out FixExecution referred);
        bool isNew = _executions.TryAddOther(r.ExecIdHash);
        if (done == FixRevocation.Already || (done == FixRevocation.Unknown && !isNew))
            return false;
        Fill(in frame, in r, OrderEventType.Busted, IsMarked(in action), ref item);
        item.Execution.Id = r.ExecIdHash;
        item.Execution.ReferredId = referredId;
        if (done == FixRevocation.Done)
        {
            item.Event.Quantity = Saturate(referred.Quantity);
            item.Event.Price = referred.Price;
        }
        else
        {
            problem = $"order {r.ClOrdId}: a fill that is not known here was broken, {r.LastQuantity} shares as the "
                + "report says; look at the exchange's position";
        }

        return true;
    }

    // A correction takes the fill back and brings the right one.
    private bool TryCorrect(
        in FixFrame frame, in SessionAction action, in ExecutionReportFields r, in FixExecution right,
        ref QueuedInput item, out string? problem)
    {
        problem = null;
        ulong referredId = Referred(in frame, in action, in r);
        if (_executions.Correct(referredId, in right, out FixExecution referred) != FixRevocation.Done)
        {
            problem = $"order {r.ClOrdId}: a fill that is not known here was corrected to {r.LastQuantity} shares; "
                + "the position may be wrong, look at the exchange's";
            return false;
        }

        Fill(in frame, in r, OrderEventType.Busted, IsMarked(in action), ref item);
        item.Event.Quantity = Saturate(referred.Quantity);
        item.Event.Price = referred.Price;
        item.Execution.Part = NotePart.FirstHalf;
        _second = item;
        _hasSecond = true;
        Fill(in frame, in r, OrderEventType.Filled, IsMarked(in action), ref _second);
        ref ReportedExecution x = ref _second.Execution;
        x.Part = NotePart.SecondHalf;
        x.Id = right.Id;
        x.ReferredId = referredId;
        x.RevokedQuantity = item.Event.Quantity;
        x.RevokedPrice = item.Event.Price;
        return true;
    }

    private ulong Referred(in FixFrame frame, in SessionAction action, in ExecutionReportFields r)
    {
        FixOrderReport.Parse(in frame, action.BodyFieldsOffset, _ids, out FixOrderReport full);
        return ExecutionBook.Key(full.ExecRefId, SideOf(in r));
    }

    private static bool IsMarked(in SessionAction action) => (action.PossDup | action.PossResend) != 0;

    private static EventSide SideOf(in ExecutionReportFields r) =>
        r.Side == FixSide.Buy ? EventSide.Buy : EventSide.Sell;

    private static OrderEventType Type(in ExecutionReportFields r) => r.ExecType switch
    {
        FixExecType.New => OrderEventType.Accepted,
        FixExecType.Trade => OrderEventType.Filled,
        FixExecType.Canceled or FixExecType.DoneForDay => OrderEventType.Cancelled,
        FixExecType.Replaced => OrderEventType.Replaced,
        FixExecType.Rejected => OrderEventType.Rejected,
        FixExecType.Expired => OrderEventType.Expired,
        FixExecType.TradeCorrect => OrderEventType.Filled,
        FixExecType.TradeCancel => OrderEventType.Busted,
        FixExecType.PendingNew or FixExecType.PendingCancel or FixExecType.PendingReplace => OrderEventType.Pending,
        _ => OrderEventType.None,
    };

    private bool TryCancelReject(in FixFrame frame, in SessionAction action, ref QueuedInput item, out string? problem)
    {
        FixParseResult parsed = OrderCancelRejectFields.Parse(
            in frame, action.BodyFieldsOffset, _ids, out OrderCancelRejectFields r);
        problem = parsed.IsOk ? null : Malformed("OrderCancelReject", parsed);
        if (!parsed.IsOk)
            return false;
        item.Event.Kind = EventKind.Order;
        item.Event.Code = (byte)OrderEventType.CancelRejected;
        item.Event.OrderId = r.ClOrdId;
        item.Event.OrderId2 = r.OrigClOrdId;
        item.Event.Quantity = r.Reason;
        return true;
    }

    private static bool TryReject(in FixFrame frame, in SessionAction action, ref QueuedInput item, out string? problem)
    {
        FixParseResult parsed = RejectFields.Parse(in frame, action.BodyFieldsOffset, out RejectFields r);
        problem = parsed.IsOk
            ? string.Create(CultureInfo.InvariantCulture,
                $"the exchange rejected message {r.RefSequence} (type {r.RefMsgType}, tag {r.RefTag}, "
                + $"reason {r.Reason}): {Text(in frame, r.Text)}")
            : Malformed("Reject", parsed);
        if (!parsed.IsOk)
            return false;
        item.Event.Kind = EventKind.Session;
        item.Event.Code = (byte)SessionEventType.PeerReject;
        item.Event.OrderId = r.RefSequence;
        item.Event.OrderId2 = (ulong)Math.Max(0, r.Reason);
        return true;
    }

    private static string Malformed(string what, FixParseResult parsed)
        => $"{what} not understood: tag {parsed.Tag}: {parsed.Error}; "
            + "the order's state may be wrong, look at the exchange's";

    private static string Text(in FixFrame frame, FixRange range)
        => range.IsPresent ? Encoding.Latin1.GetString(frame.Value(range)) : "no text";

    private static int Saturate(long quantity) => (int)Math.Clamp(quantity, 0, int.MaxValue);
}
