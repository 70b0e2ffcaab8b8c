namespace HftGateway.Fix;

/// <content>Messages with the expected number, gaps, sequence resets.</content>
public sealed partial class FixInboundSession
{
    private ulong _gapHighest;
    private int _gapRequests;
    private long _gapProgressNs;

    private void OnExpected(in FixFrame frame, in FixHeader header, long nowNs, ref SessionAction action)
    {
        switch (header.MsgType)
        {
            case FixMsgType.Heartbeat:
                OnHeartbeat(frame, in header, ref action);
                break;
            case FixMsgType.TestRequest:
                OnTestRequest(frame, in header, ref action);
                break;
            case FixMsgType.ResendRequest:
                OnResendRequest(frame, in header, nowNs, ref action);
                break;
            case FixMsgType.SequenceReset:
                OnGapFill(frame, in header, nowNs, ref action);
                return;
            case FixMsgType.Logout:
                Advance(Expected + 1, nowNs);
                OnLogout(nowNs, ref action);
                return;
            case FixMsgType.Logon:
                // On a live session only a reset is meant; anything else is a confused peer.
                if (header.PossDup == 0)
                    Reject(ref action, new FixParseResult(FixParseError.None, 0));
                break;
            default:
                action.Do |= SessionDo.Deliver;
                break;
        }
        Advance(Expected + 1, nowNs);
    }

    private void OnHeartbeat(in FixFrame frame, in FixHeader header, ref SessionAction action)
    {
        if (!_readyPending)
            return;
        AdminFields fields = AdminFields.Parse(frame, header.BodyFieldsOffset);
        ReadOnlySpan<byte> answered = frame.Value(fields.TestReqId);
        if (answered.Length < 2 || answered[0] != ReadyLetter
            || !FixValue.TryParseUInt32(answered[1..], out uint id) || id != _readyId)
            return;
        _readyPending = false;
        IsReady = State == FixSessionState.LoggedOn;
        if (IsReady)
            action.Do |= SessionDo.Ready;
    }

    private void OnTestRequest(in FixFrame frame, in FixHeader header, ref SessionAction action)
    {
        AdminFields fields = AdminFields.Parse(frame, header.BodyFieldsOffset);
        FixParseResult result = fields.Require(FixTags.TestReqId);
        if (result.IsOk && fields.TestReqId.Length > SessionAction.MaxTestReqIdBytes)
            result = new FixParseResult(FixParseError.OutOfRange, FixTags.TestReqId);
        if (!result.IsOk)
        {
            Reject(ref action, result);
            return;
        }
        action.Do |= SessionDo.SendHeartbeat;
        action.SetTestReqId(frame.Value(fields.TestReqId));
    }

    private void OnResendRequest(in FixFrame frame, in FixHeader header, long nowNs, ref SessionAction action)
    {
        AdminFields fields = AdminFields.Parse(frame, header.BodyFieldsOffset);
        FixParseResult result = fields.Require(FixTags.BeginSeqNo);
        if (result.IsOk)
            result = fields.Require(FixTags.EndSeqNo);
        if (result.IsOk && fields.BeginSeqNo == 0)
            result = new FixParseResult(FixParseError.OutOfRange, FixTags.BeginSeqNo);
        if (result.IsOk && fields.EndSeqNo != 0 && fields.EndSeqNo < fields.BeginSeqNo)
            result = new FixParseResult(FixParseError.OutOfRange, FixTags.EndSeqNo);
        if (!result.IsOk)
        {
            Reject(ref action, result);
            return;
        }
        action.Do |= SessionDo.AnswerResend;
        action.ResendBegin = fields.BeginSeqNo;
        action.ResendEnd = fields.EndSeqNo;
        // The answer declares the question void that asked whether orders may go out: it is asked anew, behind it.
        if (_readyPending && State == FixSessionState.LoggedOn)
            AskReady(nowNs, ref action);
    }

    private void OnLogout(long nowNs, ref SessionAction action)
    {
        if (_logoutSent)
        {
            // The answer to ours: the side that asked closes. A second one of the peer's changes nothing either.
            Close(ref action, SessionEnd.LogoutComplete);
            return;
        }
        _logoutSent = true;
        action.Do |= SessionDo.SendLogout;
        State = FixSessionState.LogoutReceived;
        IsReady = false;
        _deadlineNs = nowNs + (_options.LogoutTimeoutSeconds * NanosecondsPerSecond);
    }

    // SequenceReset without 123=Y: disaster recovery, its own number does not count. False when it is a gap fill.
    private bool TryReset(in FixFrame frame, in FixHeader header, long nowNs, ref SessionAction action)
    {
        AdminFields fields = AdminFields.Parse(frame, header.BodyFieldsOffset);
        if (fields.GapFill)
            return false;
        if (!fields.Result.IsOk)
        {
            // Which of the two kinds was meant is unknown; a number that fits is consumed like any other's.
            RejectAndAdvance(ref action, fields.Result, nowNs);
            return true;
        }
        FixParseResult result = fields.Require(FixTags.NewSeqNo);
        if (result.IsOk && (fields.NewSeqNo < Expected || fields.NewSeqNo == ulong.MaxValue))
            result = new FixParseResult(FixParseError.OutOfRange, FixTags.NewSeqNo);
        if (result.IsOk)
            Advance(fields.NewSeqNo, nowNs);
        else
            Reject(ref action, result); // the expected number stays: the message had none of its own
        return true;
    }

    private void OnGapFill(in FixFrame frame, in FixHeader header, long nowNs, ref SessionAction action)
    {
        AdminFields fields = AdminFields.Parse(frame, header.BodyFieldsOffset);
        FixParseResult result = fields.Require(FixTags.NewSeqNo);
        if (result.IsOk && (fields.NewSeqNo <= header.Sequence || fields.NewSeqNo == ulong.MaxValue))
            result = new FixParseResult(FixParseError.OutOfRange, FixTags.NewSeqNo);
        if (result.IsOk)
            Advance(fields.NewSeqNo, nowNs);
        else
            RejectAndAdvance(ref action, result, nowNs);
    }

    private void NoteGap(ulong sequence, long nowNs, ref SessionAction action)
    {
        _gapHighest = Math.Max(_gapHighest, sequence);
        if (GapOpen)
            return;
        GapOpen = true;
        RequestGap(nowNs, ref action);
    }

    private void RequestGap(long nowNs, ref SessionAction action)
    {
        _gapRequests++;
        _gapProgressNs = nowNs;
        action.Expected = Expected;
        action.Do |= SessionDo.SendResendRequest;
    }

    private void Advance(ulong next, long nowNs)
    {
        Expected = next;
        if (!GapOpen)
            return;
        _gapRequests = 1;
        _gapProgressNs = nowNs;
        if (Expected > _gapHighest)
            CloseGap();
    }

    private void CloseGap()
    {
        GapOpen = false;
        _gapHighest = 0;
        _gapRequests = 0;
    }
}
