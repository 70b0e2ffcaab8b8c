namespace HftGateway.Fix;

/// <content>Messages that the peer wants again, and messages that wait for room.</content>
public sealed partial class FixSession
{
    private const int MaxResends = 8;

    private readonly byte[]? _username;
    private readonly byte[]? _password;
    private readonly FixMsgType[] _orderTypes;
    private readonly (ulong Next, ulong Last)[] _resends = new (ulong, ulong)[MaxResends];
    private int _resendCount;

    /// <summary>A resend is under way: what is sent meanwhile waits in the store and follows it.</summary>
    public bool IsResending => _resendCount != 0;

    /// <summary>Order messages that were gap-filled instead of sent again, because they were stale.</summary>
    public long NotResentCount { get; private set; }

    /// <summary>
    /// Writes what waits for room in the output: resends first, then what was sent meanwhile. To be called when the
    /// socket has taken something.
    /// </summary>
    public void OnWritable(FixTime now)
    {
        _now = now;
        Pump();
    }

    private void StartResend(ulong first, ulong last)
    {
        // What has not left yet is not sent again: it follows the resend, once and as it is.
        last = Math.Min(last, _unsentFrom - 1);
        if (first > last)
            return;
        if (_resendCount == MaxResends)
        {
            // More requests than anybody needs: one that covers them all.
            ref (ulong Next, ulong Last) all = ref _resends[0];
            for (int i = 1; i < _resendCount; i++)
                all = (Math.Min(all.Next, _resends[i].Next), Math.Max(all.Last, _resends[i].Last));
            all = (Math.Min(all.Next, first), Math.Max(all.Last, last));
            _resendCount = 1;
            return;
        }
        _resends[_resendCount++] = (first, last);
    }

    private void ForgetResends()
    {
        _resendCount = 0;
        _unsentBytes = 0;
        _unsentFrom = _store.NextOutbound;
    }

    private void Pump()
    {
        if (_output is null || !CanTransmit)
            return;
        while (_resendCount != 0)
        {
            if (!PumpResend(ref _resends[0]))
                return;
            _resendCount--;
            Array.Copy(_resends, 1, _resends, 0, _resendCount);
        }
        PumpUnsent();
        CheckPressure();
    }

    // False when there is no more room.
    private bool PumpResend(ref (ulong Next, ulong Last) range)
    {
        while (range.Next <= range.Last)
        {
            ulong first = range.Next;
            bool found = false;
            StoredMessage message = default;
            while (range.Next <= range.Last && !(found = MayResend(range.Next, out message)))
                range.Next++;
            if (range.Next > first && !WriteGapFill(first, range.Next))
            {
                range.Next = first;
                return false;
            }
            ReportNotDelivered(first, range.Next);
            if (!found)
                return true;
            if (!WriteAgain(in message))
                return false;
            range.Next++;
        }
        return true;
    }

    private bool MayResend(ulong sequence, out StoredMessage message) =>
        _store.TryFind(sequence, out message) && !message.MsgType.IsAdmin() && !IsStale(in message);

    private bool IsStale(in StoredMessage message) =>
        _settings.StaleOrderSeconds is { } seconds && Array.IndexOf(_orderTypes, message.MsgType) >= 0
        && _now.UtcNs - message.UtcNs >= seconds * NanosecondsPerSecond;

    private void ReportNotDelivered(ulong first, ulong next)
    {
        if (_settings.StaleOrderSeconds is null)
            return;
        for (ulong sequence = first; sequence < next; sequence++)
        {
            if (_store.TryFind(sequence, out StoredMessage message) && !message.MsgType.IsAdmin())
            {
                NotResentCount++;
                _application.OnNotDelivered(this, in message);
            }
        }
    }

    private bool WriteGapFill(ulong first, ulong next)
    {
        _writer.Begin();
        _writer.Field("35="u8, "4"u8);
        _writer.Field("34="u8, first);
        _writer.Field("43="u8, "Y"u8);
        _writer.Field("49="u8, _own);
        _writer.Time("52="u8, _now.UtcNs);
        _writer.Field("56="u8, _peer);
        _writer.Time("122="u8, _now.UtcNs); // it stands for messages of many times
        if (_settings.EnableLastMsgSeqNumProcessed)
            _writer.Field("369="u8, _store.ExpectedInbound - 1);
        _writer.Field("36="u8, next);
        _writer.Field("123="u8, "Y"u8);
        return WriteUnnumbered();
    }

    // The stored message with 43=Y, its own SendingTime as 122, and a new SendingTime; all else as it was.
    private bool WriteAgain(in StoredMessage message)
    {
        FixFrame.TryCreate(message.Bytes, out FixFrame frame); // this session wrote it
        ReadOnlySpan<byte> bytes = message.Bytes;
        var fields = new FixFields(frame, frame.BodyOffset);
        FixRange sent = default;
        bool origWritten = false;
        bool inBody = false;
        _writer.Begin();
        while (fields.MoveNext())
        {
            inBody |= !FixHeader.IsHeaderTag(fields.Tag);
            if (!origWritten && (inBody || fields.Tag > FixTags.OrigSendingTime))
            {
                _writer.Field("122="u8, frame.Value(sent));
                origWritten = true;
            }
            if (!inBody && fields.Tag == FixTags.SendingTime)
            {
                sent = fields.Range;
                _writer.Time("52="u8, _now.UtcNs);
                continue;
            }
            if (!inBody && fields.Tag == 369)
            {
                _writer.Field("369="u8, _store.ExpectedInbound - 1);
                continue;
            }
            _writer.Append(bytes[fields.FieldOffset..fields.NextOffset]);
            if (!inBody && fields.Tag == FixTags.MsgSeqNum)
                _writer.Field("43="u8, "Y"u8);
        }
        if (!origWritten)
            _writer.Field("122="u8, frame.Value(sent));
        return WriteUnnumbered();
    }

    private bool WriteUnnumbered()
    {
        ReadOnlySpan<byte> message = _writer.Finish();
        if (!_output!.TryWrite(message))
            return false;
        Log?.Outgoing(message, _now.UtcNs);
        _lastSentNs = _now.TickNs;
        return true;
    }

    // What got its number while there was no room goes out as it was written.
    private void PumpUnsent()
    {
        while (_unsentFrom < _store.NextOutbound)
        {
            if (_store.TryFind(_unsentFrom, out StoredMessage message))
            {
                if (!_output!.TryWrite(message.Bytes))
                    return;
                Log?.Outgoing(message.Bytes, _now.UtcNs);
                _unsentBytes -= message.Bytes.Length;
            }
            else if (!WriteGapFill(_unsentFrom, _unsentFrom + 1))
            {
                return;
            }
            _unsentFrom++;
        }
        _unsentBytes = 0;
    }
}
