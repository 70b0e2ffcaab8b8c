using System.Text;

namespace HftGateway.Fix;

/// <content>Logon and resets by it.</content>
public sealed partial class FixSession
{
    private const int MaxHeartbeatSeconds = 86_400;

    private readonly byte[]? _applVerId;
    private bool _wasLoggedOn;
    private bool _logoutSent;
    private bool _resetSent;
    private SessionEnd _end;

    // The first message. Strangers get no answer: it would spend a number and tell them something.
    private void OnFirstFrame(in FixFrame frame, in SessionHeader header)
    {
        SessionEnd refusal = RefuseSilently(in frame, in header);
        if (refusal != SessionEnd.None)
        {
            End(refusal);
            return;
        }
        AdminFields fields = AdminFields.Parse(frame, header.BodyOffset);
        byte[]? problem = LogonProblem(in frame, in header, in fields);
        if (problem is not null)
        {
            RefuseLogon(in header, problem);
            return;
        }
        // Not before the Logon was let in: a stranger with the right names must not lose anybody's numbers.
        if ((fields.ResetSeqNum && !_resetSent) || (_settings.ResetOnLogon && _settings.Role == FixRole.Acceptor))
            _store.Reset(_now.UtcNs);
        if (header.Sequence < _store.ExpectedInbound)
        {
            if (header.PossDup)
                DuplicateCount++; // an old Logon again: the one for this connection may follow
            else
                OnTooLow(in frame, in header);
            return;
        }
        Establish(in header, in fields);
    }

    private SessionEnd RefuseSilently(in FixFrame frame, in SessionHeader header)
    {
        if (!frame.BeginString.SequenceEqual(_beginString))
            return SessionEnd.BeginString;
        if (frame.MsgType == FixMsgType.Logout && _settings.Role == FixRole.Initiator)
            return RefusedByPeer(in frame, in header);
        if (frame.MsgType != FixMsgType.Logon)
            return SessionEnd.NotALogon;
        if (!header.SenderCompId.IsPresent || !header.TargetCompId.IsPresent || IsWrongCompId(in frame, in header))
            return SessionEnd.CompId;
        if (!header.HasSequence || header.Sequence == 0 || !Check(in frame, in header).IsOk)
            return SessionEnd.InvalidLogon;
        if (_settings.Schedule is { } schedule && !schedule.IsOpen(_now.UtcNs))
            return SessionEnd.OutsideSchedule;
        if (_version == FixVersion.Fixt11 && !HasKnownApplVerId(in frame, in header))
            return SessionEnd.InvalidLogon;
        return IsSendingTimeAccurate(in header) ? SessionEnd.None : SessionEnd.SendingTime;
    }

    // The acceptor answers a Logon it does not like with a Logout; its text is all the operator gets to know.
    private SessionEnd RefusedByPeer(in FixFrame frame, in SessionHeader header)
    {
        if (header.HasSequence && header.Sequence == _store.ExpectedInbound && !IsWrongCompId(in frame, in header))
            _store.ExpectedInbound = header.Sequence + 1;
        string text = new FixMessage(in frame, in header).TryFind(FixTags.Text, out ReadOnlySpan<byte> value)
            ? Encoding.Latin1.GetString(value) : "no reason given";
        Note($"the peer refuses the Logon: {text}");
        return SessionEnd.LogonRefused;
    }

    private static bool HasKnownApplVerId(in FixFrame frame, in SessionHeader header)
    {
        AdminFields fields = AdminFields.Parse(frame, header.BodyOffset);
        ReadOnlySpan<byte> id = frame.Value(fields.DefaultApplVerId);
        return FixValue.TryParseUInt32(id, out uint number) && number <= 10;
    }

    private byte[]? LogonProblem(in FixFrame frame, in SessionHeader header, in AdminFields fields)
    {
        int tag = 0;
        if (!fields.Result.IsOk)
            tag = fields.Result.Tag;
        else if (fields.Has(FixTags.EncryptMethod) && fields.EncryptMethod != 0)
            tag = FixTags.EncryptMethod;
        else if (!fields.Has(FixTags.HeartBtInt) || fields.HeartBtInt is < 0 or > MaxHeartbeatSeconds)
            tag = FixTags.HeartBtInt;
        else if (fields.ResetSeqNum && header.Sequence != 1)
            tag = FixTags.MsgSeqNum;
        else if (fields.ResetSeqNum && !_resetSent
            && (_settings.Role == FixRole.Initiator || !_settings.AcceptResetRequest))
            tag = FixTags.ResetSeqNumFlag; // nobody asked for it: which numbers count now would be a guess
        if (tag != 0)
            return Encoding.ASCII.GetBytes($"Invalid Logon, tag {tag}");
        if (UsesNextExpected && fields.Has(AdminFields.NextExpectedMsgSeqNum) && !fields.ResetSeqNum
            && !_settings.ResetOnLogon && fields.NextExpected > _store.NextOutbound)
            return Encoding.ASCII.GetBytes(
                $"NextExpectedMsgSeqNum too high, expecting {_store.NextOutbound} but received {fields.NextExpected}");
        string? refusal = _settings.Role == FixRole.Acceptor
            ? _application.OnLogonRequest(this, new FixMessage(in frame, in header))
            : null;
        return refusal is null ? null : Encoding.ASCII.GetBytes(refusal);
    }

    private void RefuseLogon(in SessionHeader header, byte[] text)
    {
        // A refused Logon spends its number.
        if (header.Sequence == _store.ExpectedInbound)
            _store.ExpectedInbound = header.Sequence + 1;
        Note($"Logon refused: {Encoding.ASCII.GetString(text)}");
        LogoutAndEnd(text, SessionEnd.InvalidLogon);
    }

    private bool UsesNextExpected => _settings.EnableNextExpectedMsgSeqNum && _version >= FixVersion.Fix44;

    private void Establish(in SessionHeader header, in AdminFields fields)
    {
        State = FixSessionState.LoggedOn;
        _wasLoggedOn = WasEstablished = true;
        HeartbeatSeconds = fields.HeartBtInt;
        OnLife();
        ulong lastBefore = _store.NextOutbound - 1;
        bool gap = header.Sequence > _store.ExpectedInbound;
        if (!gap)
            _store.ExpectedInbound = header.Sequence + 1;
        if (_settings.Role == FixRole.Acceptor)
        {
            _unsentFrom = _store.NextOutbound;
            SendLogon(fields.ResetSeqNum);
        }
        else
        {
            lastBefore = _store.NextOutbound - 1;
        }
        _resetSent = false;
        bool byLogon = UsesNextExpected && fields.Has(AdminFields.NextExpectedMsgSeqNum);
        if (byLogon && fields.NextExpected <= lastBefore && fields.NextExpected != 0)
            StartResend(fields.NextExpected, lastBefore);
        if (gap)
        {
            // The Logon itself has been dealt with. The peer knows from 789 what is missing, if it is used.
            NoteGap(header.Sequence, request: !byLogon);
            _queue.MarkHandled(header.Sequence, _store.ExpectedInbound);
        }
        IsReady = !_settings.ConfirmAfterLogon;
        _application.OnLogon(this);
        Pump();
        AskReady();
    }

    // A Logon with 141=Y on a live session restarts both series. False when the Logon is not one.
    private bool TryResetByLogon(in FixFrame frame, in SessionHeader header)
    {
        if (header.PossDup || !Check(in frame, in header).IsOk)
            return false;
        AdminFields fields = AdminFields.Parse(frame, header.BodyOffset);
        if (!fields.ResetSeqNum)
            return false;
        byte[]? problem = LogonProblem(in frame, in header, in fields);
        if (problem is not null)
        {
            RefuseLogon(in header, problem);
            return true;
        }
        bool answer = !_resetSent;
        if (answer)
            _store.Reset(_now.UtcNs);
        _resetSent = false;
        ForgetGap();
        ForgetResends();
        _store.ExpectedInbound = 2;
        HeartbeatSeconds = fields.HeartBtInt;
        if (answer)
        {
            _unsentFrom = 1;
            SendLogon(reset: true);
        }
        return true;
    }

    /// <summary>
    /// Restarts both series in mid-session: sends a Logon with 141=Y. False when the session is not logged on or has
    /// something waiting for the peer.
    /// </summary>
    public bool RequestReset()
    {
        if (!IsLoggedOn || _resendCount != 0 || _unsentFrom != _store.NextOutbound)
            return false;
        _store.Reset(_now.UtcNs);
        ForgetGap();
        _resetSent = true;
        _unsentFrom = 1;
        SendLogon(reset: true);
        return true;
    }
}
