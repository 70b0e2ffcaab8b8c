namespace HftGateway.Fix;

/// <summary>
/// MsgType [35] as a number: first character, plus the second one times 256. A type of three or more characters, or an
/// empty one, is <see cref="Unknown"/>; other types that have no name here keep their number.
/// </summary>
public enum FixMsgType : ushort
{
    /// <summary>Empty, or longer than two characters.</summary>
    Unknown = 0,

    /// <summary>35=0.</summary>
    Heartbeat = '0',

    /// <summary>35=1.</summary>
    TestRequest = '1',

    /// <summary>35=2.</summary>
    ResendRequest = '2',

    /// <summary>35=3, session-level reject.</summary>
    Reject = '3',

    /// <summary>35=4, gap fill (123=Y) or reset.</summary>
    SequenceReset = '4',

    /// <summary>35=5.</summary>
    Logout = '5',

    /// <summary>35=8.</summary>
    ExecutionReport = '8',

    /// <summary>35=9.</summary>
    OrderCancelReject = '9',

    /// <summary>35=A.</summary>
    Logon = 'A',

    /// <summary>35=D.</summary>
    NewOrderSingle = 'D',

    /// <summary>35=F.</summary>
    OrderCancelRequest = 'F',

    /// <summary>35=G.</summary>
    OrderCancelReplaceRequest = 'G',

    /// <summary>35=H.</summary>
    OrderStatusRequest = 'H',

    /// <summary>35=j.</summary>
    BusinessMessageReject = 'j',

    /// <summary>35=q, from FIX 4.3.</summary>
    OrderMassCancelRequest = 'q',

    /// <summary>35=r, from FIX 4.3.</summary>
    OrderMassCancelReport = 'r',

    /// <summary>35=AF, from FIX 4.3.</summary>
    OrderMassStatusRequest = 'A' | ('F' << 8),
}

/// <summary>Questions about a <see cref="FixMsgType"/>.</summary>
public static class FixMsgTypes
{
    /// <summary>Reads the characters behind <c>35=</c>.</summary>
    public static FixMsgType Parse(ReadOnlySpan<byte> value) => value.Length switch
    {
        1 => (FixMsgType)value[0],
        2 => (FixMsgType)(value[0] | (value[1] << 8)),
        _ => FixMsgType.Unknown,
    };

    /// <summary>
    /// Session-level message: Logon, Heartbeat, TestRequest, ResendRequest, Reject, SequenceReset, Logout.
    /// </summary>
    public static bool IsAdmin(this FixMsgType type) =>
        type is >= FixMsgType.Heartbeat and <= FixMsgType.Logout or FixMsgType.Logon;
}
