namespace HftGateway.Fix;

/// <content>Carrying out what the inbound half asks for.</content>
public sealed partial class FixOutboundSession
{
    private ulong _resendNext;
    private ulong _resendLast;
    private SessionAction _deferred;

    /// <summary>
    /// Writes everything an action asks for, in the right order, one message behind the other. Deliver, Established,
    /// Ready
    /// and Disconnect are the caller's to act on.
    /// </summary>
    /// <param name="action">From <see cref="FixInboundSession"/>.</param>
    /// <param name="destination">At least <see cref="ActionBytes"/> long.</param>
    /// <param name="utcNs">SendingTime of all messages.</param>
    /// <returns>Bytes to send. 0 with nothing done when the destination is shorter than that or a resend is
    /// pending.</returns>
    public int Execute(in SessionAction action, Span<byte> destination, long utcNs)
    {
        LastGapFill = default;
        if (ResendPending || destination.Length < ActionBytes)
            return 0;
        int length = 0;
        if (action.Has(SessionDo.ResetOutbound) && !action.Has(SessionDo.SendLogon))
        {
            LastSentNs = utcNs;
            ResetSequence();
        }
        if ((action.Do & (SessionDo.SendLogon | SessionDo.Established)) != 0)
            HeartbeatSeconds = action.HeartbeatSeconds;
        if (action.Has(SessionDo.SendLogon))
            length = WriteLogon(destination, utcNs, action.Has(SessionDo.ResetOutbound));
        if (action.Has(SessionDo.AnswerResend))
        {
            length += AnswerResend(in action, destination[length..], utcNs);
            if (ResendPending)
            {
                _deferred = action;
                return length;
            }
        }
        return length + ExecuteRest(in action, destination[length..], utcNs);
    }

    /// <summary>
    /// Goes on with a resend: writes as many whole messages as fit. To be called until <see cref="ResendPending"/> is
    /// false, with at least <see cref="ActionBytes"/> of room; what the action asked for besides comes last.
    /// </summary>
    public int ContinueResend(Span<byte> destination, long utcNs)
    {
        if (!ResendPending || destination.Length < ActionBytes)
            return 0;
        int length = Resend(destination, utcNs);
        if (_resendNext <= _resendLast || destination.Length - length < ActionBytes / 2)
            return length;
        ResendPending = false;
        SessionAction rest = _deferred;
        _deferred = default;
        return length + ExecuteRest(in rest, destination[length..], utcNs);
    }

    private int ExecuteRest(in SessionAction action, Span<byte> destination, long utcNs)
    {
        int length = 0;
        if (action.Has(SessionDo.SendReject))
            length = WriteReject(destination, utcNs, action.Sequence, action.RejectReason, action.RefTag,
                action.MsgType);
        if (action.Has(SessionDo.SendHeartbeat))
            length += WriteHeartbeat(destination[length..], utcNs, action.TestReqId);
        if (action.Has(SessionDo.SendResendRequest))
            length += WriteResendRequest(destination[length..], utcNs, action.Expected);
        if (action.Has(SessionDo.SendTestRequest))
            length += WriteTestRequest(destination[length..], utcNs, action.TestReqId);
        if (action.Has(SessionDo.SendLogout))
        {
            Span<byte> text = stackalloc byte[128];
            length += WriteLogout(destination[length..], utcNs, text[..FixTexts.Logout(in action, text)]);
        }
        return length;
    }

    private int AnswerResend(in SessionAction action, Span<byte> destination, long utcNs)
    {
        ulong newest = NextSequence - 1;
        if (action.ResendBegin > newest)
        {
            // Numbers that were never sent: nothing can be filled without inventing them.
            return WriteReject(
                destination, utcNs, action.Sequence, FixRejectReason.ValueOutOfRange, FixTags.BeginSeqNo,
                action.MsgType);
        }
        ulong last = action.ResendEnd == 0 ? newest : Math.Min(action.ResendEnd, newest);
        if (_store is null)
        {
            LastGapFill = Describe(action.ResendBegin, last);
            return WriteGapFill(destination, utcNs, action.ResendBegin, last + 1);
        }
        _resendNext = action.ResendBegin;
        _resendLast = last;
        int length = Resend(destination, utcNs);
        ResendPending = _resendNext <= _resendLast || destination.Length - length < ActionBytes / 2;
        return length;
    }

    // Whole messages from _resendNext on, holes gap-filled up to and including a trailing one.
    private int Resend(Span<byte> destination, long utcNs)
    {
        int length = 0;
        while (_resendNext <= _resendLast)
        {
            ulong stored = _store!.FirstStored(_resendNext, _resendLast);
            int written = stored == _resendNext
                ? _store.WriteResend(stored, _timestamp, utcNs, destination[length..])
                : WriteGapFill(destination[length..], utcNs, _resendNext, stored);
            if (written == 0)
                break;
            length += written;
            _resendNext = stored == _resendNext ? stored + 1 : stored;
            LastSentNs = utcNs;
        }
        return length;
    }
}
