using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>What a caller has to do, in this order (lowest bit first).</summary>
[Flags]
public enum SessionDo : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// Give the message to the application: an application message, or a session Reject (35=3) for information.
    /// </summary>
    Deliver = 1,

    /// <summary>The outbound series restarts at 1 before the Logon goes out, which carries 141=Y.</summary>
    ResetOutbound = 2,

    /// <summary>Answer with a Logon.</summary>
    SendLogon = 4,

    /// <summary>The session is logged on.</summary>
    Established = 8,

    /// <summary>
    /// Resend or gap-fill <see cref="SessionAction.ResendBegin"/> to <see cref="SessionAction.ResendEnd"/>.
    /// </summary>
    AnswerResend = 16,

    /// <summary>Send a session Reject.</summary>
    SendReject = 32,

    /// <summary>Send a Heartbeat carrying the TestReqID.</summary>
    SendHeartbeat = 64,

    /// <summary>Send a ResendRequest from <see cref="SessionAction.Expected"/> to the newest.</summary>
    SendResendRequest = 128,

    /// <summary>Send a TestRequest carrying the TestReqID.</summary>
    SendTestRequest = 256,

    /// <summary>Orders may go out: the peer has answered and nothing of the last connection is pending.</summary>
    Ready = 512,

    /// <summary>Send a Logout.</summary>
    SendLogout = 1024,

    /// <summary>
    /// Close the connection, after what was to be sent; the reason is in <see cref="SessionAction.End"/>.
    /// </summary>
    Disconnect = 2048,
}

/// <summary>Why a session ended or asks to end.</summary>
public enum SessionEnd : byte
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>The first message was not a Logon.</summary>
    NotALogon,

    /// <summary>Garbled bytes before the Logon.</summary>
    Garbled,

    /// <summary>SenderCompID or TargetCompID is not this session's.</summary>
    CompId,

    /// <summary>BeginString is not FIX.4.4.</summary>
    BeginString,

    /// <summary>SendingTime is too far from the own clock, or before OrigSendingTime.</summary>
    SendingTime,

    /// <summary>A Logon field is missing or has a value that is not allowed.</summary>
    InvalidLogon,

    /// <summary>No Logon in time.</summary>
    LogonTimeout,

    /// <summary>MsgSeqNum below the expected one without PossDupFlag.</summary>
    SequenceTooLow,

    /// <summary>MsgSeqNum missing or malformed.</summary>
    SequenceMissing,

    /// <summary>Nothing received for 2.4 heartbeat intervals.</summary>
    HeartbeatTimeout,

    /// <summary>The peer did not fill a gap.</summary>
    GapNotFilled,

    /// <summary>Logouts were exchanged.</summary>
    LogoutComplete,

    /// <summary>The peer did not answer a Logout, or did not close after it, in time.</summary>
    LogoutTimeout,

    /// <summary>The connection was cut.</summary>
    ConnectionLost,

    /// <summary>The session is closed at this time.</summary>
    OutsideSchedule,

    /// <summary>The peer answered the Logon with a Logout.</summary>
    LogonRefused,

    /// <summary>The peer did not read what was sent to it.</summary>
    SlowConsumer,

    /// <summary>The application failed while it handled a message.</summary>
    ApplicationError,

    /// <summary>The store cannot keep what is to be sent.</summary>
    StoreFailed,

    /// <summary>The engine was stopped, or the session was taken out of it.</summary>
    Stopped,
}

/// <summary>
/// What a message or a deadline demands. The inbound side returns it; the thread that owns the outbound side carries it
/// out with <see cref="FixOutboundSession.Execute"/>.
/// <para><b>Invariants.</b> Blittable: may travel through a queue by value.</para>
/// <para><b>Limits.</b> TestReqID of at most <see cref="MaxTestReqIdBytes"/> bytes; a longer one is rejected
/// (373=5).</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct SessionAction
{
    /// <summary>Longest TestReqID.</summary>
    public const int MaxTestReqIdBytes = 64;

    /// <summary>What to do.</summary>
    public SessionDo Do;

    /// <summary>Type of the message received; Unknown for a deadline.</summary>
    public FixMsgType MsgType;

    /// <summary>Why the connection ends; also chosen as the text of a Logout.</summary>
    public SessionEnd End;

    /// <summary>Reason [373] of the Reject to send.</summary>
    public FixRejectReason RejectReason;

    /// <summary>1: PossDupFlag was set on the message.</summary>
    public byte PossDup;

    /// <summary>1: PossResend was set on the message.</summary>
    public byte PossResend;

    /// <summary>RefTagID [371] of the Reject to send; 0 for none. For an invalid Logon the offending tag.</summary>
    public int RefTag;

    /// <summary>
    /// HeartBtInt in seconds in force, with <see cref="SessionDo.SendLogon"/> or <see cref="SessionDo.Established"/>.
    /// </summary>
    public int HeartbeatSeconds;

    /// <summary>Where body parsers begin in the frame.</summary>
    public int BodyFieldsOffset;

    /// <summary>MsgSeqNum of the message received.</summary>
    public ulong Sequence;

    /// <summary>
    /// Number that was expected when the action arose: begin of a ResendRequest, number in a Logout's text.
    /// </summary>
    public ulong Expected;

    /// <summary>First number the peer wants again.</summary>
    public ulong ResendBegin;

    /// <summary>Last number the peer wants again; 0 means the newest.</summary>
    public ulong ResendEnd;

    /// <summary>SendingTime [52] of the message, UTC ns.</summary>
    public long SendingTimeNs;

    private int _testReqIdLength;
    private IdStorage _testReqId;

    /// <summary>TestReqID [112] to send with a Heartbeat or a TestRequest.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> TestReqId => ((ReadOnlySpan<byte>)_testReqId)[.._testReqIdLength];

    /// <summary>All bits of <paramref name="what"/> are to be done.</summary>
    public readonly bool Has(SessionDo what) => (Do & what) == what;

    internal void SetTestReqId(ReadOnlySpan<byte> id)
    {
        id.CopyTo(_testReqId);
        _testReqIdLength = id.Length;
    }

    internal void SetTestReqId(char letter, uint number)
    {
        Span<byte> text = stackalloc byte[11];
        int at = text.Length;
        do
        {
            text[--at] = (byte)('0' + (number % 10));
            number /= 10;
        }
        while (number != 0);
        text[--at] = (byte)letter;
        SetTestReqId(text[at..]);
    }

    [InlineArray(MaxTestReqIdBytes)]
    private struct IdStorage
    {
        private byte _first;
    }
}
