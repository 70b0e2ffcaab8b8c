namespace HftGateway.Fix.Orders;

/// <content>Reports about the order's life and fills.</content>
public static partial class FixOrderMachine
{
    private static FixOrderOutcome OnPendingNew(ref FixOrder order, ref FixOrderChange change)
    {
        if (order.Phase == FixOrderPhase.NotDelivered)
            Revive(ref order, ref change);
        else if (order.Phase != FixOrderPhase.Sent)
            return FixOrderOutcome.Unchanged;
        order.Phase = FixOrderPhase.PendingNew;
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnNew(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        switch (order.Phase)
        {
            case FixOrderPhase.Sent:
            case FixOrderPhase.PendingNew:
                order.Phase = FixOrderPhase.Working;
                return FixOrderOutcome.Applied;
            case FixOrderPhase.NotDelivered:
                Revive(ref order, ref change);
                return FixOrderOutcome.Applied;
            case FixOrderPhase.Working:
                return Resume(ref order, in report, ref change);
            default:
                return FixOrderOutcome.Unchanged;
        }
    }

    // The venue takes a suspended order, or one of the day before, up again; otherwise the report is late.
    private static FixOrderOutcome Resume(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        const FixOrderMarks Resting = FixOrderMarks.Suspended | FixOrderMarks.DoneForDay | FixOrderMarks.Calculated;
        if ((order.Marks & Resting) == 0 || order.IsFilled)
            return FixOrderOutcome.Unchanged;
        order.Marks &= ~Resting;
        TakeLeaves(ref order, in report, ref change);
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnTrade(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        Acknowledge(ref order, ref change);
        if (order.Phase == FixOrderPhase.Rejected)
            Revive(ref order, ref change);
        AcceptNamedReplace(ref order, in report, ref change);
        bool wasFilled = order.IsFilled;
        long quantity = Math.Max(0, report.LastQuantity);
        order.Notional += (Int128)quantity * report.LastPrice;
        order.ReportedFills += quantity;
        long expected = order.Cumulative + quantity;
        bool stale = (report.Has & FixReportHas.Cumulative) != 0 && report.Cumulative <= order.Cumulative;
        if (stale)
        {
            // A later fill was reported before and counted this one in.
            change.Alerts |= FixOrderAlerts.CumulativeDiffers;
        }
        else
        {
            TakeCumulative(ref order, in report, expected, ref change);
            TakeLeaves(ref order, in report, ref change);
        }

        if (order.HasEnded)
            change.Alerts |= FixOrderAlerts.LateFill;
        if (order.Cumulative > order.Quantity)
            change.Alerts |= FixOrderAlerts.Overfill;
        bool filledShort = report.OrdStatus == FixOrdStatus.Filled && order.Phase == FixOrderPhase.Working
            && !order.IsFilled && !stale;
        if (filledShort)
            order.Marks |= FixOrderMarks.Uncertain;
        if (wasFilled || filledShort)
            change.Alerts |= FixOrderAlerts.Contradiction;
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnRejected(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        // Some venues refuse a cancel or replace with 150=8 instead of 35=9.
        if (order.Take(report.ClOrdId, out _))
        {
            change.Alerts |= FixOrderAlerts.RequestRefused;
            return FixOrderOutcome.Applied;
        }

        if (order.HasEnded && order.Phase != FixOrderPhase.NotDelivered)
            return FixOrderOutcome.Unchanged;
        // A report with another identifier is about a request that was answered before, not about the order.
        bool named = report.ClOrdId == 0 || report.ClOrdId == order.ClOrdId;
        if (order.IsFilled || !named)
        {
            if (!order.HasEnded)
                change.Alerts |= FixOrderAlerts.Contradiction;
            return FixOrderOutcome.Unchanged;
        }

        if (order.Phase == FixOrderPhase.NotDelivered || order.Cumulative > 0)
            change.Alerts |= FixOrderAlerts.Contradiction;
        else if (order.Phase == FixOrderPhase.Working)
            change.Alerts |= FixOrderAlerts.Unsolicited;
        End(ref order, FixOrderPhase.Rejected);
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnExpired(ref FixOrder order, ref FixOrderChange change)
    {
        if (order.IsFilled)
        {
            change.Alerts |= FixOrderAlerts.Contradiction;
            return FixOrderOutcome.Unchanged;
        }

        if (order.HasEnded && order.Phase != FixOrderPhase.NotDelivered)
            return FixOrderOutcome.Unchanged;
        if (order.Phase == FixOrderPhase.NotDelivered)
            change.Alerts |= FixOrderAlerts.Contradiction;
        End(ref order, FixOrderPhase.Expired);
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnMark(
        ref FixOrder order, in FixOrderReport report, FixOrderMarks mark, ref FixOrderChange change)
    {
        bool passing = mark is FixOrderMarks.Stopped or FixOrderMarks.Suspended;
        if ((order.HasEnded && order.Phase != FixOrderPhase.NotDelivered) || (order.IsFilled && passing)
            || (order.Marks & mark) != 0)
            return FixOrderOutcome.Unchanged;
        Acknowledge(ref order, ref change);
        order.Marks |= mark;
        // Done for day, the rest may be reported as 0 or as what is left of an order that goes on tomorrow.
        if (mark == FixOrderMarks.DoneForDay && (report.Has & FixReportHas.Leaves) != 0)
            order.Leaves = Math.Max(0, report.Leaves);
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnCorrect(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        Acknowledge(ref order, ref change);
        if (order.Phase == FixOrderPhase.Rejected)
            Revive(ref order, ref change);
        long expected = order.Cumulative;
        if ((report.Has & FixReportHas.Referred) != 0)
        {
            expected += report.LastQuantity - report.ReferredQuantity;
            order.Notional += ((Int128)report.LastQuantity * report.LastPrice)
                - ((Int128)report.ReferredQuantity * report.ReferredPrice);
            order.ReportedFills = Math.Max(0, order.ReportedFills + report.LastQuantity - report.ReferredQuantity);
            TakeCumulative(ref order, in report, expected, ref change);
        }
        else if ((report.Has & FixReportHas.Cumulative) != 0)
        {
            order.Cumulative = Math.Max(0, report.Cumulative);
        }

        TakeLeaves(ref order, in report, ref change);
        if (order.Cumulative > order.Quantity)
            change.Alerts |= FixOrderAlerts.Overfill;
        CloseWithoutRest(ref order, in report);
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnBust(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        if (order.Phase == FixOrderPhase.Rejected)
        {
            change.Alerts |= FixOrderAlerts.Contradiction;
            return FixOrderOutcome.Unchanged;
        }

        Acknowledge(ref order, ref change);
        bool referred = (report.Has & FixReportHas.Referred) != 0;
        long quantity = referred ? report.ReferredQuantity : Math.Max(0, report.LastQuantity);
        long price = referred ? report.ReferredPrice : report.LastPrice;
        order.Notional -= (Int128)quantity * price;
        order.ReportedFills -= quantity;
        if (order.ReportedFills <= 0)
        {
            order.ReportedFills = 0;
            order.Notional = 0;
        }

        TakeCumulative(ref order, in report, order.Cumulative - quantity, ref change);
        TakeLeaves(ref order, in report, ref change);
        CloseWithoutRest(ref order, in report);
        return FixOrderOutcome.Applied;
    }

    private static FixOrderOutcome OnRestated(ref FixOrder order, in FixOrderReport report, ref FixOrderChange change)
    {
        if (order.HasEnded && order.Phase != FixOrderPhase.NotDelivered)
        {
            if (report.Leaves > 0)
                change.Alerts |= FixOrderAlerts.Contradiction;
            return FixOrderOutcome.Unchanged;
        }

        Acknowledge(ref order, ref change);
        ClearMarksByStatus(ref order, in report);
        TakeTerms(ref order, in report, order.Quantity, order.Price);
        TakeCumulative(ref order, in report, order.Cumulative, ref change);
        TakeLeaves(ref order, in report, ref change);
        CloseWithoutRest(ref order, in report);
        return FixOrderOutcome.Applied;
    }

    private static void TakeTerms(ref FixOrder order, in FixOrderReport report, long quantity, long price)
    {
        order.Quantity = (report.Has & FixReportHas.OrderQuantity) != 0 ? report.OrderQuantity : quantity;
        order.Price = (report.Has & FixReportHas.Price) != 0 ? report.Price : price;
    }
}
