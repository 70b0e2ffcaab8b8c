namespace HftGateway.Risk;

/// <summary>What an own request is.</summary>
public enum RequestKind : byte
{
    /// <summary>The id was never used.</summary>
    None = 0,

    /// <summary>A new order.</summary>
    New = 1,

    /// <summary>A cancel of another order.</summary>
    Cancel = 2,

    /// <summary>A replace of another order; an order itself once it took effect.</summary>
    Replace = 3,
}

/// <summary>State of an own request. Below <see cref="Filled"/> it may still trade.</summary>
public enum OrderState : byte
{
    /// <summary>Unused record.</summary>
    None = 0,

    /// <summary>Sent, not answered. For a cancel or replace: the request is under way.</summary>
    New = 1,

    /// <summary>Accepted by the exchange.</summary>
    Accepted = 2,

    /// <summary>Filled in part.</summary>
    PartiallyFilled = 3,

    /// <summary>Filled in full.</summary>
    Filled = 4,

    /// <summary>Cancelled. For a cancel request: it took effect.</summary>
    Cancelled = 5,

    /// <summary>Its place was taken by the order that replaced it.</summary>
    Replaced = 6,

    /// <summary>Refused by the exchange.</summary>
    Rejected = 7,

    /// <summary>Expired.</summary>
    Expired = 8,

    /// <summary>Never reached the exchange.</summary>
    NotDelivered = 9,

    /// <summary>Every fill of it was broken.</summary>
    Busted = 10,
}

/// <summary>Bits of <see cref="OrderRecord.Flags"/>.</summary>
[Flags]
public enum OrderRecordFlags : byte
{
    /// <summary>No bit set.</summary>
    None = 0,

    /// <summary>May only rest: its fills make liquidity.</summary>
    PostOnly = 1,

    /// <summary>A cancel of it is under way.</summary>
    CancelPending = 2,

    /// <summary>A replace of it is under way.</summary>
    ReplacePending = 4,

    /// <summary>A fill of it was broken.</summary>
    HadBust = 8,
}
