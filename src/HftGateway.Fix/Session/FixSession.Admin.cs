namespace HftGateway.Fix;

/// <content>Administrative messages of the peer.</content>
public sealed partial class FixSession
{
    private readonly byte[] _testReqId;

    private static ReadOnlySpan<byte> ReadyId => "READY"u8;

    private void AskReady()
    {
        if (!IsLoggedOn)
            return;
        if (_settings.ConfirmAfterLogon)
            SendTestRequest(ReadyId);
        else
            BeReady();
    }

    private void BeReady()
    {
        IsReady = true;
        _application.OnReady(this);
    }

    private void OnHeartbeat(in FixFrame frame, in SessionHeader header)
    {
        if (IsReady || !IsLoggedOn)
            return;
        AdminFields fields = AdminFields.Parse(frame, header.BodyOffset);
        if (frame.Value(fields.TestReqId).SequenceEqual(ReadyId))
            BeReady();
    }

    private void OnTestRequest(in FixFrame frame, in SessionHeader header)
    {
        AdminFields fields = AdminFields.Parse(frame, header.BodyOffset, !_settings.ValidateFieldsHaveValues);
        FixParseResult result = fields.Require(FixTags.TestReqId);
        if (!result.IsOk)
        {
            SendReject(in frame, in header, new FixVerdict(result.RejectReason, result.Tag));
            return;
        }
        ReadOnlySpan<byte> id = frame.Value(fields.TestReqId);
        id.CopyTo(_testReqId);
        SendHeartbeat(_testReqId.AsSpan(0, id.Length), isAnswer: true);
    }

    private void OnResendRequest(in FixFrame frame, in SessionHeader header)
    {
        ulong expected = _store.ExpectedInbound;
        FixVerdict verdict = Check(in frame, in header);
        AdminFields fields = AdminFields.Parse(frame, header.BodyOffset);
        if (verdict.IsOk)
            verdict = ResendVerdict(in fields);
        if (!verdict.IsOk)
        {
            SendReject(in frame, in header, verdict);
        }
        else
        {
            ulong newest = _store.NextOutbound - 1;
            bool open = fields.EndSeqNo == 0 || fields.EndSeqNo > newest
                || fields.EndSeqNo == _version.OpenEnd();
            StartResend(fields.BeginSeqNo, open ? newest : fields.EndSeqNo);
            Pump();
            // The answer declares the question void that asked whether orders may go out: it is asked anew, behind it.
            if (!IsReady && IsLoggedOn && _settings.ConfirmAfterLogon)
                AskReady();
        }
        if (State == FixSessionState.Disconnected || _store.ExpectedInbound != expected)
            return;
        if (header.Sequence == expected)
        {
            Advance(expected + 1);
        }
        else if (header.Sequence > expected)
        {
            // Answered first, asked second: else both sides would wait for each other.
            NoteGap(header.Sequence, request: true);
            _queue.MarkHandled(header.Sequence, expected);
        }
    }

    private FixVerdict ResendVerdict(in AdminFields fields)
    {
        FixParseResult result = fields.Require(FixTags.BeginSeqNo);
        if (result.IsOk)
            result = fields.Require(FixTags.EndSeqNo);
        if (!result.IsOk)
            return new FixVerdict(result.RejectReason, result.Tag);
        if (fields.BeginSeqNo == 0 || fields.BeginSeqNo >= _store.NextOutbound)
            return new FixVerdict(FixRejectReason.ValueOutOfRange, FixTags.BeginSeqNo);
        return fields.EndSeqNo != 0 && fields.EndSeqNo < fields.BeginSeqNo
            ? new FixVerdict(FixRejectReason.ValueOutOfRange, FixTags.EndSeqNo)
            : default;
    }

    // Obeyed whatever its own number: a peer that leaves is not held up by a gap.
    private void OnLogout(in SessionHeader header)
    {
        if (header.Sequence == _store.ExpectedInbound)
            Advance(header.Sequence + 1);
        SendLogout(default); // does nothing when ours is out: then this is the answer
        End(SessionEnd.LogoutComplete);
    }

    // SequenceReset without 123=Y: disaster recovery, its own number does not count. False when it is a gap fill.
    private bool TryReset(in FixFrame frame, in SessionHeader header)
    {
        AdminFields fields = AdminFields.Parse(frame, header.BodyOffset);
        if (fields.GapFill || !fields.Result.IsOk || !header.Verdict.IsOk)
            return false;
        FixVerdict verdict = Check(in frame, in header);
        if (verdict.IsOk && !fields.Has(FixTags.NewSeqNo))
            verdict = new FixVerdict(FixRejectReason.RequiredTagMissing, FixTags.NewSeqNo);
        if (verdict.IsOk && (fields.NewSeqNo < _store.ExpectedInbound || fields.NewSeqNo > FixStore.MaxSequence))
            verdict = new FixVerdict(FixRejectReason.ValueOutOfRange);
        if (verdict.IsOk)
            Advance(fields.NewSeqNo);
        else
            SendReject(in frame, in header, verdict); // the expected number stays: the message had none of its own
        return true;
    }

    private void OnGapFill(in FixFrame frame, in SessionHeader header)
    {
        AdminFields fields = AdminFields.Parse(frame, header.BodyOffset);
        FixParseResult result = fields.Require(FixTags.NewSeqNo);
        if (result.IsOk && (fields.NewSeqNo <= header.Sequence || fields.NewSeqNo > FixStore.MaxSequence))
            result = new FixParseResult(FixParseError.OutOfRange, FixTags.NewSeqNo);
        if (result.IsOk)
        {
            Advance(fields.NewSeqNo);
            return;
        }
        SendReject(in frame, in header, new FixVerdict(result.RejectReason, result.Tag));
        Advance(header.Sequence + 1);
    }
}
