namespace HftGateway.Fix.Orders;

/// <content>Own requests, and the answers to them.</content>
public static partial class FixOrderMachine
{
    /// <summary>A new order goes out.</summary>
    /// <param name="order">An unused record, or it is refused.</param>
    /// <param name="clOrdId">ClOrdID as a number, not 0.</param>
    /// <param name="quantity">OrderQty, at least 1.</param>
    /// <param name="price">Price in the caller's unit; 0 for a market order.</param>
    /// <param name="side">Side.</param>
    /// <param name="instrument">Instrument index of the caller.</param>
    public static FixOrderChange RequestNew(
        ref FixOrder order, ulong clOrdId, long quantity, long price, FixSide side, ushort instrument)
    {
        if (order.Phase != FixOrderPhase.None || clOrdId == 0 || quantity < 1)
            return Answer(in order, FixOrderOutcome.Refused);
        order = default;
        order.ClOrdId = clOrdId;
        order.Quantity = order.Leaves = quantity;
        order.Price = price;
        order.Side = side;
        order.Instrument = instrument;
        order.Phase = FixOrderPhase.Sent;
        return Answer(in order, FixOrderOutcome.Applied) with { Before = FixOrderState.None };
    }

    /// <summary>
    /// A cancel goes out. Refused for an order that has ended or is filled, and while another cancel is under way whose
    /// fate is certain.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="clOrdId">ClOrdID of the request.</param>
    public static FixOrderChange RequestCancel(ref FixOrder order, ulong clOrdId)
    {
        bool again = order.IsCancelPending && !order.IsUncertain;
        if (!order.IsOpen || again || clOrdId == 0)
            return Answer(in order, FixOrderOutcome.Refused);
        return Add(ref order, clOrdId, FixRequestKind.Cancel, 0, 0);
    }

    /// <summary>
    /// A replace goes out. Refused for an order that has ended, is filled, is about to be cancelled, or whose fate is
    /// uncertain. A second one may follow before the first is answered; it names the first.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="clOrdId">ClOrdID of the request.</param>
    /// <param name="quantity">New OrderQty, what is filled included; at least 1.</param>
    /// <param name="price">New price.</param>
    public static FixOrderChange RequestReplace(ref FixOrder order, ulong clOrdId, long quantity, long price)
    {
        if (!order.IsOpen || order.IsCancelPending || order.IsUncertain || clOrdId == 0 || quantity < 1)
            return Answer(in order, FixOrderOutcome.Refused);
        return Add(ref order, clOrdId, FixRequestKind.Replace, quantity, price);
    }

    /// <summary>
    /// OrigClOrdID [41] of the next request: the last replace under way, else the last accepted request. After a
    /// refusal it is again the one before.
    /// </summary>
    public static ulong NextOriginal(in FixOrder order)
    {
        for (int i = order.RequestCount - 1; i >= 0; i--)
        {
            if (order.Requests[i].Kind == FixRequestKind.Replace)
                return order.Requests[i].Id;
        }

        return order.ClOrdId;
    }

    private static FixOrderChange Add(
        ref FixOrder order, ulong clOrdId, FixRequestKind kind, long quantity, long price)
    {
        if (order.RequestCount == FixOrderRequests.Capacity)
            return Answer(in order, FixOrderOutcome.Full);
        FixOrderChange change = Answer(in order, FixOrderOutcome.Applied);
        ulong target = NextOriginal(in order);
        ref FixOrderRequest request = ref order.Requests[order.RequestCount];
        order.RequestCount++;
        request = default;
        request.Id = clOrdId;
        request.Target = target;
        request.Quantity = quantity;
        request.Price = price;
        request.Kind = kind;
        request.Ordinal = ++order.LastOrdinal;
        change.After = order.State;
        return change;
    }

    private static FixOrderChange Answer(in FixOrder order, FixOrderOutcome outcome) =>
        new() { Outcome = outcome, Before = order.State, After = order.State };

    private static FixOrderOutcome OnPending(
        ref FixOrder order, in FixOrderReport report, FixOrderMarks foreign, ref FixOrderChange change)
    {
        int at = order.Find(report.ClOrdId);
        if (at >= 0)
        {
            order.Requests[at].Acknowledged = 1;
            return order.HasEnded ? FixOrderOutcome.Unchanged : FixOrderOutcome.Applied;
        }

        if (order.Phase == FixOrderPhase.NotDelivered)
            Revive(ref order, ref change);
        if (order.HasEnded || order.IsFilled || (order.Marks & foreign) != 0
            || (report.ClOrdId != 0 && report.ClOrdId == order.LastAnswered))
            return FixOrderOutcome.Unchanged;
        if (order.Phase == FixOrderPhase.Sent)
            order.Phase = FixOrderPhase.PendingNew;
        order.Marks |= foreign;
        change.Alerts |= FixOrderAlerts.Unsolicited;
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnCancelled(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        bool asked = order.Take(report.ClOrdId, out _) || (order.Marks & FixOrderMarks.MassCancel) != 0;
        if (order.IsFilled)
        {
            change.Alerts |= FixOrderAlerts.Contradiction;
            return asked ? FixOrderOutcome.Applied : FixOrderOutcome.Unchanged;
        }

        if (order.HasEnded && order.Phase != FixOrderPhase.NotDelivered)
            return FixOrderOutcome.Unchanged;
        if (order.Phase == FixOrderPhase.NotDelivered)
            change.Alerts |= FixOrderAlerts.Contradiction;
        if (!asked)
            change.Alerts |= FixOrderAlerts.Unsolicited;
        if ((report.Has & FixReportHas.Cumulative) != 0)
            TakeCumulative(ref order, in report, order.Cumulative, ref change);
        End(ref order, FixOrderPhase.Cancelled);
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnReplaced(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        bool asked = order.Take(report.ClOrdId, out FixOrderRequest request);
        if (order.HasEnded && order.Phase != FixOrderPhase.NotDelivered)
        {
            if (order.Phase == FixOrderPhase.Rejected)
                change.Alerts |= FixOrderAlerts.Contradiction;
            return FixOrderOutcome.Unchanged;
        }

        FixOrderPhase before = order.Phase;
        Acknowledge(ref order, ref change);
        if (asked ? request.Ordinal < order.AcceptedOrdinal : report.ClOrdId == order.ClOrdId)
            return before == order.Phase ? FixOrderOutcome.Unchanged : FixOrderOutcome.Applied;
        if (!asked)
            change.Alerts |= FixOrderAlerts.Unsolicited;
        order.Marks &= ~FixOrderMarks.ForeignReplace;
        ClearMarksByStatus(ref order, in report);
        TakePlace(ref order, in request, asked ? request.Id : report.ClOrdId, in report);
        if ((report.Has & FixReportHas.Cumulative) != 0)
            TakeCumulative(ref order, in report, order.Cumulative, ref change);
        TakeLeaves(ref order, in report, ref change);
        CloseWithoutRest(ref order, in report);
        return FixOrderOutcome.Applied;
    }

    // A report with the identifier of a replace that was not acknowledged: it has taken effect.
    private static void AcceptNamedReplace(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        int at = order.Find(report.ClOrdId);
        if (at < 0 || order.Requests[at].Kind != FixRequestKind.Replace || order.HasEnded)
            return;
        order.Take(report.ClOrdId, out FixOrderRequest request);
        if (request.Ordinal < order.AcceptedOrdinal)
            return;
        TakePlace(ref order, in request, request.Id, in report);
        change.Alerts |= FixOrderAlerts.ImplicitReplace;
    }

    private static void TakePlace(ref FixOrder order, in FixOrderRequest request, ulong id, in FixOrderReport report)
    {
        bool own = request.Kind == FixRequestKind.Replace;
        TakeTerms(ref order, in report, own ? request.Quantity : order.Quantity, own ? request.Price : order.Price);
        if (id != 0)
            order.ClOrdId = id;
        order.AcceptedOrdinal = own ? request.Ordinal : order.LastOrdinal;
        order.Leaves = Math.Max(0, order.Quantity - order.Cumulative);
    }

    private static FixOrderOutcome OnRequestRejected(
        ref FixOrder order, FixOrderEvent what, in FixOrderReport report, ref FixOrderChange change)
    {
        FixOrderMarks foreign = what == FixOrderEvent.CancelRejected
            ? FixOrderMarks.ForeignCancel : FixOrderMarks.ForeignReplace;
        bool asked = order.Take(report.ClOrdId, out _);
        if (!asked && (order.Marks & foreign) == 0)
            return FixOrderOutcome.Unchanged;
        if (!asked)
            order.Marks &= ~foreign;
        // The refusal changes nothing, but it can show that the venue sees the order otherwise.
        bool gone = report.OrdStatus is FixOrdStatus.Filled or FixOrdStatus.Canceled or FixOrdStatus.Rejected
            or FixOrdStatus.Expired;
        if (gone && order.IsOpen)
        {
            order.Marks |= FixOrderMarks.Uncertain;
            change.Alerts |= FixOrderAlerts.Contradiction;
        }

        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnMessageLost(
        ref FixOrder order, in FixOrderReport report, FixOrderPhase end, ref FixOrderChange change)
    {
        if (order.Take(report.ClOrdId, out _))
        {
            change.Alerts |= FixOrderAlerts.RequestRefused;
            return FixOrderOutcome.Applied;
        }

        if (order.Phase == FixOrderPhase.Sent)
        {
            End(ref order, end);
            return FixOrderOutcome.Applied;
        }

        if (order.Phase == FixOrderPhase.NotDelivered && end == FixOrderPhase.Rejected)
        {
            order.Phase = end;
            return FixOrderOutcome.Applied;
        }

        if (!order.HasEnded)
            change.Alerts |= FixOrderAlerts.Contradiction;
        return FixOrderOutcome.Unchanged;
    }

    private static FixOrderOutcome OnMassCancel(ref FixOrder order, bool accepted)
    {
        bool marked = (order.Marks & FixOrderMarks.MassCancel) != 0;
        if (marked == accepted || (accepted && !order.IsOpen))
            return FixOrderOutcome.Unchanged;
        order.Marks ^= FixOrderMarks.MassCancel;
        return FixOrderOutcome.Applied;
    }
}
