using HftGateway.Platform;

namespace HftGateway.MarketData.Soup;

/// <summary>
/// The server's side of one SoupBinTCP connection without sockets and clocks: bytes and times go in, events and bytes
/// come out. Which clients may log in, and which messages they get, is the user's to say.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Whatever the bytes, nothing is read beyond them, nothing throws, and nothing is allocated
/// after construction. No message leaves before <see cref="Accept"/>.</para>
/// <para><b>Limits.</b> A client that leaves more unread than the options' bytes gets no more: <see
/// cref="TrySendSequenced"/> returns false and the user decides whether to wait or to drop it.</para>
/// <para><b>Reference.</b> SoupBinTCP 3.00 and 4.1.</para>
/// </summary>
[HotPath]
public sealed class SoupServerSession
{
    private const int RequestBytes =
        SoupText.UserNameBytes + SoupText.PasswordBytes + SoupText.SessionBytes + SoupText.NumberBytes;
    private const int TimeoutBytes = 5;
    private const long NsPerMs = 1_000_000;

    private readonly SoupServerOptions _options;
    private readonly SoupFrameReader _reader = new();
    private readonly SoupOutbox _outbox;
    private readonly byte[] _accepted = new byte[SoupText.SessionBytes + SoupText.NumberBytes];
    private long _peerTimeoutNs;
    private long _connectedNs;
    private long _receivedNs;
    private long _sentNs;
    private bool _isAsked;

    /// <summary>A session without a connection.</summary>
    /// <param name="options">How patient it is.</param>
    public SoupServerSession(SoupServerOptions options)
    {
        _options = options;
        _outbox = new SoupOutbox(options.OutboundBytes);
    }

    /// <summary>Where the connection stands.</summary>
    public SoupState State { get; private set; }

    /// <summary>Why the state is <see cref="SoupState.Failed"/>.</summary>
    public SoupFailure Failure { get; private set; }

    /// <summary>Sequence number of the next message to be sent over this connection.</summary>
    public ulong NextSequence { get; private set; }

    /// <summary>Heartbeats of the client.</summary>
    public long HeartbeatsReceived { get; private set; }

    /// <summary>Heartbeats sent.</summary>
    public long HeartbeatsSent { get; private set; }

    /// <summary>What is to be sent.</summary>
    public ReadOnlySpan<byte> Outbound => _outbox.Pending;

    /// <summary>Bytes of outgoing packets that may be added now, headers of 3 bytes included.</summary>
    public int FreeBytes => _outbox.FreeBytes;

    /// <summary>A client connected; its login request is awaited.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public void OnConnected(long nowNs)
    {
        _reader.Reset();
        _outbox.Clear();
        _isAsked = false;
        _peerTimeoutNs = _options.PeerTimeoutNs;
        _connectedNs = _receivedNs = _sentNs = nowNs;
        Failure = SoupFailure.None;
        State = SoupState.LoggingIn;
    }

    /// <summary>Room for received bytes; empty while events wait to be read.</summary>
    public Span<byte> ReceiveBuffer() => _reader.Free();

    /// <summary>States how many bytes were received into <see cref="ReceiveBuffer"/>.</summary>
    /// <param name="bytes">Their number.</param>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public void OnReceived(int bytes, long nowNs)
    {
        _reader.Advance(bytes);
        _receivedNs = nowNs;
    }

    /// <summary>States how many bytes of <see cref="Outbound"/> were sent.</summary>
    /// <param name="bytes">Their number.</param>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public void OnSent(int bytes, long nowNs)
    {
        _outbox.Sent(bytes);
        _sentNs = nowNs;
    }

    /// <summary>Time passes: a heartbeat may be due, or the client dead. To be called a few times a second.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    /// <returns>False when the connection has failed.</returns>
    public bool OnTimer(long nowNs)
    {
        if (State == SoupState.LoggingIn && nowNs - _connectedNs > _options.LoginTimeoutNs)
            Fail(SoupFailure.LoginTimeout);
        else if (State == SoupState.LoggedIn && nowNs - _receivedNs > _peerTimeoutNs)
            Fail(SoupFailure.PeerSilent);
        else if (State == SoupState.LoggedIn && nowNs - _sentNs >= _options.HeartbeatNs && _outbox.Pending.IsEmpty)
            HeartbeatsSent += _outbox.TryWrite(SoupPacketType.ServerHeartbeat, default) ? 1 : 0;
        return State != SoupState.Failed;
    }

    /// <summary>The next event of the bytes received so far.</summary>
    /// <param name="payload">
    /// The message, the text, or the login request for <see cref="ReadLogin"/>; in place, valid until
    /// <see cref="ReceiveBuffer"/> is called.
    /// </param>
    public SoupEvent TryRead(out ReadOnlySpan<byte> payload)
    {
        while (State is SoupState.LoggingIn or SoupState.LoggedIn)
        {
            if (!_reader.TryRead(out SoupPacketType type, out payload))
                return _reader.IsMalformed ? Fail(SoupFailure.MalformedPacket) : SoupEvent.None;
            SoupEvent found = Take(type, payload);
            if (found != SoupEvent.None)
                return found;
        }

        payload = default;
        return SoupEvent.None;
    }

    /// <summary>The fields of a login request.</summary>
    /// <param name="payload">Payload that came with <see cref="SoupEvent.LoginRequest"/>.</param>
    public static SoupLogin ReadLogin(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> rest = payload[(SoupText.UserNameBytes + SoupText.PasswordBytes)..];
        _ = SoupText.TryReadNumber(rest.Slice(SoupText.SessionBytes, SoupText.NumberBytes), out ulong next);
        return new SoupLogin
        {
            UserName = payload[..SoupText.UserNameBytes].Trim((byte)' '),
            Password = payload.Slice(SoupText.UserNameBytes, SoupText.PasswordBytes).Trim((byte)' '),
            Session = rest[..SoupText.SessionBytes].Trim((byte)' '),
            NextSequence = next,
            HeartbeatTimeoutMs = TimeoutMs(payload),
        };
    }

    /// <summary>Accepts the login.</summary>
    /// <param name="session">The session's name, at most 10 characters.</param>
    /// <param name="nextSequence">Number of the message that will be sent first.</param>
    public void Accept(string session, ulong nextSequence)
    {
        if (!_isAsked || State != SoupState.LoggingIn)
            throw new InvalidOperationException("no login request waits for an answer");
        SoupText.WriteSession(_accepted.AsSpan(0, SoupText.SessionBytes), session);
        _ = SoupText.TryWriteNumber(_accepted.AsSpan(SoupText.SessionBytes), nextSequence);
        _ = _outbox.TryWrite(SoupPacketType.LoginAccepted, _accepted);
        NextSequence = nextSequence;
        State = SoupState.LoggedIn;
    }

    /// <summary>Rejects the login; the connection is to be closed when everything is sent.</summary>
    /// <param name="isSession">True when the session is not available, false when the user is not authorised.</param>
    public void Reject(bool isSession)
    {
        Span<byte> reason = stackalloc byte[1];
        reason[0] = isSession ? (byte)'S' : (byte)'A';
        _ = _outbox.TryWrite(SoupPacketType.LoginRejected, reason);
        State = SoupState.Ended;
    }

    /// <summary>Sends the next message of the session.</summary>
    /// <returns>False when nobody is logged in, or the client is too slow for it now.</returns>
    public bool TrySendSequenced(ReadOnlySpan<byte> message)
    {
        if (State != SoupState.LoggedIn || !_outbox.TryWrite(SoupPacketType.SequencedData, message))
            return false;
        NextSequence++;
        return true;
    }

    /// <summary>Sends a message outside the sequence.</summary>
    /// <returns>False when nobody is logged in, or the client is too slow for it now.</returns>
    public bool TrySendUnsequenced(ReadOnlySpan<byte> message) =>
        State == SoupState.LoggedIn && _outbox.TryWrite(SoupPacketType.UnsequencedData, message);

    /// <summary>Sends text for people.</summary>
    /// <returns>False when there is no connection, or the client is too slow for it now.</returns>
    public bool TrySendDebug(ReadOnlySpan<byte> text) =>
        State is SoupState.LoggedIn or SoupState.LoggingIn && _outbox.TryWrite(SoupPacketType.Debug, text);

    /// <summary>Ends the session; the connection is to be closed when everything is sent.</summary>
    /// <returns>False when nobody is logged in, or the client is too slow for it now.</returns>
    public bool TryEndSession()
    {
        if (State != SoupState.LoggedIn || !_outbox.TryWrite(SoupPacketType.EndOfSession, default))
            return false;
        State = SoupState.Ended;
        return true;
    }

    private static int TimeoutMs(ReadOnlySpan<byte> payload) =>
        payload.Length == RequestBytes + TimeoutBytes
        && SoupText.TryReadNumber(payload[RequestBytes..], out ulong timeoutMs)
            ? (int)timeoutMs : 0;

    private SoupEvent Take(SoupPacketType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case SoupPacketType.UnsequencedData when State == SoupState.LoggedIn:
                return SoupEvent.UnsequencedData;
            case SoupPacketType.ClientHeartbeat:
                HeartbeatsReceived++;
                return SoupEvent.None;
            case SoupPacketType.Debug:
                return SoupEvent.Debug;
            case SoupPacketType.LogoutRequest:
                State = SoupState.Ended;
                return SoupEvent.LogoutRequest;
            case SoupPacketType.LoginRequest when State == SoupState.LoggingIn && !_isAsked:
                return OnLogin(payload);
            default:
                return Fail(SoupFailure.UnexpectedPacket);
        }
    }

    private SoupEvent OnLogin(ReadOnlySpan<byte> payload)
    {
        const int NumberOffset = RequestBytes - SoupText.NumberBytes;
        if (payload.Length is not (RequestBytes or RequestBytes + TimeoutBytes)
            || !SoupText.TryReadNumber(payload.Slice(NumberOffset, SoupText.NumberBytes), out _))
        {
            return Fail(SoupFailure.MalformedPacket);
        }

        if (TimeoutMs(payload) is var timeoutMs and > 0)
            _peerTimeoutNs = timeoutMs * NsPerMs;
        _isAsked = true;
        return SoupEvent.LoginRequest;
    }

    private SoupEvent Fail(SoupFailure failure)
    {
        State = SoupState.Failed;
        Failure = failure;
        return SoupEvent.Failed;
    }
}
