namespace HftGateway.Fix.Orders;

/// <content>Loss of the connection, and finding out afterwards.</content>
public static partial class FixOrderMachine
{
    private static FixOrderOutcome OnDisconnected(ref FixOrder order)
    {
        // A filled order with a replace under way may have been opened again.
        bool known = order.HasEnded || (order.IsFilled && order.RequestCount == 0);
        if (known || order.IsUncertain)
            return FixOrderOutcome.Unchanged;
        order.Marks |= FixOrderMarks.Uncertain;
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnOrderUnknown(ref FixOrder order, ref FixOrderChange change)
    {
        if (order.HasEnded || order.IsFilled)
            return FixOrderOutcome.Unchanged;
        if (order.Phase == FixOrderPhase.Sent)
        {
            End(ref order, FixOrderPhase.NotDelivered);
            order.RequestCount = 0;
            return FixOrderOutcome.Applied;
        }

        // The venue had it and does not know it: people must look. It is not taken for dead.
        order.Marks |= FixOrderMarks.Uncertain;
        change.Alerts |= FixOrderAlerts.Contradiction;
        return FixOrderOutcome.Applied;
    }

    // The venue's view, made after everything it reported before: it is taken as it is.
    private static FixOrderOutcome OnStatus(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        bool uncertain = order.IsUncertain;
        bool wasDead = order.HasEnded || order.IsFilled;
        FixOrderPhase before = order.Phase;
        AcceptNamedReplace(ref order, in report, ref change);
        if (uncertain)
            DropLostRequests(ref order, in report);
        order.Marks &= ~(FixOrderMarks.Uncertain | FixOrderMarks.ForeignCancel | FixOrderMarks.ForeignReplace);
        if (order.Phase == FixOrderPhase.NotDelivered)
            Revive(ref order, ref change);
        TakeTerms(ref order, in report, order.Quantity, order.Price);
        if ((report.Has & FixReportHas.Cumulative) != 0)
        {
            if (report.Cumulative < order.Cumulative)
                change.Alerts |= FixOrderAlerts.Contradiction;
            TakeCumulative(ref order, in report, order.Cumulative, ref change);
        }

        TakeStatus(ref order, in report, ref change);
        bool dead = order.HasEnded || order.IsFilled;
        if (wasDead && (!dead || before != order.Phase))
            change.Alerts |= FixOrderAlerts.Contradiction;
        return FixOrderOutcome.Applied;
    }

    // The connection broke behind these requests. What the venue does not show as pending did not arrive, or was
    // answered already.
    private static void DropLostRequests(ref FixOrder order, in FixOrderReport report)
    {
        int kept = 0;
        for (int i = 0; i < order.RequestCount; i++)
        {
            FixOrderRequest request = order.Requests[i];
            bool shown = report.OrdStatus == (request.Kind == FixRequestKind.Cancel
                ? FixOrdStatus.PendingCancel : FixOrdStatus.PendingReplace);
            if (shown)
                order.Requests[kept++] = request;
        }

        order.RequestCount = kept;
    }

    private static void TakeStatus(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        switch (report.OrdStatus)
        {
            case FixOrdStatus.Canceled:
                End(ref order, FixOrderPhase.Cancelled);
                return;
            case FixOrdStatus.Rejected:
                End(ref order, FixOrderPhase.Rejected);
                return;
            case FixOrdStatus.Expired:
                End(ref order, FixOrderPhase.Expired);
                return;
            case FixOrdStatus.PendingNew when order.Phase is FixOrderPhase.Sent or FixOrderPhase.PendingNew:
                order.Phase = FixOrderPhase.PendingNew;
                return;
        }

        order.Phase = FixOrderPhase.Working;
        // A pending request hides the other marks, any other status shows which of them is left.
        if (report.OrdStatus is not (FixOrdStatus.PendingCancel or FixOrdStatus.PendingReplace))
            order.Marks &= FixOrderMarks.MassCancel;
        order.Marks |= report.OrdStatus switch
        {
            FixOrdStatus.DoneForDay => FixOrderMarks.DoneForDay,
            FixOrdStatus.Stopped => FixOrderMarks.Stopped,
            FixOrdStatus.Suspended => FixOrderMarks.Suspended,
            (FixOrdStatus)'B' => FixOrderMarks.Calculated,
            FixOrdStatus.PendingCancel when !order.IsCancelPending => FixOrderMarks.ForeignCancel,
            FixOrdStatus.PendingReplace when !order.IsReplacePending => FixOrderMarks.ForeignReplace,
            _ => FixOrderMarks.None,
        };
        TakeLeaves(ref order, in report, ref change);
        CloseWithoutRest(ref order, in report);
    }
}
