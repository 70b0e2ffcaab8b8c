namespace HftGateway.Fix;

/// <content>Messages from the peer: what is checked, in which order.</content>
public sealed partial class FixSession
{
    /// <summary>A garbled message was skipped: ignored, except that a connection may not begin with one.</summary>
    public void OnGarbled(FixTime now)
    {
        _now = now;
        if (State is FixSessionState.AwaitingLogon or FixSessionState.LogonSent)
            End(SessionEnd.Garbled);
    }

    /// <summary>Handles one message. To be called in the order of arrival.</summary>
    public void OnFrame(in FixFrame frame, FixTime now)
    {
        _now = now;
        if (State == FixSessionState.Disconnected)
            return;
        SessionHeader header = SessionHeader.Parse(in frame, _settings);
        if (State is FixSessionState.AwaitingLogon or FixSessionState.LogonSent)
        {
            OnFirstFrame(in frame, in header);
        }
        else
        {
            OnLife();
            OnLiveFrame(in frame, in header);
        }
        DrainQueue();
    }

    private void OnLiveFrame(in FixFrame frame, in SessionHeader header)
    {
        if (!CheckSession(in frame, in header))
            return;
        switch (frame.MsgType)
        {
            case FixMsgType.Logout:
                OnLogout(in header);
                return;
            case FixMsgType.ResendRequest when header.Verdict.IsOk:
                OnResendRequest(in frame, in header);
                return;
            case FixMsgType.Logon when TryResetByLogon(in frame, in header):
                return;
            case FixMsgType.SequenceReset when TryReset(in frame, in header):
                return;
        }
        if (header.Sequence > _store.ExpectedInbound)
            OnTooHigh(in frame, in header);
        else if (header.Sequence < _store.ExpectedInbound)
            OnTooLow(in frame, in header);
        else
            OnInSequence(in frame, in header);
    }

    private void OnInSequence(in FixFrame frame, in SessionHeader header)
    {
        FixVerdict verdict = Check(in frame, in header);
        if (!verdict.IsOk)
        {
            SendReject(in frame, in header, verdict);
            Advance(header.Sequence + 1);
            return;
        }
        if (!CheckOriginal(in frame, in header))
            return;
        switch (frame.MsgType)
        {
            case FixMsgType.Heartbeat:
                OnHeartbeat(in frame, in header);
                break;
            case FixMsgType.TestRequest:
                OnTestRequest(in frame, in header);
                break;
            case FixMsgType.SequenceReset:
                OnGapFill(in frame, in header);
                return;
            case FixMsgType.Reject:
                _application.OnReject(this, new FixMessage(in frame, in header));
                break;
            case FixMsgType.Logon:
                // On a live session only a reset is meant; a repeated one means that the peer is confused.
                if (!header.PossDup)
                    SendReject(in frame, in header, new FixVerdict(FixRejectReason.Other));
                break;
            default:
                if (!_application.OnMessage(this, new FixMessage(in frame, in header)) && IsLoggedOn)
                    SendUnsupported(in frame, in header);
                break;
        }
        if (State != FixSessionState.Disconnected)
            Advance(header.Sequence + 1);
    }

    // What ends a session whatever the number: version, no number at all, identity, clock.
    private bool CheckSession(in FixFrame frame, in SessionHeader header)
    {
        if (!frame.BeginString.SequenceEqual(_beginString))
        {
            LogoutAndEnd("Incorrect BeginString"u8, SessionEnd.BeginString);
            return false;
        }
        if (!header.HasSequence)
        {
            LogoutAndEnd("Required tag missing: MsgSeqNum"u8, SessionEnd.SequenceMissing);
            return false;
        }
        if (_settings.CheckCompId && IsWrongCompId(in frame, in header))
        {
            RejectAndEnd(in frame, in header, FixRejectReason.CompId, SessionEnd.CompId);
            return false;
        }
        if (!IsSendingTimeAccurate(in header))
        {
            RejectAndEnd(in frame, in header, FixRejectReason.SendingTimeAccuracy, SessionEnd.SendingTime);
            return false;
        }
        return true;
    }

    private bool IsWrongCompId(in FixFrame frame, in SessionHeader header) =>
        (header.SenderCompId.IsPresent && !frame.Value(header.SenderCompId).SequenceEqual(_peer))
        || (header.TargetCompId.IsPresent && !frame.Value(header.TargetCompId).SequenceEqual(_own));

    private bool IsSendingTimeAccurate(in SessionHeader header)
    {
        if (_settings.MaxLatencySeconds == 0 || header.SendingTimeNs == FixHeader.NoTime)
            return true;
        long limitNs = _settings.MaxLatencySeconds * NanosecondsPerSecond;
        return header.SendingTimeNs <= _now.UtcNs + limitNs && header.SendingTimeNs >= _now.UtcNs - limitNs;
    }

    private FixVerdict Check(in FixFrame frame, in SessionHeader header)
    {
        if (!header.Verdict.IsOk)
            return header.Verdict;
        return Validate is { } validate ? validate(in frame) : default;
    }

    // 43=Y demands 122, and 122 may not be later than 52. False when the message was answered.
    private bool CheckOriginal(in FixFrame frame, in SessionHeader header)
    {
        if (!header.PossDup || frame.MsgType == FixMsgType.SequenceReset)
            return true;
        if (header.OrigSendingTimeNs == FixHeader.NoTime)
        {
            if (!_settings.RequiresOrigSendingTime)
                return true;
            SendReject(in frame, in header,
                new FixVerdict(FixRejectReason.RequiredTagMissing, FixTags.OrigSendingTime));
            if (header.Sequence == _store.ExpectedInbound)
                Advance(header.Sequence + 1);
            return false;
        }
        if (header.OrigSendingTimeNs <= header.SendingTimeNs)
            return true;
        RejectAndEnd(in frame, in header, FixRejectReason.SendingTimeAccuracy, SessionEnd.SendingTime);
        return false;
    }

    private void OnTooLow(in FixFrame frame, in SessionHeader header)
    {
        if (!header.PossDup)
        {
            Span<byte> text = stackalloc byte[96];
            LogoutAndEnd(
                text[..FixTexts.TooLow(_store.ExpectedInbound, header.Sequence, text)], SessionEnd.SequenceTooLow);
        }
        else if (CheckOriginal(in frame, in header))
        {
            DuplicateCount++;
        }
    }

    private void RejectAndEnd(in FixFrame frame, in SessionHeader header, FixRejectReason reason, SessionEnd end)
    {
        SendReject(in frame, in header, new FixVerdict(reason));
        if (header.Sequence == _store.ExpectedInbound)
            Advance(header.Sequence + 1);
        LogoutAndEnd(default, end);
    }

    private void LogoutAndEnd(ReadOnlySpan<byte> text, SessionEnd end)
    {
        SendLogout(text);
        End(end);
    }

    private void Advance(ulong next)
    {
        _store.ExpectedInbound = next;
        if (_gapHighest != 0)
            OnGapProgress();
    }

    /// <summary>Messages ignored because PossDupFlag was set and their number had been seen.</summary>
    public long DuplicateCount { get; private set; }
}
