namespace HftGateway.Fix;

/// <content>Logon: the first message of a connection, and resets in mid-session.</content>
public sealed partial class FixInboundSession
{
    private const int MaxHeartbeatSeconds = 3600;

    private void OnFirstFrame(
        in FixFrame frame, in FixHeader header, FixParseResult parsed, long nowNs, ref SessionAction action)
    {
        // Strangers get no answer: it would spend a number and tell them something.
        SessionEnd refusal = RefuseSilently(frame, in header, parsed, nowNs);
        if (refusal != SessionEnd.None)
        {
            action.RefTag = parsed.Tag;
            Close(ref action, refusal);
            return;
        }
        AdminFields fields = AdminFields.Parse(frame, header.BodyFieldsOffset);
        int wrong = WrongLogonField(in fields, header.Sequence);
        if (wrong == 0 && fields.ResetSeqNum && !_resetSent && _options.Role == FixRole.Initiator)
            wrong = FixTags.ResetSeqNumFlag; // nobody asked for it: which numbers count now would be a guess
        if (wrong != 0)
        {
            RefuseLogon(ref action, wrong, nowNs);
            return;
        }
        if (fields.ResetSeqNum)
        {
            Expected = 1;
            action.Expected = 1;
        }
        if (header.Sequence < Expected)
        {
            if (header.PossDup != 0)
            {
                DuplicateCount++; // an old Logon again: the one for this connection may follow
                return;
            }
            LogoutAndClose(ref action, SessionEnd.SequenceTooLow);
            return;
        }
        Establish(in fields, in header, nowNs, ref action);
    }

    private SessionEnd RefuseSilently(in FixFrame frame, in FixHeader header, FixParseResult parsed, long nowNs)
    {
        if (!frame.BeginString.SequenceEqual(_beginString))
            return SessionEnd.BeginString;
        if (header.MsgType != FixMsgType.Logon)
            return SessionEnd.NotALogon;
        if (!header.SenderCompId.IsPresent || !header.TargetCompId.IsPresent || WrongCompId(frame, in header) != 0)
            return SessionEnd.CompId;
        if (!parsed.IsOk)
            return SessionEnd.InvalidLogon;
        return IsSendingTimeAccurate(in header, nowNs) ? SessionEnd.None : SessionEnd.SendingTime;
    }

    // Tag of the first Logon field that is missing or not acceptable, or 0.
    private static int WrongLogonField(in AdminFields fields, ulong sequence)
    {
        if (!fields.Result.IsOk)
            return fields.Result.Tag == 0 ? FixTags.MsgType : fields.Result.Tag;
        if (!fields.Has(FixTags.EncryptMethod) || fields.EncryptMethod != 0)
            return FixTags.EncryptMethod;
        if (!fields.Has(FixTags.HeartBtInt) || fields.HeartBtInt is < 0 or > MaxHeartbeatSeconds)
            return FixTags.HeartBtInt;
        return fields.ResetSeqNum && sequence != 1 ? FixTags.MsgSeqNum : 0;
    }

    private void RefuseLogon(ref SessionAction action, int tag, long nowNs)
    {
        action.RefTag = tag;
        if (action.Sequence == Expected)
            Advance(Expected + 1, nowNs); // a refused Logon spends its number
        LogoutAndClose(ref action, SessionEnd.InvalidLogon);
    }

    private void Establish(in AdminFields fields, in FixHeader header, long nowNs, ref SessionAction action)
    {
        State = FixSessionState.LoggedOn;
        HeartbeatSeconds = fields.HeartBtInt;
        action.HeartbeatSeconds = HeartbeatSeconds;
        action.Do |= SessionDo.Established;
        if (_options.Role == FixRole.Acceptor)
            action.Do |= SessionDo.SendLogon | (fields.ResetSeqNum ? SessionDo.ResetOutbound : SessionDo.None);
        _resetSent = false;
        OnLife(nowNs);
        if (header.Sequence > Expected)
            NoteGap(header.Sequence, nowNs, ref action);
        else
            Advance(Expected + 1, nowNs);
        if (_options.Role == FixRole.Initiator && _options.ConfirmAfterLogon)
        {
            AskReady(nowNs, ref action);
            return;
        }
        IsReady = true;
        action.Do |= SessionDo.Ready;
    }

    // A Logon with 141=Y on a live session restarts both series. False when the Logon is not one.
    private bool TryMidSessionReset(in FixFrame frame, in FixHeader header, long nowNs, ref SessionAction action)
    {
        AdminFields fields = AdminFields.Parse(frame, header.BodyFieldsOffset);
        if (!fields.ResetSeqNum)
            return false;
        int wrong = WrongLogonField(in fields, header.Sequence);
        if (wrong != 0)
        {
            RefuseLogon(ref action, wrong, nowNs);
            return true;
        }
        bool answer = !_resetSent;
        _resetSent = false;
        Expected = 1;
        CloseGap();
        Advance(2, nowNs);
        HeartbeatSeconds = fields.HeartBtInt;
        action.HeartbeatSeconds = HeartbeatSeconds;
        if (answer)
            action.Do |= SessionDo.ResetOutbound | SessionDo.SendLogon;
        return true;
    }
}
