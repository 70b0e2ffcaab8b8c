namespace HftGateway.Fix.Orders;

/// <summary>
/// What an own order is, as far as its reports tell. Where several apply the one that FIX lets precede is shown:
/// pending cancel, pending replace, done for day, calculated, filled, stopped, suspended, partially filled, new,
/// pending new. An order that has ended is shown as it ended.
/// <para><b>Reference.</b> FIX 4.4 volume 4, OrdStatus [39] and its precedence.</para>
/// </summary>
public enum FixOrderState : byte
{
    /// <summary>No order.</summary>
    None = 0,

    /// <summary>Sent; the venue has said nothing yet.</summary>
    Sent,

    /// <summary>Received by the venue, not yet accepted (39=A).</summary>
    PendingNew,

    /// <summary>Accepted, nothing filled (39=0).</summary>
    New,

    /// <summary>Filled in part, the rest may still trade (39=1).</summary>
    PartiallyFilled,

    /// <summary>Guaranteed a price, not yet executed (39=7).</summary>
    Stopped,

    /// <summary>May not trade for now (39=9).</summary>
    Suspended,

    /// <summary>Done for day and its costs calculated (39=B).</summary>
    Calculated,

    /// <summary>Will not trade again today (39=3).</summary>
    DoneForDay,

    /// <summary>Filled in full (39=2).</summary>
    Filled,

    /// <summary>Cancelled, asked for or not (39=4).</summary>
    Cancelled,

    /// <summary>Refused by the venue (39=8).</summary>
    Rejected,

    /// <summary>Expired (39=C).</summary>
    Expired,

    /// <summary>Certainly never received by the venue.</summary>
    NotDelivered,

    /// <summary>A cancel of it is under way (39=6).</summary>
    PendingCancel,

    /// <summary>A replace of it is under way (39=E).</summary>
    PendingReplace,
}

/// <summary>The part of an order's state that requests under way and venue's marks do not hide.</summary>
public enum FixOrderPhase : byte
{
    /// <summary>No order.</summary>
    None = 0,

    /// <summary>Sent, not answered.</summary>
    Sent,

    /// <summary>Received by the venue.</summary>
    PendingNew,

    /// <summary>Accepted: it trades, rests or is filled.</summary>
    Working,

    /// <summary>Ended: cancelled.</summary>
    Cancelled,

    /// <summary>Ended: refused.</summary>
    Rejected,

    /// <summary>Ended: expired.</summary>
    Expired,

    /// <summary>Ended: never reached the venue.</summary>
    NotDelivered,
}

/// <summary>Marks of an order.</summary>
[Flags]
public enum FixOrderMarks : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Done for day.</summary>
    DoneForDay = 1,

    /// <summary>Calculated.</summary>
    Calculated = 2,

    /// <summary>Stopped.</summary>
    Stopped = 4,

    /// <summary>Suspended.</summary>
    Suspended = 8,

    /// <summary>The venue reports a cancel that was not asked for here.</summary>
    ForeignCancel = 16,

    /// <summary>The venue reports a replace that was not asked for here.</summary>
    ForeignReplace = 32,

    /// <summary>A mass cancel that covers it was accepted; its own report is awaited.</summary>
    MassCancel = 64,

    /// <summary>Its fate is not known: the connection was lost, or the venue contradicts what is known here.</summary>
    Uncertain = 128,
}
