namespace HftGateway.Fix.Orders;

/// <summary>
/// What each report, request and loss of connection does to an order. Knows no sockets, sessions or clocks.
/// <para><b>Threading.</b> Stateless; the order belongs to one thread.</para>
/// <para><b>Invariants.</b> Every event is defined in every state (docs/fix-orders.md has the table). A report never
/// makes an order look dead that the venue shows alive: it is revived with
/// <see cref="FixOrderAlerts.Contradiction"/>. An order is never taken for dead because it is not known what became of
/// it: it is <see cref="FixOrderMarks.Uncertain"/> until its status is told.</para>
/// <para><b>Cost.</b> No allocation; see perf/README.md.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 4, order state changes; FIX 4.2 appendix D.</para>
/// </summary>
public static partial class FixOrderMachine
{
    /// <summary>Applies a report or another event.</summary>
    /// <param name="order">The order.</param>
    /// <param name="what">The event; for a report <see cref="FixOrderReport.Event"/>.</param>
    /// <param name="report">The report; for an event that is none only its ClOrdId is looked at.</param>
    /// <returns>What it did.</returns>
    public static FixOrderChange Apply(ref FixOrder order, FixOrderEvent what, in FixOrderReport report)
    {
        FixOrderChange change = default;
        change.Before = order.State;
        if (order.Phase == FixOrderPhase.None)
        {
            change.Outcome = FixOrderOutcome.UnknownOrder;
            return change;
        }

        long before = order.Cumulative;
        bool couldTrade = order.IsOpen;
        if (report.OrderId != 0)
            order.OrderId = report.OrderId;
        change.Outcome = Handle(ref order, what, in report, ref change);
        if (order.HasEnded)
            order.Marks &= ~(FixOrderMarks.Uncertain | FixOrderMarks.ForeignCancel | FixOrderMarks.ForeignReplace
                | FixOrderMarks.MassCancel);
        else if (order.IsFilled && order.RequestCount == 0)
            order.Marks &= ~FixOrderMarks.Uncertain;
        if (!couldTrade && order.IsOpen)
            change.Alerts |= FixOrderAlerts.Reopened;
        change.After = order.State;
        change.Filled = order.Cumulative - before;
        return change;
    }

    private static FixOrderOutcome Handle(
        ref FixOrder order, FixOrderEvent what, in FixOrderReport report, ref FixOrderChange change) => what switch
    {
        FixOrderEvent.PendingNew => OnPendingNew(ref order, ref change),
        FixOrderEvent.New => OnNew(ref order, in report, ref change),
        FixOrderEvent.Trade => OnTrade(ref order, in report, ref change),
        FixOrderEvent.PendingCancel => OnPending(ref order, in report, FixOrderMarks.ForeignCancel, ref change),
        FixOrderEvent.PendingReplace => OnPending(ref order, in report, FixOrderMarks.ForeignReplace, ref change),
        FixOrderEvent.Cancelled => OnCancelled(ref order, in report, ref change),
        FixOrderEvent.Replaced => OnReplaced(ref order, in report, ref change),
        FixOrderEvent.Rejected => OnRejected(ref order, in report, ref change),
        FixOrderEvent.CancelRejected or FixOrderEvent.ReplaceRejected =>
            OnRequestRejected(ref order, what, in report, ref change),
        FixOrderEvent.Correct => OnCorrect(ref order, in report, ref change),
        FixOrderEvent.Bust => OnBust(ref order, in report, ref change),
        FixOrderEvent.Restated => OnRestated(ref order, in report, ref change),
        FixOrderEvent.Expired => OnExpired(ref order, ref change),
        FixOrderEvent.DoneForDay => OnMark(ref order, in report, FixOrderMarks.DoneForDay, ref change),
        FixOrderEvent.Suspended => OnMark(ref order, in report, FixOrderMarks.Suspended, ref change),
        FixOrderEvent.Stopped => OnMark(ref order, in report, FixOrderMarks.Stopped, ref change),
        FixOrderEvent.Calculated => OnMark(ref order, in report, FixOrderMarks.Calculated, ref change),
        FixOrderEvent.Status => OnStatus(ref order, in report, ref change),
        FixOrderEvent.OrderUnknown => OnOrderUnknown(ref order, ref change),
        FixOrderEvent.SessionReject => OnMessageLost(ref order, in report, FixOrderPhase.Rejected, ref change),
        FixOrderEvent.NotDelivered => OnMessageLost(ref order, in report, FixOrderPhase.NotDelivered, ref change),
        FixOrderEvent.MassCancelAccepted => OnMassCancel(ref order, accepted: true),
        FixOrderEvent.MassCancelRefused => OnMassCancel(ref order, accepted: false),
        FixOrderEvent.Disconnected => OnDisconnected(ref order),
        _ => FixOrderOutcome.Unchanged,
    };

    // A report that only the holder of the order can send: it is there, whatever was thought of it.
    private static void Acknowledge(ref FixOrder order, ref FixOrderChange change)
    {
        if (order.Phase is FixOrderPhase.Sent or FixOrderPhase.PendingNew)
        {
            order.Phase = FixOrderPhase.Working;
            change.Alerts |= FixOrderAlerts.ImplicitAcknowledge;
        }
        else if (order.Phase == FixOrderPhase.NotDelivered)
        {
            Revive(ref order, ref change);
        }
    }

    private static void Revive(ref FixOrder order, ref FixOrderChange change)
    {
        order.Phase = FixOrderPhase.Working;
        order.Leaves = Math.Max(0, order.Quantity - order.Cumulative);
        change.Alerts |= FixOrderAlerts.Contradiction;
    }

    private static void End(ref FixOrder order, FixOrderPhase phase)
    {
        order.Phase = phase;
        order.Leaves = 0;
        order.Marks = FixOrderMarks.None;
    }

    // LeavesQty of the report, or what the quantities say.
    private static void TakeLeaves(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        long expected = order.HasEnded ? 0 : Math.Max(0, order.Quantity - order.Cumulative);
        if ((report.Has & FixReportHas.Leaves) == 0 || order.HasEnded)
        {
            order.Leaves = expected;
            return;
        }

        order.Leaves = Math.Max(0, report.Leaves);
        if (order.Leaves != expected)
            change.Alerts |= FixOrderAlerts.LeavesDiffer;
    }

    private static void TakeCumulative(
        ref FixOrder order, in FixOrderReport report, long expected, ref FixOrderChange change)
    {
        if (expected < 0)
            change.Alerts |= FixOrderAlerts.CumulativeDiffers;
        order.Cumulative = Math.Max(0, expected);
        if ((report.Has & FixReportHas.Cumulative) == 0)
            return;
        if (report.Cumulative != expected)
            change.Alerts |= FixOrderAlerts.CumulativeDiffers;
        order.Cumulative = Math.Max(0, report.Cumulative);
    }

    // The venue shows an ordinary working order: what was marked before is over.
    private static void ClearMarksByStatus(ref FixOrder order, in FixOrderReport report)
    {
        const FixOrderMarks Passing = FixOrderMarks.DoneForDay | FixOrderMarks.Calculated | FixOrderMarks.Stopped
            | FixOrderMarks.Suspended;
        if (report.OrdStatus is FixOrdStatus.New or FixOrdStatus.PartiallyFilled)
            order.Marks &= ~Passing;
    }

    // An order whose rest is gone though it is not filled: the status says how it ended.
    private static void CloseWithoutRest(ref FixOrder order, in FixOrderReport report)
    {
        if (order.Phase != FixOrderPhase.Working || order.Leaves > 0 || order.Cumulative >= order.Quantity
            || (order.Marks & (FixOrderMarks.DoneForDay | FixOrderMarks.Calculated)) != 0
            || report.OrdStatus is FixOrdStatus.DoneForDay or FixOrdStatus.PendingCancel
                or FixOrdStatus.PendingReplace or (FixOrdStatus)'B')
            return;
        if (report.OrdStatus == FixOrdStatus.Filled)
        {
            // A replace or restatement to what was filled already: that is then the order's quantity.
            order.Quantity = order.Cumulative;
            return;
        }

        End(ref order, report.OrdStatus switch
        {
            FixOrdStatus.Expired => FixOrderPhase.Expired,
            FixOrdStatus.Rejected => FixOrderPhase.Rejected,
            _ => FixOrderPhase.Cancelled,
        });
    }
}
