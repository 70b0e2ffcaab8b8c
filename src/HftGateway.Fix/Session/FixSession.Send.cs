namespace HftGateway.Fix;

/// <content>Messages to the peer: number, store, output, in this order.</content>
public sealed partial class FixSession
{
    private readonly SessionWriter _writer;
    private readonly byte[] _subIds;
    private ulong _unsentFrom = 1; // numbers from here on are stored and not yet in the output
    private long _unsentBytes;

    /// <summary>The peer does not read: new orders are refused until it has caught up.</summary>
    public bool IsPressed { get; private set; }

    /// <summary>Bytes that wait for the peer.</summary>
    public long WaitingBytes => _unsentBytes + (_output?.Pending.Length ?? 0);

    /// <summary>Sends an application message.</summary>
    /// <param name="msgType">MsgType [35].</param>
    /// <param name="body">The fields of the body, each with its SOH.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="header">
    /// Further fields of the header (such as <c>97=Y</c> or 115, 128), each with its SOH, in ascending order of their
    /// tags; they take the place of the SubIDs and LocationIDs of the settings. Not 34, 43, 49, 52, 56, 122, 369.
    /// </param>
    /// <returns>What became of it: every outcome but Sent and Stored means that nothing happened.</returns>
    public FixSendResult Send(
        ReadOnlySpan<byte> msgType, ReadOnlySpan<byte> body, FixSendKind kind = FixSendKind.Normal,
        ReadOnlySpan<byte> header = default)
    {
        if (State != FixSessionState.LoggedOn && !_settings.StoreWhileDisconnected)
            return FixSendResult.NotLoggedOn;
        if (kind == FixSendKind.NewOrder && !IsReady)
            return FixSendResult.NotReady;
        if (kind == FixSendKind.NewOrder && IsPressed)
            return FixSendResult.BackPressure;
        BeginMessage(msgType, header);
        _writer.Append(body);
        return Commit(FixMsgTypes.Parse(msgType));
    }

    /// <summary>Answers a message that the application cannot serve.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">BusinessRejectReason [380].</param>
    /// <param name="refId">BusinessRejectRefID [379]; empty for none.</param>
    /// <param name="text">Text [58]; empty for none.</param>
    /// <returns>As <see cref="Send"/>. FIX 4.0 and 4.1 have no such message: they send a session Reject.</returns>
    public FixSendResult SendBusinessReject(
        in FixMessage message, int reason, ReadOnlySpan<byte> refId = default, ReadOnlySpan<byte> text = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(reason);
        if (!IsLoggedOn)
            return FixSendResult.NotLoggedOn;
        bool isBusiness = _version.HasRejectDetails();
        BeginReply(isBusiness ? "j"u8 : "3"u8, message.Frame, in message.Header);
        _writer.Field("45="u8, message.Sequence);
        if (!text.IsEmpty)
            _writer.Field("58="u8, text);
        if (isBusiness)
        {
            _writer.Field("372="u8, message.Frame.Value(message.Frame.MsgTypeRange));
            if (!refId.IsEmpty)
                _writer.Field("379="u8, refId);
            _writer.Field("380="u8, (ulong)reason);
        }
        return Commit(isBusiness ? FixMsgType.BusinessMessageReject : FixMsgType.Reject);
    }

    private void SendUnsupported(in FixFrame frame, in SessionHeader header) => SendBusinessReject(
        new FixMessage(in frame, in header), 3, default,
        _version.HasRejectDetails() ? "Unsupported Message Type"u8 : "Unsupported message type"u8);

    private void SendLogon(bool reset)
    {
        BeginMessage("A"u8, default);
        _writer.Field("98="u8, "0"u8);
        _writer.Field("108="u8, (ulong)HeartbeatSeconds);
        if (reset)
            _writer.Field("141="u8, "Y"u8);
        if (_username is not null && _settings.Role == FixRole.Initiator)
            _writer.Field("553="u8, _username);
        if (_password is not null && _settings.Role == FixRole.Initiator)
            _writer.Field("554="u8, _password);
        if (UsesNextExpected)
            _writer.Field("789="u8, _store.ExpectedInbound);
        if (_version == FixVersion.Fixt11)
            _writer.Field("1137="u8, _applVerId);
        Commit(FixMsgType.Logon);
    }

    private void SendHeartbeat(ReadOnlySpan<byte> testReqId, bool isAnswer)
    {
        BeginMessage("0"u8, default);
        if (isAnswer)
            _writer.Field("112="u8, testReqId);
        Commit(FixMsgType.Heartbeat);
    }

    private void SendTestRequest(ReadOnlySpan<byte> testReqId)
    {
        BeginMessage("1"u8, default);
        _writer.Field("112="u8, testReqId);
        Commit(FixMsgType.TestRequest);
    }

    private void SendResendRequest(ulong begin, ulong end)
    {
        BeginMessage("2"u8, default);
        _writer.Field("7="u8, begin);
        _writer.Field("16="u8, end);
        Commit(FixMsgType.ResendRequest);
    }

    private void SendReject(in FixFrame frame, in SessionHeader header, FixVerdict verdict)
    {
        // A Reject is never rejected: two engines would do it for ever.
        if (frame.MsgType == FixMsgType.Reject)
            return;
        RejectedCount++;
        Span<byte> tag = stackalloc byte[16];
        tag = tag[..RejectText.RefTag(in frame, verdict, tag)];
        BeginReply("3"u8, in frame, in header);
        _writer.Field("45="u8, header.Sequence);
        ReadOnlySpan<byte> text = FixRejectReasons.Text(verdict.Reason);
        if (!_version.HasRejectDetails())
        {
            _writer.Append("58="u8);
            _writer.Append(text);
            if (!tag.IsEmpty)
            {
                _writer.Append(" ("u8);
                _writer.Append(tag);
                _writer.Append(")"u8);
            }
            _writer.Soh();
        }
        else
        {
            _writer.Field("58="u8, text);
            if (!tag.IsEmpty)
                _writer.Field("371="u8, tag);
            if (frame.MsgTypeRange.IsPresent)
                _writer.Field("372="u8, frame.Value(frame.MsgTypeRange));
            if (RejectText.IsKnown(verdict.Reason, _version))
                _writer.Field("373="u8, (ulong)verdict.Reason);
        }
        Commit(FixMsgType.Reject);
    }

    private void SendLogout(ReadOnlySpan<byte> text)
    {
        if (_logoutSent)
            return;
        _logoutSent = true;
        BeginMessage("5"u8, default);
        if (!text.IsEmpty)
            _writer.Field("58="u8, text);
        Commit(FixMsgType.Logout);
    }

    // A reply to a message of a third party goes back the way it came.
    private void BeginReply(ReadOnlySpan<byte> msgType, in FixFrame frame, in SessionHeader header)
    {
        if (header.Routing.IsEmpty)
        {
            BeginMessage(msgType, default);
            return;
        }
        Span<byte> route = stackalloc byte[1024];
        bool hasLocations = _version >= FixVersion.Fix41;
        BeginMessage(msgType, route[..ReverseRoute.Write(in frame, in header.Routing, hasLocations, route)]);
    }

    private void BeginMessage(ReadOnlySpan<byte> msgType, ReadOnlySpan<byte> header)
    {
        if (header.IsEmpty)
            header = _subIds;
        if (header.IsEmpty)
        {
            _writer.Begin(msgType, _store.NextOutbound, _now.UtcNs);
            if (_settings.EnableLastMsgSeqNumProcessed)
                _writer.Field("369="u8, _store.ExpectedInbound - 1);
            return;
        }
        _writer.Begin();
        _writer.Field("35="u8, msgType);
        _writer.Field("34="u8, _store.NextOutbound);
        var extra = new FixFields(header, 0, header.Length);
        bool more = extra.MoveNext();
        more = Copy(ref extra, more, header, below: 49);
        _writer.Field("49="u8, _own);
        more = Copy(ref extra, more, header, below: 52);
        _writer.Time("52="u8, _now.UtcNs);
        more = Copy(ref extra, more, header, below: 56);
        _writer.Field("56="u8, _peer);
        more = Copy(ref extra, more, header, below: 369);
        if (_settings.EnableLastMsgSeqNumProcessed)
            _writer.Field("369="u8, _store.ExpectedInbound - 1);
        Copy(ref extra, more, header, below: int.MaxValue);
    }

    private bool Copy(ref FixFields extra, bool more, ReadOnlySpan<byte> header, int below)
    {
        while (more && extra.Tag < below)
        {
            _writer.Append(header[extra.FieldOffset..extra.NextOffset]);
            more = extra.MoveNext();
        }
        return more;
    }

    // Spends the number: stored first, then sent if nothing waits before it.
    private FixSendResult Commit(FixMsgType type)
    {
        ReadOnlySpan<byte> message = _writer.Finish();
        ulong sequence = _store.NextOutbound;
        if (message.IsEmpty || message.Length > _settings.MaxMessageBytes)
            return FixSendResult.TooLong;
        if (!_store.TryAppend(type, _now.UtcNs, message))
            return FailStore();
        if (_output is null)
            return FixSendResult.Stored;
        _lastSentNs = _now.TickNs;
        if ((CanTransmit || type == FixMsgType.Logon || type == FixMsgType.Logout) && _resendCount == 0 && _unsentFrom == sequence && _output.TryWrite(message))
        {
            _unsentFrom = sequence + 1;
            Log?.Outgoing(message, _now.UtcNs);
            if (_output.Pending.Length > _settings.BackPressureBytes)
                SetPressed(true);
            return FixSendResult.Sent;
        }
        _unsentBytes += message.Length;
        CheckPressure();
        return FixSendResult.Stored;
    }

    // What cannot be stored must not be sent; and a session that cannot send cannot go on.
    private FixSendResult FailStore()
    {
        Note($"the store takes no more: {_store.Problem}; the connection is closed");
        Abort(SessionEnd.StoreFailed);
        return FixSendResult.StoreFull;
    }

    // Between the connection and the Logon nothing but the Logon leaves.
    private bool CanTransmit => State is FixSessionState.LoggedOn or FixSessionState.LogoutSent;

    private void CheckPressure()
    {
        long waiting = WaitingBytes;
        if (waiting > _settings.BackPressureBytes)
            SetPressed(true);
        else if (waiting < _settings.BackPressureBytes / 2)
            SetPressed(false);
        if (waiting > _settings.MaxPendingBytes && State != FixSessionState.Disconnected)
        {
            Note($"the peer does not read: {waiting} bytes wait; the connection is broken off");
            End(SessionEnd.SlowConsumer);
        }
    }

    private void SetPressed(bool pressed)
    {
        if (IsPressed == pressed)
            return;
        IsPressed = pressed;
        _application.OnBackPressure(this, pressed);
    }

    /// <summary>Session Rejects sent.</summary>
    public long RejectedCount { get; private set; }

    private static byte[] SubIds(FixSessionSettings settings)
    {
        var text = new System.Text.StringBuilder();
        ReadOnlySpan<(int Tag, string? Value)> ids =
        [
            (50, settings.SenderSubId), (57, settings.TargetSubId), (142, settings.SenderLocationId),
            (143, settings.TargetLocationId),
        ];
        foreach ((int tag, string? value) in ids)
        {
            if (value is not null)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{tag}={value}\u0001");
        }
        return System.Text.Encoding.ASCII.GetBytes(text.ToString());
    }
}
