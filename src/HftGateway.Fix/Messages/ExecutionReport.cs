using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// An ExecutionReport (35=8) to write.
/// <para><b>Invariants.</b> Blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct ExecutionReport
{
    /// <summary>ClOrdID [11]; not sent when empty.</summary>
    public FixId ClOrdId;

    /// <summary>OrigClOrdID [41]; not sent when empty.</summary>
    public FixId OrigClOrdId;

    /// <summary>Sent as Symbol [55] instead of the index when not empty: a report on an unknown symbol.</summary>
    public FixId UnknownSymbol;

    /// <summary>OrderID [37].</summary>
    public ulong OrderId;

    /// <summary>ExecID [17]; 0 for a status report.</summary>
    public ulong ExecId;

    /// <summary>Price [44] in 1/10000; sent for a limit order.</summary>
    public long Price;

    /// <summary>LastPx [31] in 1/10000; sent for a fill.</summary>
    public long LastPrice;

    /// <summary>AvgPx [6] in 1/10000 over <see cref="CumulativeQuantity"/>.</summary>
    public long AveragePrice;

    /// <summary>TransactTime [60], UTC ns.</summary>
    public long TransactTimeNs;

    /// <summary>OrderQty [38].</summary>
    public uint OrderQuantity;

    /// <summary>LastQty [32]; sent for a fill.</summary>
    public uint LastQuantity;

    /// <summary>LeavesQty [151].</summary>
    public uint LeavesQuantity;

    /// <summary>CumQty [14].</summary>
    public uint CumulativeQuantity;

    /// <summary>OrdRejReason [103]; sent with <see cref="FixExecType.Rejected"/>.</summary>
    public int RejectReason;

    /// <summary>Index of the symbol.</summary>
    public ushort Symbol;

    /// <summary>ExecType [150].</summary>
    public FixExecType ExecType;

    /// <summary>OrdStatus [39].</summary>
    public FixOrdStatus OrdStatus;

    /// <summary>Side [54].</summary>
    public FixSide Side;

    /// <summary>OrdType [40]; not sent when 0.</summary>
    public FixOrderType OrderType;

    /// <summary>TimeInForce [59]; not sent when 0.</summary>
    public FixTimeInForce TimeInForce;
}

/// <summary>
/// An OrderCancelReject (35=9) to write.
/// <para><b>Invariants.</b> Blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderCancelReject
{
    /// <summary>ClOrdID [11] of the refused request.</summary>
    public FixId ClOrdId;

    /// <summary>OrigClOrdID [41] of the refused request.</summary>
    public FixId OrigClOrdId;

    /// <summary>OrderID [37]; 0 is sent as NONE.</summary>
    public ulong OrderId;

    /// <summary>TransactTime [60], UTC ns.</summary>
    public long TransactTimeNs;

    /// <summary>CxlRejReason [102].</summary>
    public int Reason;

    /// <summary>OrdStatus [39] of the order; Rejected when it is unknown.</summary>
    public FixOrdStatus OrdStatus;

    /// <summary>CxlRejResponseTo [434]: 1 for a cancel, 2 for a replace.</summary>
    public byte ResponseTo;
}
