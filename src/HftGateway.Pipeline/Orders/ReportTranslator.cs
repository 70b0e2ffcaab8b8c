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
/// <para><b>Limits.</b> Remembers the last <see cref="RememberedExecutions"/> ExecIDs to recognise a report that comes
/// again marked as possible duplicate or resend, and to know which fill a bust or correction is about.</para>
/// </summary>
internal sealed class ReportTranslator
{
    /// <summary>ExecIDs remembered.</summary>
    public const int RememberedExecutions = 65_536;

    private const int TagMassCancelResponse = 531;

    private readonly bool _isFix42;
    private readonly ClOrdId _ids;
    private readonly FixSymbolTable _symbols;
    private readonly FixExecutionMemory _executions = new(RememberedExecutions);
    private QueuedInput _second;
    private bool _hasSecond;
    private int _statusReports;

    /// <summary>Creates the translator.</summary>
    /// <param name="options">Settings of the session.</param>
    public ReportTranslator(FixSessionOptions options)
    {
        _isFix42 = options.Version == FixVersion.Fix42;
        _ids = new ClOrdId(options.ClOrdIdPrefix);
        _symbols = new FixSymbolTable(options.Symbols);
    }

    /// <summary>
    /// Takes the executions of earlier processes for known: a report of one that comes again, marked, is no further fill,
    /// and a bust or correction of one finds it. Before the first message.
    /// </summary>
    /// <param name="fills">Their fills, oldest first, from the store's notes.</param>
    public void Restore(IReadOnlyList<InputEvent> fills)
    {
        foreach (InputEvent fill in fills)
        {
            bool isFill = fill.Code == (byte)OrderEventType.Filled;
            var execution = new FixExecution
            {
                Id = fill.OrderId2, Quantity = isFill ? fill.Quantity : 0, Price = isFill ? fill.Price : 0,
            };
            if (execution.Id != 0)
                _executions.TryAdd(in execution);
        }
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
        bool perhapsSeen = (action.PossDup | action.PossResend) != 0;
        if (!Remember(in r) && perhapsSeen)
            return false;
        if (r.ExecType is FixExecType.TradeCorrect or FixExecType.TradeCancel)
            return TryRevoke(in frame, in action, in r, ref item, out problem);
        OrderEventType type = Type(in r);
        if (type == OrderEventType.None)
            return false;
        Fill(in frame, in r, type, perhapsSeen, ref item);
        if (type == OrderEventType.Rejected)
            problem = $"order {r.ClOrdId} rejected by the exchange, reason {r.RejectReason}: {Text(in frame, r.Text)}";
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
        e.Side = r.Side == FixSide.Buy ? EventSide.Buy : EventSide.Sell;
        e.Flags = perhapsSeen ? EventFlags.PossibleDuplicate : EventFlags.None;
        e.OrderId = r.ClOrdId;
        bool isFill = type is OrderEventType.Filled or OrderEventType.Busted;
        e.OrderId2 = isFill ? r.ExecIdHash : r.OrigClOrdId;
        e.Price = isFill ? r.LastPrice : r.Price;
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

    // A bust takes a fill back; a correction takes it back and brings the right one. ExecRefID [19] names it.
    private bool TryRevoke(
        in FixFrame frame, in SessionAction action, in ExecutionReportFields r, ref QueuedInput item,
        out string? problem)
    {
        problem = null;
        bool perhapsSeen = (action.PossDup | action.PossResend) != 0;
        FixOrderReport.Parse(in frame, action.BodyFieldsOffset, _ids, out FixOrderReport full);
        bool isKnown = _executions.TryFind(full.ExecRefId, out FixExecution referred) && referred.Quantity > 0;
        bool isCorrection = r.ExecType == FixExecType.TradeCorrect;
        if (!isKnown && isCorrection)
        {
            problem = $"order {r.ClOrdId}: a fill that is not known here was corrected to {r.LastQuantity} shares; "
                + "the position may be wrong, look at the exchange's";
            return false;
        }

        Fill(in frame, in r, OrderEventType.Busted, perhapsSeen, ref item);
        if (isKnown)
        {
            item.Event.Quantity = Saturate(referred.Quantity);
            item.Event.Price = referred.Price;
        }

        if (!isCorrection)
            return true;
        // The report's ExecID is the new fill's.
        item.Event.OrderId2 = 0;
        _second = item;
        _hasSecond = true;
        Fill(in frame, in r, OrderEventType.Filled, perhapsSeen, ref _second);
        return true;
    }

    // False when the execution is known. Status reports carry ExecID 0, which is none.
    private bool Remember(in ExecutionReportFields r)
    {
        if (r.ExecType == FixExecType.OrderStatus)
            return true;
        bool isFill = r.ExecType is FixExecType.Trade or FixExecType.TradeCorrect;
        var execution = new FixExecution
        {
            Id = r.ExecIdHash, Quantity = isFill ? r.LastQuantity : 0, Price = isFill ? r.LastPrice : 0,
        };
        return _executions.TryAdd(in execution);
    }

    private static OrderEventType Type(in ExecutionReportFields r) => r.ExecType switch
    {
        FixExecType.New => OrderEventType.Accepted,
        FixExecType.Trade => OrderEventType.Filled,
        FixExecType.Canceled or FixExecType.DoneForDay => OrderEventType.Cancelled,
        FixExecType.Replaced => OrderEventType.Replaced,
        FixExecType.Rejected => OrderEventType.Rejected,
        FixExecType.Expired => OrderEventType.Expired,
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
