using System.Text;

namespace HftGateway.Fix;

/// <summary>Where a session stands.</summary>
public enum FixSessionState : byte
{
    /// <summary>No connection.</summary>
    Disconnected = 0,

    /// <summary>Acceptor: connected, the Logon has not come.</summary>
    AwaitingLogon,

    /// <summary>Initiator: connected, the own Logon is out, its answer has not come.</summary>
    LogonSent,

    /// <summary>Logged on.</summary>
    LoggedOn,

    /// <summary>Own Logout sent, its answer has not come.</summary>
    LogoutSent,

    /// <summary>The peer's Logout was answered; the peer closes.</summary>
    LogoutReceived,
}

/// <summary>
/// The receiving half of an order session (FIX 4.2, 4.4, 5.0 SP2 over FIXT): owns the expected inbound sequence number, checks each message, keeps the
/// deadlines, and returns what is to be done. Has no socket, clock or thread.
/// <para><b>Threading.</b> One thread. The sending half, <see cref="FixOutboundSession"/>, may live on another: the two
/// share nothing, a <see cref="SessionAction"/> goes from one to the other by value.</para>
/// <para><b>Invariants.</b> The expected number never falls except by an agreed reset (141=Y). A message is delivered
/// at
/// most once unless it is a session Reject (see below). At most one Logout is asked for per connection.</para>
/// <para><b>Policy on gaps.</b> A number that is too high asks for a resend from the expected one once; what follows is
/// discarded, not queued, because the peer sends it again. When nothing more arrives for
/// <see cref="FixSessionOptions.GapTimeoutSeconds"/> the request is repeated, at last the session ends. Out of order
/// are answered or delivered at once: ResendRequest (else both sides would wait for each other), Logout, TestRequest,
/// and
/// session Rejects, because the peer replaces these by gap fills when it resends and a lost Reject is a lost order. A
/// session Reject may therefore be delivered twice.</para>
/// <para><b>Time.</b> Every call takes UTC nanoseconds from a clock that does not step back (UTC at the start plus a
/// monotonic clock); the deadlines are measured with it.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2, session protocol; FIX session test cases.</para>
/// </summary>
public sealed partial class FixInboundSession
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly FixSessionOptions _options;
    private readonly byte[] _beginString;
    private readonly byte[] _own;
    private readonly byte[] _peer;
    private bool _logoutSent;
    private bool _resetSent;

    /// <summary>Makes the half.</summary>
    /// <param name="options">Settings of the session.</param>
    /// <param name="expected">Next inbound number: 1, or what <see cref="Expected"/> was when the session was last
    /// seen.</param>
    public FixInboundSession(FixSessionOptions options, ulong expected = 1)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(expected);
        options.Validate();
        _options = options;
        _beginString = Encoding.ASCII.GetBytes(options.Version.BeginString());
        _own = Encoding.ASCII.GetBytes(options.SenderCompId);
        _peer = Encoding.ASCII.GetBytes(options.TargetCompId);
        Expected = expected;
        HeartbeatSeconds = options.HeartbeatSeconds;
    }

    /// <summary>Next inbound MsgSeqNum. To be kept across connections and restarts.</summary>
    public ulong Expected { get; private set; }

    /// <summary>Where the session stands.</summary>
    public FixSessionState State { get; private set; }

    /// <summary>Heartbeat interval in force, seconds.</summary>
    public int HeartbeatSeconds { get; private set; }

    /// <summary>A resend was requested and is not complete.</summary>
    public bool GapOpen { get; private set; }

    /// <summary>Orders may go out, see <see cref="SessionDo.Ready"/>.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Messages discarded because a gap before them was open.</summary>
    public long DiscardedCount { get; private set; }

    /// <summary>Messages ignored because PossDupFlag was set and they had been seen.</summary>
    public long DuplicateCount { get; private set; }

    /// <summary>Session Rejects asked for.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>A connection is up. An initiator sends its Logon now.</summary>
    /// <param name="nowNs">Time.</param>
    /// <param name="resetSent">Initiator: the Logon carries 141=Y, both series restart at 1.</param>
    public void OnConnected(long nowNs, bool resetSent = false)
    {
        State = _options.Role == FixRole.Acceptor ? FixSessionState.AwaitingLogon : FixSessionState.LogonSent;
        _logoutSent = false;
        _resetSent = resetSent;
        if (resetSent)
            Expected = 1;
        CloseGap();
        IsReady = false;
        StartTimers(nowNs);
    }

    /// <summary>The connection is gone, whoever closed it. The expected number stays.</summary>
    public void OnDisconnected()
    {
        State = FixSessionState.Disconnected;
        CloseGap();
        IsReady = false;
        StopTimers();
    }

    /// <summary>An own Logout goes out that this half did not ask for (the operator ends the session).</summary>
    public void OnLogoutSent(long nowNs)
    {
        if (State == FixSessionState.LoggedOn)
        {
            State = FixSessionState.LogoutSent;
            _deadlineNs = nowNs + (_options.LogoutTimeoutSeconds * NanosecondsPerSecond);
        }
        _logoutSent = true;
        IsReady = false;
    }

    /// <summary>An own Logon with 141=Y goes out in mid-session. To be called before it does.</summary>
    public void OnResetSent() => _resetSent = true;

    /// <summary>Agreed reset outside a connection (start of day): the expected number becomes 1.</summary>
    public void ResetSequence() => Expected = 1;

    /// <summary>A garbled message was skipped. Ignored, except that a connection may not begin with one.</summary>
    public void OnGarbled(out SessionAction action)
    {
        action = default;
        if (State is FixSessionState.AwaitingLogon or FixSessionState.LogonSent)
            Close(ref action, SessionEnd.Garbled);
    }

    /// <summary>Handles one message.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="nowNs">Time of its arrival.</param>
    /// <param name="action">What is to be done.</param>
    public void OnFrame(in FixFrame frame, long nowNs, out SessionAction action)
    {
        action = default;
        action.MsgType = frame.MsgType;
        action.Expected = Expected;
        if (State == FixSessionState.Disconnected)
            return;
        FixParseResult parsed = FixHeader.Parse(frame, out FixHeader header);
        action.Sequence = header.Sequence;
        action.PossDup = header.PossDup;
        action.PossResend = header.PossResend;
        action.BodyFieldsOffset = header.BodyFieldsOffset;
        action.SendingTimeNs = header.SendingTimeNs;
        if (State is FixSessionState.AwaitingLogon or FixSessionState.LogonSent)
        {
            OnFirstFrame(frame, in header, parsed, nowNs, ref action);
            return;
        }
        OnLife(nowNs);
        if (!CheckSession(frame, in header, nowNs, ref action))
            return;
        if (header.MsgType == FixMsgType.Logon && header.PossDup == 0 && parsed.IsOk
            && TryMidSessionReset(frame, in header, nowNs, ref action))
            return;
        if (header.MsgType == FixMsgType.SequenceReset && parsed.IsOk
            && TryReset(frame, in header, nowNs, ref action))
            return;
        if (header.Sequence > Expected)
            OnTooHigh(frame, in header, nowNs, ref action);
        else if (header.Sequence < Expected)
            OnTooLow(in header, parsed, ref action);
        else if (!parsed.IsOk)
            RejectAndAdvance(ref action, parsed, nowNs);
        else if (CheckOriginal(in header, ref action, nowNs))
            OnExpected(frame, in header, nowNs, ref action);
    }

    // What ends a session whatever the number: version, identity, clock, no number at all.
    private bool CheckSession(in FixFrame frame, in FixHeader header, long nowNs, ref SessionAction action)
    {
        if (!frame.BeginString.SequenceEqual(_beginString))
        {
            LogoutAndClose(ref action, SessionEnd.BeginString);
            return false;
        }
        if (header.Sequence == 0)
        {
            action.RefTag = FixTags.MsgSeqNum;
            LogoutAndClose(ref action, SessionEnd.SequenceMissing);
            return false;
        }
        int wrongId = WrongCompId(frame, in header);
        if (wrongId != 0)
        {
            EndWithReject(ref action, FixRejectReason.CompId, wrongId, SessionEnd.CompId, nowNs);
            return false;
        }
        if (!IsSendingTimeAccurate(in header, nowNs))
        {
            EndWithReject(ref action, FixRejectReason.SendingTimeAccuracy, FixTags.SendingTime,
                SessionEnd.SendingTime, nowNs);
            return false;
        }
        return true;
    }

    // Tag of the CompID that is there and wrong, or 0.
    private int WrongCompId(in FixFrame frame, in FixHeader header)
    {
        if (header.SenderCompId.IsPresent && !frame.Value(header.SenderCompId).SequenceEqual(_peer))
            return FixTags.SenderCompId;
        return header.TargetCompId.IsPresent && !frame.Value(header.TargetCompId).SequenceEqual(_own)
            ? FixTags.TargetCompId
            : 0;
    }

    private bool IsSendingTimeAccurate(in FixHeader header, long nowNs)
    {
        if (_options.MaxSendingTimeErrorSeconds == 0 || header.SendingTimeNs == FixHeader.NoTime)
            return true;
        long limitNs = _options.MaxSendingTimeErrorSeconds * NanosecondsPerSecond;
        return header.SendingTimeNs <= nowNs + limitNs && header.SendingTimeNs >= nowNs - limitNs;
    }

    // 43=Y demands 122, and 122 may not be later than 52. False when the message was answered.
    private bool CheckOriginal(in FixHeader header, ref SessionAction action, long nowNs)
    {
        if (header.PossDup == 0)
            return true;
        if (header.OrigSendingTimeNs == FixHeader.NoTime)
        {
            if (header.MsgType == FixMsgType.SequenceReset || !_options.RequireOrigSendingTime)
                return true;
            var missing = new FixParseResult(FixParseError.RequiredTagMissing, FixTags.OrigSendingTime);
            RejectAndAdvance(ref action, missing, nowNs);
            return false;
        }
        if (header.OrigSendingTimeNs <= header.SendingTimeNs)
            return true;
        EndWithReject(ref action, FixRejectReason.SendingTimeAccuracy, FixTags.OrigSendingTime,
            SessionEnd.SendingTime, nowNs);
        return false;
    }

    private void OnTooLow(in FixHeader header, FixParseResult parsed, ref SessionAction action)
    {
        if (header.PossDup == 0)
        {
            LogoutAndClose(ref action, SessionEnd.SequenceTooLow);
            return;
        }
        // Answers below do not advance: the number is not the expected one.
        if (!parsed.IsOk)
            RejectAndAdvance(ref action, parsed, 0);
        else if (CheckOriginal(in header, ref action, 0))
            DuplicateCount++;
    }

    private void OnTooHigh(in FixFrame frame, in FixHeader header, long nowNs, ref SessionAction action)
    {
        switch (header.MsgType)
        {
            case FixMsgType.Logout:
                OnLogout(nowNs, ref action);
                return;
            case FixMsgType.ResendRequest:
                OnResendRequest(frame, in header, nowNs, ref action);
                break;
            case FixMsgType.TestRequest:
                OnTestRequest(frame, in header, ref action);
                break;
            case FixMsgType.Reject:
                action.Do |= SessionDo.Deliver;
                break;
        }
        DiscardedCount++;
        NoteGap(header.Sequence, nowNs, ref action);
    }

    // The number is consumed if it is the expected one.
    private void RejectAndAdvance(ref SessionAction action, FixParseResult error, long nowNs)
    {
        Reject(ref action, error);
        if (action.Sequence == Expected)
            Advance(Expected + 1, nowNs);
    }

    private void Reject(ref SessionAction action, FixParseResult error)
    {
        // A Reject is never rejected: two engines would do it for ever.
        if (action.MsgType == FixMsgType.Reject)
            return;
        action.Do |= SessionDo.SendReject;
        action.RejectReason = error.RejectReason;
        action.RefTag = error.Tag;
        RejectedCount++;
    }

    private void EndWithReject(ref SessionAction action, FixRejectReason reason, int tag, SessionEnd end, long nowNs)
    {
        if (action.MsgType != FixMsgType.Reject)
        {
            action.Do |= SessionDo.SendReject;
            action.RejectReason = reason;
            action.RefTag = tag;
            RejectedCount++;
        }
        if (action.Sequence == Expected)
            Advance(Expected + 1, nowNs);
        LogoutAndClose(ref action, end);
    }

    private void LogoutAndClose(ref SessionAction action, SessionEnd end)
    {
        if (!_logoutSent)
            action.Do |= SessionDo.SendLogout;
        _logoutSent = true;
        Close(ref action, end);
    }

    private void Close(ref SessionAction action, SessionEnd end)
    {
        action.Do |= SessionDo.Disconnect;
        action.End = end;
        OnDisconnected();
    }
}
