namespace HftGateway.Fix.Orders;

/// <summary>
/// What can happen to an order, own requests apart (see <see cref="FixOrderMachine.RequestCancel"/> and its
/// neighbours).
/// </summary>
public enum FixOrderEvent : byte
{
    /// <summary>Nothing that concerns an order.</summary>
    None = 0,

    /// <summary>150=A.</summary>
    PendingNew,

    /// <summary>150=0.</summary>
    New,

    /// <summary>A fill, in part or in full: 150=F (4.3 on), 150=1 or 2 (4.1, 4.2), LastShares above 0 (4.0).</summary>
    Trade,

    /// <summary>150=6.</summary>
    PendingCancel,

    /// <summary>150=4, asked for or not.</summary>
    Cancelled,

    /// <summary>150=E.</summary>
    PendingReplace,

    /// <summary>150=5.</summary>
    Replaced,

    /// <summary>150=8.</summary>
    Rejected,

    /// <summary>35=9 that answers a cancel (434=1).</summary>
    CancelRejected,

    /// <summary>35=9 that answers a replace (434=2).</summary>
    ReplaceRejected,

    /// <summary>150=G, or 20=2: a fill was corrected.</summary>
    Correct,

    /// <summary>150=H, or 20=1: a fill was broken.</summary>
    Bust,

    /// <summary>150=D: the venue changed the order by itself.</summary>
    Restated,

    /// <summary>150=C.</summary>
    Expired,

    /// <summary>150=3.</summary>
    DoneForDay,

    /// <summary>150=9.</summary>
    Suspended,

    /// <summary>150=7.</summary>
    Stopped,

    /// <summary>150=B.</summary>
    Calculated,

    /// <summary>150=I, or 20=3: the answer to a status request.</summary>
    Status,

    /// <summary>The answer to a status request is that there is no such order.</summary>
    OrderUnknown,

    /// <summary>The message itself was refused: 35=3, or 35=j.</summary>
    SessionReject,

    /// <summary>The message was gap-filled instead of being sent again: the venue never had it.</summary>
    NotDelivered,

    /// <summary>A mass cancel that covers the order was accepted (35=r, 531 other than 0).</summary>
    MassCancelAccepted,

    /// <summary>That mass cancel did not take effect.</summary>
    MassCancelRefused,

    /// <summary>The connection was lost.</summary>
    Disconnected,
}
