using HftGateway.Fix.Orders;

namespace HftGateway.Fix.Conformance.Tests.Orders;

/// <summary>Brings an order into each state of the table, and makes each of its events.</summary>
internal sealed class OrderStateTable
{
    private const ulong Order = 1, First = 2, Second = 3, Third = 4, Stranger = 555, Desk = 777;

    public static readonly string[] States =
    [
        "None", "Sent", "PendingNew", "New", "PartiallyFilled", "Stopped", "Suspended", "Calculated", "DoneForDay",
        "Filled", "Cancelled", "Rejected", "Expired", "NotDelivered", "PendingCancel.Sent", "PendingCancel.New",
        "PendingCancel.PartiallyFilled", "PendingCancel.Filled", "PendingReplace.Sent", "PendingReplace.New",
        "PendingReplace.PartiallyFilled", "PendingReplace.Filled", "ReplaceThenCancel", "ReplaceThenReplace",
        "Sent?", "New?", "PartiallyFilled?", "PendingCancel?", "PendingReplace?",
    ];

    public static readonly string[] Events =
    [
        "SendNew", "SendCancel", "SendReplace", "PendingNew", "New", "PartialFill", "Fill", "PendingCancel",
        "PendingReplace", "Cancelled", "CancelledUnsolicited", "Replaced", "ReplacedUnsolicited", "Rejected",
        "RequestRejected", "CancelRejected", "CancelRejectedGone", "ReplaceRejected", "Correct", "Bust", "Restated",
        "Expired", "DoneForDay", "Suspended", "Stopped", "Calculated", "StatusNew", "StatusPartial", "StatusFilled",
        "StatusCancelled", "StatusPendingCancel", "OrderUnknown", "SessionReject", "NotDelivered",
        "MassCancelAccepted", "MassCancelRefused", "Disconnected",
    ];

    private FixOrder _order;

    public ref readonly FixOrder Current => ref _order;

    public static OrderStateTable At(string state)
    {
        var table = new OrderStateTable();
        foreach (string step in Path(state))
        {
            FixOrderChange change = table.Make(step);
            Assert.Equal(FixOrderOutcome.Applied, change.Outcome);
        }

        return table;
    }

    /// <summary>Makes an event and shows the outcome as the table does.</summary>
    public string Try(string what)
    {
        FixOrderChange change = Make(what);
        Assert.Equal(_order.State, change.After);
        string outcome = change.Outcome switch
        {
            FixOrderOutcome.Applied => "",
            FixOrderOutcome.Unchanged => "=",
            FixOrderOutcome.Refused => "x",
            FixOrderOutcome.UnknownOrder => "~",
            _ => change.Outcome.ToString(),
        };
        string alert = (change.Alerts & FixOrderAlerts.Contradiction) != 0 ? "!" : "";
        return $"{_order.State}{(_order.IsUncertain ? "?" : "")}{outcome}{alert}";
    }

    private static string[] Path(string state) => state switch
    {
        "None" => [],
        "Sent" => ["SendNew"],
        "PendingNew" => ["SendNew", "PendingNew"],
        "New" => ["SendNew", "New"],
        "PartiallyFilled" => ["SendNew", "New", "Fill40"],
        "Stopped" => ["SendNew", "New", "Stopped"],
        "Suspended" => ["SendNew", "New", "Suspended"],
        "Calculated" => ["SendNew", "New", "Calculated"],
        "DoneForDay" => ["SendNew", "New", "DoneForDay"],
        "Filled" => ["SendNew", "New", "Fill40", "Fill"],
        "Cancelled" => ["SendNew", "New", "CancelledUnsolicited"],
        "Rejected" => ["SendNew", "Rejected"],
        "Expired" => ["SendNew", "New", "Expired"],
        "NotDelivered" => ["SendNew", "NotDelivered"],
        "PendingCancel.Sent" => ["SendNew", "SendCancel"],
        "PendingCancel.New" => ["SendNew", "New", "SendCancel"],
        "PendingCancel.PartiallyFilled" => ["SendNew", "New", "Fill40", "SendCancel"],
        "PendingCancel.Filled" => ["SendNew", "New", "Fill40", "SendCancel", "Fill"],
        "PendingReplace.Sent" => ["SendNew", "SendReplace"],
        "PendingReplace.New" => ["SendNew", "New", "SendReplace"],
        "PendingReplace.PartiallyFilled" => ["SendNew", "New", "Fill40", "SendReplace"],
        "PendingReplace.Filled" => ["SendNew", "New", "Fill40", "SendReplace", "Fill"],
        "ReplaceThenCancel" => ["SendNew", "New", "SendReplace", "SendCancel"],
        "ReplaceThenReplace" => ["SendNew", "New", "SendReplace", "SendReplace"],
        "Sent?" => ["SendNew", "Disconnected"],
        "New?" => ["SendNew", "New", "Disconnected"],
        "PartiallyFilled?" => ["SendNew", "New", "Fill40", "Disconnected"],
        "PendingCancel?" => ["SendNew", "New", "SendCancel", "Disconnected"],
        "PendingReplace?" => ["SendNew", "New", "SendReplace", "Disconnected"],
        _ => throw new ArgumentException($"no path to {state}"),
    };

    private FixOrderChange Make(string what)
    {
        switch (what)
        {
            case "SendNew":
                return FixOrderMachine.RequestNew(ref _order, Order, 100, 10_0000, FixSide.Buy, 0);
            case "SendCancel":
                return FixOrderMachine.RequestCancel(ref _order, NextId());
            case "SendReplace":
                return FixOrderMachine.RequestReplace(ref _order, NextId(), 150, 11_0000);
            default:
                FixOrderEvent kind = Report(what, out FixOrderReport report);
                return FixOrderMachine.Apply(ref _order, kind, in report);
        }
    }

    private ulong NextId() => _order.LastOrdinal == 0 ? First : _order.LastOrdinal == 1 ? Second : Third;

    private ulong Pending(FixRequestKind kind)
    {
        for (int i = 0; i < _order.RequestCount; i++)
        {
            if (kind == FixRequestKind.None || _order.Requests[i].Kind == kind)
                return _order.Requests[i].Id;
        }

        return 0;
    }

    private FixOrderEvent Report(string what, out FixOrderReport report)
    {
        report = Quantities(_order.Cumulative, _order.Quantity);
        report.ClOrdId = _order.ClOrdId;
        report.OrdStatus = _order.Cumulative > 0 ? FixOrdStatus.PartiallyFilled : FixOrdStatus.New;
        switch (what)
        {
            case "Fill40":
                return Trade(ref report, 40);
            case "PartialFill":
                return Trade(ref report, 10);
            case "Fill":
                return Trade(ref report, Math.Max(10, _order.Quantity - _order.Cumulative));
            case "PendingCancel":
                return Named(ref report, FixOrderEvent.PendingCancel, FixRequestKind.Cancel, Stranger);
            case "PendingReplace":
                return Named(ref report, FixOrderEvent.PendingReplace, FixRequestKind.Replace, Stranger);
            case "Cancelled":
                report.Leaves = 0;
                return Named(ref report, FixOrderEvent.Cancelled, FixRequestKind.Cancel, _order.ClOrdId);
            case "CancelledUnsolicited":
                report.Leaves = 0;
                return FixOrderEvent.Cancelled;
            case "Replaced":
                return Replaced(ref report);
            case "ReplacedUnsolicited":
                report.ClOrdId = Desk;
                return FixOrderEvent.Replaced;
            case "RequestRejected":
                return Named(ref report, FixOrderEvent.Rejected, FixRequestKind.None, Stranger);
            case "CancelRejected":
                return Named(ref report, FixOrderEvent.CancelRejected, FixRequestKind.Cancel, Stranger);
            case "CancelRejectedGone":
                report.OrdStatus = FixOrdStatus.Canceled;
                return Named(ref report, FixOrderEvent.CancelRejected, FixRequestKind.Cancel, Stranger);
            case "ReplaceRejected":
                return Named(ref report, FixOrderEvent.ReplaceRejected, FixRequestKind.Replace, Stranger);
            case "SessionReject":
                return Named(ref report, FixOrderEvent.SessionReject, FixRequestKind.None, _order.ClOrdId);
            case "NotDelivered":
                return Named(ref report, FixOrderEvent.NotDelivered, FixRequestKind.None, _order.ClOrdId);
            case "Correct":
                return Correct(ref report);
            case "Bust":
                return Bust(ref report);
            case "StatusNew":
                report = Quantities(0, _order.Quantity);
                return Status(ref report, FixOrdStatus.New);
            case "StatusPartial":
                report = Quantities(40, _order.Quantity);
                return Status(ref report, FixOrdStatus.PartiallyFilled);
            case "StatusFilled":
                report = Quantities(_order.Quantity, _order.Quantity);
                return Status(ref report, FixOrdStatus.Filled);
            case "StatusCancelled":
                report.Leaves = 0;
                return Status(ref report, FixOrdStatus.Canceled);
            case "StatusPendingCancel":
                return Status(ref report, FixOrdStatus.PendingCancel);
            default:
                return Enum.Parse<FixOrderEvent>(what);
        }
    }

    private static FixOrderReport Quantities(long cumulative, long quantity)
    {
        FixOrderReport report = default;
        report.Cumulative = cumulative;
        report.OrderQuantity = quantity;
        report.Leaves = quantity - cumulative;
        report.Has = FixReportHas.Cumulative | FixReportHas.Leaves | FixReportHas.OrderQuantity;
        return report;
    }

    private FixOrderEvent Named(ref FixOrderReport report, FixOrderEvent what, FixRequestKind kind, ulong otherwise)
    {
        ulong pending = Pending(kind);
        report.ClOrdId = pending != 0 ? pending : otherwise;
        return what;
    }

    private static FixOrderEvent Status(ref FixOrderReport report, FixOrdStatus status)
    {
        report.ClOrdId = Order;
        report.OrdStatus = status;
        return FixOrderEvent.Status;
    }

    private FixOrderEvent Trade(ref FixOrderReport report, long quantity)
    {
        long cumulative = _order.Cumulative + quantity;
        report = Quantities(cumulative, _order.Quantity);
        report.Leaves = _order.HasEnded ? 0 : Math.Max(0, report.Leaves);
        if (_order.Phase is FixOrderPhase.Rejected or FixOrderPhase.NotDelivered)
            report.Leaves = _order.Quantity - cumulative;
        report.ClOrdId = _order.ClOrdId;
        report.LastQuantity = quantity;
        report.LastPrice = 10_0000;
        report.OrdStatus = report.Leaves == 0 ? FixOrdStatus.Filled : FixOrdStatus.PartiallyFilled;
        return FixOrderEvent.Trade;
    }

    private FixOrderEvent Replaced(ref FixOrderReport report)
    {
        FixOrderEvent what = Named(ref report, FixOrderEvent.Replaced, FixRequestKind.Replace, _order.ClOrdId);
        if (Pending(FixRequestKind.Replace) != 0)
        {
            report.OrderQuantity = 150;
            report.Leaves = 150 - _order.Cumulative;
        }

        return what;
    }

    private FixOrderEvent Correct(ref FixOrderReport report)
    {
        bool none = _order.Cumulative == 0;
        long cumulative = none ? 10 : _order.Cumulative - 10;
        report = Quantities(cumulative, _order.Quantity);
        report.ClOrdId = _order.ClOrdId;
        report.LastPrice = report.ReferredPrice = 10_0000;
        report.ReferredQuantity = none ? 0 : Math.Min(_order.Cumulative, 60);
        report.LastQuantity = none ? 10 : report.ReferredQuantity - 10;
        report.Has |= none ? FixReportHas.None : FixReportHas.Referred;
        return FixOrderEvent.Correct;
    }

    private FixOrderEvent Bust(ref FixOrderReport report)
    {
        long quantity = _order.Cumulative == 0 ? 10 : Math.Min(_order.Cumulative, 60);
        report = Quantities(Math.Max(0, _order.Cumulative - quantity), _order.Quantity);
        report.ClOrdId = _order.ClOrdId;
        report.LastQuantity = quantity;
        report.LastPrice = 10_0000;
        return FixOrderEvent.Bust;
    }
}
