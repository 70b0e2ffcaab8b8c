using System.Runtime.InteropServices;

namespace HftGateway.Fix.Orders;

/// <summary>Which values of a report were there.</summary>
[Flags]
public enum FixReportHas : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>LastQty [32].</summary>
    LastQuantity = 1,

    /// <summary>LastPx [31].</summary>
    LastPrice = 2,

    /// <summary>LeavesQty [151].</summary>
    Leaves = 4,

    /// <summary>CumQty [14].</summary>
    Cumulative = 8,

    /// <summary>OrderQty [38].</summary>
    OrderQuantity = 16,

    /// <summary>Price [44].</summary>
    Price = 32,

    /// <summary>OrdRejReason [103] or CxlRejReason [102].</summary>
    Reason = 64,

    /// <summary><see cref="FixOrderReport.ReferredQuantity"/>: the fill that is broken or corrected is known.</summary>
    Referred = 128,

    /// <summary>ExecID [17] identifies an execution (it is there and not "0").</summary>
    Execution = 256,

    /// <summary>LastRptRequested [912] is Y.</summary>
    LastReport = 512,
}

/// <summary>
/// An ExecutionReport (35=8) or OrderCancelReject (35=9) of any FIX version, in numbers.
/// <para><b>Invariants.</b> Blittable. Identifiers are numbers: own ids, or hashes of the text.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public partial struct FixOrderReport
{
    /// <summary>ClOrdID [11]; 0 when absent.</summary>
    public ulong ClOrdId;

    /// <summary>OrigClOrdID [41]; 0 when absent.</summary>
    public ulong OrigClOrdId;

    /// <summary>OrderID [37]; 0 when absent or "NONE".</summary>
    public ulong OrderId;

    /// <summary>Hash of ExecID [17].</summary>
    public ulong ExecId;

    /// <summary>Hash of ExecRefID [19]; 0 when absent.</summary>
    public ulong ExecRefId;

    /// <summary>LastQty [32], shares.</summary>
    public long LastQuantity;

    /// <summary>LastPx [31] in 1/10000.</summary>
    public long LastPrice;

    /// <summary>LeavesQty [151], shares.</summary>
    public long Leaves;

    /// <summary>CumQty [14], shares.</summary>
    public long Cumulative;

    /// <summary>OrderQty [38], shares.</summary>
    public long OrderQuantity;

    /// <summary>Price [44] in 1/10000.</summary>
    public long Price;

    /// <summary>Quantity of the fill that <see cref="ExecRefId"/> names.</summary>
    public long ReferredQuantity;

    /// <summary>Its price.</summary>
    public long ReferredPrice;

    /// <summary>TransactTime [60], UTC ns; 0 when absent.</summary>
    public long TransactTimeNs;

    /// <summary>OrdRejReason [103] or CxlRejReason [102].</summary>
    public int Reason;

    /// <summary>TotNumReports [911]; 0 when absent.</summary>
    public int TotalReports;

    /// <summary>Symbol [55].</summary>
    public FixRange Symbol;

    /// <summary>Text [58].</summary>
    public FixRange Text;

    /// <summary>What was there.</summary>
    public FixReportHas Has;

    /// <summary>35=8 or 35=9.</summary>
    public FixMsgType MsgType;

    /// <summary>ExecTransType [20] (to 4.2); 0 when absent.</summary>
    public byte ExecTransType;

    /// <summary>ExecType [150] (from 4.1); 0 when absent.</summary>
    public FixExecType ExecType;

    /// <summary>OrdStatus [39].</summary>
    public FixOrdStatus OrdStatus;

    /// <summary>Side [54]; 0 when absent.</summary>
    public FixSide Side;

    /// <summary>CxlRejResponseTo [434]; 0 when absent (to 4.1).</summary>
    public byte ResponseTo;

    /// <summary>What the report says, whatever version it was written in.</summary>
    public readonly FixOrderEvent Event
    {
        get
        {
            if (MsgType == FixMsgType.OrderCancelReject)
                return ResponseTo == '2' ? FixOrderEvent.ReplaceRejected : FixOrderEvent.CancelRejected;
            switch (ExecTransType)
            {
                case (byte)'1':
                    return FixOrderEvent.Bust;
                case (byte)'2':
                    return FixOrderEvent.Correct;
                case (byte)'3':
                    return StatusEvent();
            }

            return ExecType == FixExecType.None ? ByStatus() : ByType();
        }
    }

    private const int UnknownOrderReason = 5;

    // 39=8 with OrdRejReason 5, or with none, answers a request about an order that the venue does not know.
    private readonly FixOrderEvent StatusEvent() =>
        OrdStatus == FixOrdStatus.Rejected && ((Has & FixReportHas.Reason) == 0 || Reason == UnknownOrderReason)
            ? FixOrderEvent.OrderUnknown
            : FixOrderEvent.Status;

    private readonly FixOrderEvent ByType()
    {
        switch ((byte)ExecType)
        {
            case (byte)'0':
                return FixOrderEvent.New;
            case (byte)'1':
            case (byte)'2':
            case (byte)'F':
                return FixOrderEvent.Trade;
            case (byte)'3':
                return FixOrderEvent.DoneForDay;
            case (byte)'4':
                return FixOrderEvent.Cancelled;
            case (byte)'5':
                return FixOrderEvent.Replaced;
            case (byte)'6':
                return FixOrderEvent.PendingCancel;
            case (byte)'7':
                return FixOrderEvent.Stopped;
            case (byte)'8':
                return FixOrderEvent.Rejected;
            case (byte)'9':
                return FixOrderEvent.Suspended;
            case (byte)'A':
                return FixOrderEvent.PendingNew;
            case (byte)'B':
                return FixOrderEvent.Calculated;
            case (byte)'C':
                return FixOrderEvent.Expired;
            case (byte)'D':
                return FixOrderEvent.Restated;
            case (byte)'E':
                return FixOrderEvent.PendingReplace;
            case (byte)'G':
                return FixOrderEvent.Correct;
            case (byte)'H':
                return FixOrderEvent.Bust;
            case (byte)'I':
                return StatusEvent();
            default:
                return FixOrderEvent.None;
        }
    }

    // FIX 4.0 has no ExecType: a fill is a report with shares in it, everything else is told by the status.
    private readonly FixOrderEvent ByStatus()
    {
        if (LastQuantity > 0)
            return FixOrderEvent.Trade;
        switch (OrdStatus)
        {
            case FixOrdStatus.New:
                return FixOrderEvent.New;
            case FixOrdStatus.DoneForDay:
                return FixOrderEvent.DoneForDay;
            case FixOrdStatus.Canceled:
                return FixOrderEvent.Cancelled;
            case (FixOrdStatus)'5':
                return FixOrderEvent.Replaced;
            case FixOrdStatus.PendingCancel:
                return FixOrderEvent.PendingCancel;
            case FixOrdStatus.Stopped:
                return FixOrderEvent.Stopped;
            case FixOrdStatus.Rejected:
                return FixOrderEvent.Rejected;
            case FixOrdStatus.Suspended:
                return FixOrderEvent.Suspended;
            case FixOrdStatus.PendingNew:
                return FixOrderEvent.PendingNew;
            case (FixOrdStatus)'B':
                return FixOrderEvent.Calculated;
            case FixOrdStatus.Expired:
                return FixOrderEvent.Expired;
            case FixOrdStatus.PartiallyFilled or FixOrdStatus.Filled:
                return FixOrderEvent.Status;
            default:
                return FixOrderEvent.None;
        }
    }
}
