using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix.Orders;

/// <summary>Kind of a request under way.</summary>
public enum FixRequestKind : byte
{
    /// <summary>Unused.</summary>
    None = 0,

    /// <summary>OrderCancelRequest (35=F).</summary>
    Cancel = 1,

    /// <summary>OrderCancelReplaceRequest (35=G).</summary>
    Replace = 2,
}

/// <summary>
/// A cancel or replace that the venue has not answered yet.
/// <para><b>Invariants.</b> Blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct FixOrderRequest
{
    /// <summary>ClOrdID [11], as a number (see <see cref="FixOrder.ClOrdId"/>).</summary>
    public ulong Id;

    /// <summary>OrigClOrdID [41].</summary>
    public ulong Target;

    /// <summary>OrderQty [38] of a replace.</summary>
    public long Quantity;

    /// <summary>Price [44] of a replace, in the caller's unit.</summary>
    public long Price;

    /// <summary>Place in the order's series of requests, from 1.</summary>
    public uint Ordinal;

    /// <summary>What it is.</summary>
    public FixRequestKind Kind;

    /// <summary>The venue reported it as pending (39=6 or E): 1.</summary>
    public byte Acknowledged;
}

/// <summary>The requests of one order under way, oldest first.</summary>
[InlineArray(Capacity)]
public struct FixOrderRequests
{
    /// <summary>Requests of one order that may be under way at once.</summary>
    public const int Capacity = 4;

    private FixOrderRequest _first;
}

/// <summary>
/// One own order with its chain of cancels and replaces.
/// <para><b>Threading.</b> One thread; <see cref="FixOrderMachine"/> is the only writer.</para>
/// <para><b>Invariants.</b> Blittable. <see cref="Cumulative"/> and <see cref="Leaves"/> are never negative;
/// <see cref="Leaves"/> is 0 once the order has ended. A refused request changes nothing but the list of
/// requests.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 4, order state changes.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct FixOrder
{
    /// <summary>
    /// ClOrdID [11] of the last accepted request (until then of the order) as a number: an own dense id, or a hash of
    /// the text (<see cref="FixValue.Hash"/>). Never 0 for an order.
    /// </summary>
    public ulong ClOrdId;

    /// <summary>OrderID [37] as a number or hash; 0 until the venue tells it.</summary>
    public ulong OrderId;

    /// <summary>Request that was answered last: what still comes about it is late.</summary>
    public ulong LastAnswered;

    /// <summary>OrderQty [38] in force, shares.</summary>
    public long Quantity;

    /// <summary>Price [44] in force, in the caller's unit.</summary>
    public long Price;

    /// <summary>CumQty [14], shares.</summary>
    public long Cumulative;

    /// <summary>LeavesQty [151], shares.</summary>
    public long Leaves;

    /// <summary>Sum of LastQty × LastPx over the fills that were reported.</summary>
    public Int128 Notional;

    /// <summary>Sum of LastQty over those fills.</summary>
    public long ReportedFills;

    /// <summary>Requests under way.</summary>
    public FixOrderRequests Requests;

    /// <summary>How many of <see cref="Requests"/> are used.</summary>
    public int RequestCount;

    /// <summary>Ordinal of the last request made.</summary>
    public uint LastOrdinal;

    /// <summary>Ordinal of the request whose terms are in force; 0 the order itself.</summary>
    public uint AcceptedOrdinal;

    /// <summary>Instrument index of the caller.</summary>
    public ushort Instrument;

    /// <summary>Side [54].</summary>
    public FixSide Side;

    /// <summary>Phase.</summary>
    public FixOrderPhase Phase;

    /// <summary>Marks.</summary>
    public FixOrderMarks Marks;

    /// <summary>The order has ended other than by being filled.</summary>
    public readonly bool HasEnded => Phase >= FixOrderPhase.Cancelled;

    /// <summary>Every share is filled.</summary>
    public readonly bool IsFilled => Phase == FixOrderPhase.Working && Leaves == 0 && Cumulative > 0
        && Cumulative >= Quantity;

    /// <summary>It may still trade, as far as is known.</summary>
    public readonly bool IsOpen => Phase is > FixOrderPhase.None and < FixOrderPhase.Cancelled && !IsFilled;

    /// <summary>Its fate is not known; see <see cref="FixOrderMarks.Uncertain"/>.</summary>
    public readonly bool IsUncertain => (Marks & FixOrderMarks.Uncertain) != 0;

    /// <summary>Average price of the reported fills in the caller's unit, rounded down; 0 without any.</summary>
    public readonly long AveragePrice => ReportedFills > 0 ? (long)(Notional / ReportedFills) : 0;

    /// <summary>The state to show.</summary>
    public readonly FixOrderState State
    {
        get
        {
            switch (Phase)
            {
                case FixOrderPhase.None:
                    return FixOrderState.None;
                case FixOrderPhase.Cancelled:
                    return FixOrderState.Cancelled;
                case FixOrderPhase.Rejected:
                    return FixOrderState.Rejected;
                case FixOrderPhase.Expired:
                    return FixOrderState.Expired;
                case FixOrderPhase.NotDelivered:
                    return FixOrderState.NotDelivered;
                default:
                    return OpenState();
            }
        }
    }

    /// <summary>A cancel, own, foreign or of many, is under way.</summary>
    public readonly bool IsCancelPending => (Marks & (FixOrderMarks.ForeignCancel | FixOrderMarks.MassCancel)) != 0
        || Has(FixRequestKind.Cancel);

    /// <summary>A replace, own or foreign, is under way.</summary>
    public readonly bool IsReplacePending =>
        (Marks & FixOrderMarks.ForeignReplace) != 0 || Has(FixRequestKind.Replace);

    /// <summary>Index in <see cref="Requests"/> of the request with this id; −1 when it is not under way.</summary>
    /// <param name="id">ClOrdID as a number.</param>
    public readonly int Find(ulong id)
    {
        for (int i = 0; i < RequestCount && i < FixOrderRequests.Capacity; i++)
        {
            if (Requests[i].Id == id && id != 0)
                return i;
        }

        return -1;
    }

    internal bool Take(ulong id, out FixOrderRequest request)
    {
        int at = Find(id);
        request = default;
        if (at < 0)
            return false;
        request = Requests[at];
        for (int i = at + 1; i < RequestCount; i++)
            Requests[i - 1] = Requests[i];
        RequestCount--;
        LastAnswered = id;
        return true;
    }

    private readonly bool Has(FixRequestKind kind)
    {
        for (int i = 0; i < RequestCount && i < FixOrderRequests.Capacity; i++)
        {
            if (Requests[i].Kind == kind)
                return true;
        }

        return false;
    }

    private readonly FixOrderState OpenState()
    {
        if (IsCancelPending)
            return FixOrderState.PendingCancel;
        if (IsReplacePending)
            return FixOrderState.PendingReplace;
        if ((Marks & FixOrderMarks.DoneForDay) != 0)
            return FixOrderState.DoneForDay;
        if ((Marks & FixOrderMarks.Calculated) != 0)
            return FixOrderState.Calculated;
        if (IsFilled)
            return FixOrderState.Filled;
        if ((Marks & FixOrderMarks.Stopped) != 0)
            return FixOrderState.Stopped;
        if ((Marks & FixOrderMarks.Suspended) != 0)
            return FixOrderState.Suspended;
        if (Phase == FixOrderPhase.Sent)
            return FixOrderState.Sent;
        if (Phase == FixOrderPhase.PendingNew)
            return FixOrderState.PendingNew;
        return Cumulative > 0 ? FixOrderState.PartiallyFilled : FixOrderState.New;
    }
}
