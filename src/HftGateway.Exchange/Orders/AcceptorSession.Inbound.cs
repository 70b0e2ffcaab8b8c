using System.Globalization;
using System.Text;
using HftGateway.Fix;

namespace HftGateway.Exchange.Orders;

/// <content>What the session makes of what it receives, and its timers.</content>
internal sealed partial class AcceptorSession
{
    private const long SecondNs = 1_000_000_000;
    private const long GapRepeatNs = 5 * SecondNs;
    private const long LogoutWaitNs = 5 * SecondNs;
    private const int MaxHeartbeatSeconds = 3600;
    private const double TestAfter = 1.2;
    private const double GiveUpAfter = 2.4;

    private long _heartbeatNs;
    private long _lastInNs;
    private long _lastOutNs;
    private long _gapRequestedNs;
    private long _logoutSentNs;
    private bool _gapOpen;
    private bool _testSent;

    /// <summary>Takes the first message of a connection. The caller has checked MsgType, CompIDs and
    /// BeginString.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="frame">The Logon.</param>
    /// <param name="header">Its header.</param>
    /// <param name="refuse">Answer with a Logout whatever it says.</param>
    /// <returns>False when nobody is logged on now; the connection is to be closed when it has sent what it
    /// holds.</returns>
    public bool TryLogon(FixConnection connection, in FixFrame frame, in FixHeader header, bool refuse)
    {
        long heartbeat = -1;
        bool reset = false;
        var fields = new FixFields(frame, header.BodyFieldsOffset);
        while (fields.MoveNext())
        {
            if (fields.Tag == FixTags.HeartBtInt && FixValue.TryParseInt32(fields.Value, out int seconds))
                heartbeat = seconds;
            else if (fields.Tag == FixTags.ResetSeqNumFlag)
                reset = fields.Value.SequenceEqual("Y"u8);
        }

        if (heartbeat is < 0 or > MaxHeartbeatSeconds || (reset && header.Sequence != 1) || IsStale(header))
            return false;
        if (reset)
        {
            NextIn = NextOut = 1;
            _store.Clear();
        }

        Attach(connection, heartbeat);
        if (refuse)
            return Refuse("logon refused"u8);
        if ((long)header.Sequence < NextIn)
            return Refuse(TooLowText(header));
        LogonReply(heartbeat, reset);
        if ((long)header.Sequence > NextIn)
            RequestResend();
        else
            NextIn++;
        _statistics.Logons++;
        return true;
    }

    /// <summary>Takes a message on a logged-on connection.</summary>
    public void OnMessage(in FixFrame frame, long receiveTicks)
    {
        FixParseResult parsed = FixHeader.Parse(frame, out FixHeader header);
        _lastInNs = _clock.ElapsedNs;
        _testSent = false;
        if (!frame.BeginString.SequenceEqual("FIX.4.4"u8))
        {
            Logout("Incorrect BeginString"u8, closeAtOnce: true);
            return;
        }

        if (header.Sequence == 0)
        {
            Logout("MsgSeqNum missing or malformed"u8, closeAtOnce: true);
            return;
        }

        bool known = frame.Value(header.SenderCompId).SequenceEqual(ClientId)
            && frame.Value(header.TargetCompId).SequenceEqual(_ourId);
        if (header.MsgType == FixMsgType.SequenceReset && known && IsReset(frame, header, out long newSequence))
            ResetInbound(header, newSequence);
        else if ((long)header.Sequence > NextIn)
            OnTooHigh(frame, header);
        else if ((long)header.Sequence < NextIn)
            OnTooLow(header);
        else
            OnExpected(frame, header, parsed, known, receiveTicks);
    }

    /// <summary>Heartbeats, test requests, time-outs.</summary>
    public void OnTimer()
    {
        if (Connection is not { ClosePending: false } connection)
            return;
        long now = _clock.ElapsedNs;
        if (_logoutSentNs != 0 && now - _logoutSentNs > LogoutWaitNs)
        {
            connection.Close();
            return;
        }

        if (_gapOpen && now - _gapRequestedNs > GapRepeatNs)
            RequestResend();
        if (_heartbeatNs == 0)
            return;
        if (now - _lastOutNs >= _heartbeatNs)
        {
            FixWriter writer = Begin(FixMsgType.Heartbeat);
            SendAdmin(ref writer);
        }

        long silent = now - _lastInNs;
        if (silent > GiveUpAfter * _heartbeatNs)
        {
            connection.Close();
        }
        else if (silent > TestAfter * _heartbeatNs && !_testSent)
        {
            _testSent = true;
            FixWriter writer = Begin(FixMsgType.TestRequest);
            writer.Text(FixTags.TestReqId, "ALIVE"u8);
            SendAdmin(ref writer);
        }
    }

    private void Attach(FixConnection connection, long heartbeatSeconds)
    {
        Connection = connection;
        connection.Session = this;
        _heartbeatNs = heartbeatSeconds * SecondNs;
        _lastInNs = _lastOutNs = _clock.ElapsedNs;
        _logoutSentNs = 0;
        _gapOpen = _testSent = false;
    }

    private bool Refuse(ReadOnlySpan<byte> text)
    {
        Logout(text, closeAtOnce: true);
        Connection!.Session = null;
        Connection = null;
        return false;
    }

    private void LogonReply(long heartbeat, bool reset)
    {
        FixWriter writer = Begin(FixMsgType.Logon);
        writer.Number(FixTags.EncryptMethod, 0);
        writer.Number(FixTags.HeartBtInt, heartbeat);
        if (reset)
            writer.Char(FixTags.ResetSeqNumFlag, (byte)'Y');
        SendAdmin(ref writer);
    }

    private bool IsStale(in FixHeader header)
    {
        if (_maxTimeErrorSeconds == 0)
            return false;
        return header.SendingTimeNs == FixHeader.NoTime
            || Math.Abs(header.SendingTimeNs - _clock.UtcNs) > _maxTimeErrorSeconds * SecondNs;
    }

    private byte[] TooLowText(in FixHeader header) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"MsgSeqNum too low, expecting {NextIn} but received {header.Sequence}"));

    private void OnTooHigh(in FixFrame frame, in FixHeader header)
    {
        // Two sides that wait for each other's resend would wait for ever: the other one's request is served first.
        if (header.MsgType == FixMsgType.ResendRequest)
            OnResendRequest(frame, header);
        else if (header.MsgType == FixMsgType.Logout)
            OnLogout();
        if (!_gapOpen && Connection is { ClosePending: false })
            RequestResend();
    }

    private void OnTooLow(in FixHeader header)
    {
        if (header.PossDup == 0)
            Logout(TooLowText(header), closeAtOnce: true);
    }

    private void OnExpected(
        in FixFrame frame, in FixHeader header, FixParseResult parsed, bool known, long receiveTicks)
    {
        NextIn++;
        _gapOpen = false;
        if (!parsed.IsOk)
        {
            Reject(frame, header, (int)parsed.RejectReason, parsed.Tag);
            return;
        }

        if (!known || IsStale(header))
        {
            Reject(frame, header, (int)(known ? FixRejectReason.SendingTimeAccuracy : FixRejectReason.CompId), 0);
            Logout(known ? "SendingTime accuracy problem"u8 : "CompID problem"u8, closeAtOnce: true);
            return;
        }

        Dispatch(frame, header, receiveTicks);
    }

    private void Dispatch(in FixFrame frame, in FixHeader header, long receiveTicks)
    {
        switch (header.MsgType)
        {
            case FixMsgType.Heartbeat or FixMsgType.Reject or FixMsgType.BusinessMessageReject:
                break;
            case FixMsgType.TestRequest:
                OnTestRequest(frame, header);
                break;
            case FixMsgType.ResendRequest:
                OnResendRequest(frame, header);
                break;
            case FixMsgType.SequenceReset:
                OnGapFill(frame, header);
                break;
            case FixMsgType.Logout:
                OnLogout();
                break;
            case FixMsgType.Logon:
                OnLogonAgain(frame, header);
                break;
            case FixMsgType.NewOrderSingle or FixMsgType.OrderCancelRequest or FixMsgType.OrderCancelReplaceRequest:
                FixParseResult result = _desk.OnRequest(this, frame, header, receiveTicks);
                if (!result.IsOk)
                    Reject(frame, header, (int)result.RejectReason, result.Tag);
                break;
            default:
                Unsupported(frame, header);
                break;
        }
    }

    private void OnTestRequest(in FixFrame frame, in FixHeader header)
    {
        FixRange id = Find(frame, header, FixTags.TestReqId);
        if (!id.IsPresent || id.Length > 256)
        {
            Reject(frame, header, (int)FixRejectReason.RequiredTagMissing, FixTags.TestReqId);
            return;
        }

        FixWriter writer = Begin(FixMsgType.Heartbeat);
        writer.Text(FixTags.TestReqId, frame.Value(id));
        SendAdmin(ref writer);
    }

    private void OnResendRequest(in FixFrame frame, in FixHeader header)
    {
        if (!TryFind(frame, header, FixTags.BeginSeqNo, out long first) || first < 1)
            Reject(frame, header, (int)FixRejectReason.ValueOutOfRange, FixTags.BeginSeqNo);
        else if (!TryFind(frame, header, FixTags.EndSeqNo, out long last) || (last != 0 && last < first))
            Reject(frame, header, (int)FixRejectReason.ValueOutOfRange, FixTags.EndSeqNo);
        else
            Resend(first, last);
    }

    private void OnLogonAgain(in FixFrame frame, in FixHeader header)
    {
        FixRange reset = Find(frame, header, FixTags.ResetSeqNumFlag);
        if (!reset.IsPresent || !frame.Value(reset).SequenceEqual("Y"u8) || header.Sequence != 1)
        {
            Reject(frame, header, (int)FixRejectReason.Other, 0);
            return;
        }

        NextIn = 2;
        NextOut = 1;
        _store.Clear();
        LogonReply(_heartbeatNs / SecondNs, reset: true);
    }

    private void OnLogout()
    {
        if (_logoutSentNs == 0)
            Logout(default, closeAtOnce: true);
        else
            Connection!.ClosePending = true;
    }

    private static bool IsReset(in FixFrame frame, in FixHeader header, out long newSequence)
    {
        FixRange gapFill = Find(frame, header, FixTags.GapFillFlag);
        bool hasNumber = TryFind(frame, header, FixTags.NewSeqNo, out newSequence);
        return hasNumber && (!gapFill.IsPresent || frame.Value(gapFill).SequenceEqual("N"u8));
    }

    private void ResetInbound(in FixHeader header, long newSequence)
    {
        if (newSequence >= NextIn)
        {
            NextIn = newSequence;
            _gapOpen = false;
            return;
        }

        FixWriter writer = Begin(FixMsgType.Reject);
        writer.Number(FixTags.RefSeqNum, (long)header.Sequence);
        writer.Number(FixTags.RefTagId, FixTags.NewSeqNo);
        writer.Number(FixTags.SessionRejectReason, (int)FixRejectReason.ValueOutOfRange);
        SendAdmin(ref writer);
    }

    private void OnGapFill(in FixFrame frame, in FixHeader header)
    {
        if (TryFind(frame, header, FixTags.NewSeqNo, out long next) && next > (long)header.Sequence)
            NextIn = next;
        else
            Reject(frame, header, (int)FixRejectReason.ValueOutOfRange, FixTags.NewSeqNo);
    }

    private void RequestResend()
    {
        _gapOpen = true;
        _gapRequestedNs = _clock.ElapsedNs;
        FixWriter writer = Begin(FixMsgType.ResendRequest);
        writer.Number(FixTags.BeginSeqNo, NextIn);
        writer.Number(FixTags.EndSeqNo, 0);
        SendAdmin(ref writer);
    }

    private void Reject(in FixFrame frame, in FixHeader header, int reason, int tag)
    {
        FixWriter writer = Begin(FixMsgType.Reject);
        writer.Number(FixTags.RefSeqNum, (long)header.Sequence);
        if (tag > 0)
            writer.Number(FixTags.RefTagId, tag);
        if (frame.MsgTypeRange.Length is > 0 and <= 2)
            writer.Text(FixTags.RefMsgType, frame.Value(frame.MsgTypeRange));
        writer.Number(FixTags.SessionRejectReason, reason);
        SendAdmin(ref writer);
    }

    private void Unsupported(in FixFrame frame, in FixHeader header)
    {
        // FIX 4.4's own types are one letter, or A and a letter; what it has but this exchange has not is answered by
        // j.
        ReadOnlySpan<byte> type = frame.Value(frame.MsgTypeRange);
        bool inSpecification = (type.Length == 1 && char.IsAsciiLetterOrDigit((char)type[0]))
            || (type.Length == 2 && type[0] is (byte)'A' or (byte)'B' && char.IsAsciiLetterUpper((char)type[1]));
        if (!inSpecification)
        {
            Reject(frame, header, (int)FixRejectReason.InvalidMsgType, 0);
            return;
        }

        const int unsupportedMessageType = 3;
        FixWriter writer = Begin(FixMsgType.BusinessMessageReject);
        writer.Number(FixTags.RefSeqNum, (long)header.Sequence);
        writer.Text(FixTags.RefMsgType, type);
        writer.Number(FixTags.BusinessRejectReason, unsupportedMessageType);
        SendApplication(ref writer);
    }

    private static FixRange Find(in FixFrame frame, in FixHeader header, int tag)
    {
        var fields = new FixFields(frame, header.BodyFieldsOffset);
        while (fields.MoveNext())
        {
            if (fields.Tag == tag)
                return fields.Range;
        }

        return default;
    }

    private static bool TryFind(in FixFrame frame, in FixHeader header, int tag, out long value)
    {
        FixRange range = Find(frame, header, tag);
        bool ok = FixValue.TryParseUInt64(range.IsPresent ? frame.Value(range) : default, out ulong number)
            && number <= long.MaxValue - 1;
        value = (long)number;
        return ok;
    }
}
