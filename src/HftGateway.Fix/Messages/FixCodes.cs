namespace HftGateway.Fix;

/// <summary>Side [54]; each value is its character on the wire.</summary>
public enum FixSide : byte
{
    /// <summary>Buy.</summary>
    Buy = (byte)'1',

    /// <summary>Sell.</summary>
    Sell = (byte)'2',

    /// <summary>Sell short.</summary>
    SellShort = (byte)'5',

    /// <summary>Sell short, exempt.</summary>
    SellShortExempt = (byte)'6',
}

/// <summary>OrdType [40]; each value is its character on the wire.</summary>
public enum FixOrderType : byte
{
    /// <summary>Market: no price.</summary>
    Market = (byte)'1',

    /// <summary>Limit.</summary>
    Limit = (byte)'2',
}

/// <summary>TimeInForce [59]; each value is its character on the wire.</summary>
public enum FixTimeInForce : byte
{
    /// <summary>Day.</summary>
    Day = (byte)'0',

    /// <summary>Immediate or cancel.</summary>
    ImmediateOrCancel = (byte)'3',
}

/// <summary>
/// ExecType [150], values of FIX 4.4 that order entry meets; each value is its character on the wire.
/// </summary>
public enum FixExecType : byte
{
    /// <summary>Not there.</summary>
    None = 0,

    /// <summary>Accepted.</summary>
    New = (byte)'0',

    /// <summary>Done for day.</summary>
    DoneForDay = (byte)'3',

    /// <summary>Cancelled.</summary>
    Canceled = (byte)'4',

    /// <summary>Replaced.</summary>
    Replaced = (byte)'5',

    /// <summary>Cancel received, not yet done.</summary>
    PendingCancel = (byte)'6',

    /// <summary>Refused.</summary>
    Rejected = (byte)'8',

    /// <summary>Received, not yet accepted.</summary>
    PendingNew = (byte)'A',

    /// <summary>Expired.</summary>
    Expired = (byte)'C',

    /// <summary>Restated without being asked.</summary>
    Restated = (byte)'D',

    /// <summary>Replace received, not yet done.</summary>
    PendingReplace = (byte)'E',

    /// <summary>Partial or complete fill.</summary>
    Trade = (byte)'F',

    /// <summary>A fill was corrected.</summary>
    TradeCorrect = (byte)'G',

    /// <summary>A fill was busted.</summary>
    TradeCancel = (byte)'H',

    /// <summary>Answer to a status request.</summary>
    OrderStatus = (byte)'I',
}

/// <summary>OrdStatus [39]; each value is its character on the wire.</summary>
public enum FixOrdStatus : byte
{
    /// <summary>Not there.</summary>
    None = 0,

    /// <summary>New.</summary>
    New = (byte)'0',

    /// <summary>Partially filled.</summary>
    PartiallyFilled = (byte)'1',

    /// <summary>Filled.</summary>
    Filled = (byte)'2',

    /// <summary>Done for day.</summary>
    DoneForDay = (byte)'3',

    /// <summary>Cancelled.</summary>
    Canceled = (byte)'4',

    /// <summary>A cancel is pending.</summary>
    PendingCancel = (byte)'6',

    /// <summary>Stopped.</summary>
    Stopped = (byte)'7',

    /// <summary>Rejected.</summary>
    Rejected = (byte)'8',

    /// <summary>Suspended.</summary>
    Suspended = (byte)'9',

    /// <summary>Pending new.</summary>
    PendingNew = (byte)'A',

    /// <summary>Expired.</summary>
    Expired = (byte)'C',

    /// <summary>A replace is pending.</summary>
    PendingReplace = (byte)'E',
}
