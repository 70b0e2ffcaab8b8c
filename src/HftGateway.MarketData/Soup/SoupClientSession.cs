using HftGateway.MarketData.Mold;
using HftGateway.Platform;

namespace HftGateway.MarketData.Soup;

/// <summary>
/// The client's side of SoupBinTCP without sockets and clocks: bytes and times go in, events and bytes come out.
/// <para>It remembers the next sequence number over connections, so that <see cref="OnConnected"/> on a new one asks for
/// exactly what is missing: no message is lost and none is delivered twice.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Sequenced messages are delivered in order, each number once. Whatever the bytes, nothing is
/// read beyond them, nothing throws, and nothing is allocated after construction.</para>
/// <para><b>Cost.</b> Some ns a packet; the message is handed on in place.</para>
/// <para><b>Reference.</b> SoupBinTCP 3.00 and 4.1, sections 1.2, 2.2 and 2.3.</para>
/// </summary>
[HotPath]
public sealed class SoupClientSession
{
    private const int AcceptedBytes = SoupText.SessionBytes + SoupText.NumberBytes;
    private const int RequestBytes =
        SoupText.UserNameBytes + SoupText.PasswordBytes + SoupText.SessionBytes + SoupText.NumberBytes;
    private const int TimeoutBytes = 5;
    private const long NsPerMs = 1_000_000;
    private const long MaxTimeoutMs = 99_999;

    private readonly SoupClientOptions _options;
    private readonly SoupFrameReader _reader;
    private readonly SoupOutbox _outbox;
    private readonly byte[] _session = new byte[SoupText.SessionBytes];
    private bool _hasSession;
    private ulong _wireSequence;
    private long _connectedNs;
    private long _receivedNs;
    private long _sentNs;

    /// <summary>A session that wants its first message.</summary>
    /// <param name="options">Who logs in.</param>
    /// <param name="nextSequence">First message wanted; 0 takes what the server sends next.</param>
    /// <exception cref="FeedException">Name, password or session do not fit their fields.</exception>
    public SoupClientSession(SoupClientOptions options, ulong nextSequence = 1)
    {
        options.Check();
        _options = options;
        _reader = new SoupFrameReader();
        _outbox = new SoupOutbox(options.OutboundBytes);
        Restart(nextSequence);
    }

    /// <summary>Where the session stands.</summary>
    public SoupState State { get; private set; }

    /// <summary>Why the state is <see cref="SoupState.Failed"/>.</summary>
    public SoupFailure Failure { get; private set; }

    /// <summary>Sequence number of the next message to be delivered; 0 when it is not known yet.</summary>
    public ulong NextSequence { get; private set; }

    /// <summary>The session that the server accepted, once it has.</summary>
    public MoldSession Session => _hasSession
        ? System.Runtime.InteropServices.MemoryMarshal.Read<MoldSession>(_session)
        : default;

    /// <summary>A session was accepted, in this connection or an earlier one.</summary>
    public bool HasSession => _hasSession;

    /// <summary>Messages that the server passed over, by accepting the login at a later number than asked for.</summary>
    public ulong MissingMessages { get; private set; }

    /// <summary>Messages delivered.</summary>
    public long Messages { get; private set; }

    /// <summary>Messages that came once more and were left out.</summary>
    public long DuplicateMessages { get; private set; }

    /// <summary>Heartbeats of the server.</summary>
    public long HeartbeatsReceived { get; private set; }

    /// <summary>Heartbeats sent.</summary>
    public long HeartbeatsSent { get; private set; }

    /// <summary>What is to be sent.</summary>
    public ReadOnlySpan<byte> Outbound => _outbox.Pending;

    /// <summary>Forgets session and position: another day, or another server.</summary>
    /// <param name="nextSequence">First message wanted; 0 takes what the server sends next.</param>
    public void Restart(ulong nextSequence)
    {
        OnDisconnected();
        _hasSession = false;
        NextSequence = nextSequence;
        SoupText.WriteSession(_session, _options.Session);
        Failure = SoupFailure.None;
    }

    /// <summary>A connection was made: the login request is put into <see cref="Outbound"/>.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public void OnConnected(long nowNs)
    {
        _reader.Reset();
        _outbox.Clear();
        State = SoupState.LoggingIn;
        Failure = SoupFailure.None;
        _connectedNs = _receivedNs = _sentNs = nowNs;
        bool hasTimeout = _options.Version == SoupVersion.V41;
        _ = _outbox.TryClaim(
            SoupPacketType.LoginRequest, RequestBytes + (hasTimeout ? TimeoutBytes : 0), out Span<byte> request);
        SoupText.WriteName(request[..SoupText.UserNameBytes], _options.UserName);
        request = request[SoupText.UserNameBytes..];
        SoupText.WriteName(request[..SoupText.PasswordBytes], _options.Password);
        request = request[SoupText.PasswordBytes..];
        _session.CopyTo(request);
        request = request[SoupText.SessionBytes..];
        _ = SoupText.TryWriteNumber(request[..SoupText.NumberBytes], NextSequence);
        if (hasTimeout)
        {
            long timeoutMs = Math.Clamp(_options.PeerTimeoutNs / NsPerMs, 1, MaxTimeoutMs);
            _ = SoupText.TryWriteNumber(request[SoupText.NumberBytes..], (ulong)timeoutMs);
        }
    }

    /// <summary>The connection is gone.</summary>
    public void OnDisconnected()
    {
        _reader.Reset();
        _outbox.Clear();
        State = SoupState.Disconnected;
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

    /// <summary>Time passes: a heartbeat may be due, or the server dead. To be called a few times a second.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    /// <returns>False when the connection has failed.</returns>
    public bool OnTimer(long nowNs)
    {
        if (State == SoupState.LoggingIn && nowNs - _connectedNs > _options.LoginTimeoutNs)
            return Fail(SoupFailure.LoginTimeout) != SoupEvent.Failed;
        if (State != SoupState.LoggedIn)
            return State != SoupState.Failed;
        if (nowNs - _receivedNs > _options.PeerTimeoutNs)
            return Fail(SoupFailure.PeerSilent) != SoupEvent.Failed;
        if (nowNs - _sentNs >= _options.HeartbeatNs && _outbox.Pending.IsEmpty)
        {
            _ = _outbox.TryWrite(SoupPacketType.ClientHeartbeat, default);
            HeartbeatsSent++;
        }

        return true;
    }

    /// <summary>The next event of the bytes received so far.</summary>
    /// <param name="payload">A message or text in place, valid until <see cref="ReceiveBuffer"/> is called.</param>
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

    /// <summary>Sends a message outside the sequence.</summary>
    /// <returns>False when not logged in, or when it does not fit.</returns>
    public bool TrySendUnsequenced(ReadOnlySpan<byte> message) =>
        State == SoupState.LoggedIn && _outbox.TryWrite(SoupPacketType.UnsequencedData, message);

    /// <summary>Sends text for people.</summary>
    /// <returns>False when there is no connection, or when it does not fit.</returns>
    public bool TrySendDebug(ReadOnlySpan<byte> text) =>
        State is SoupState.LoggedIn or SoupState.LoggingIn && _outbox.TryWrite(SoupPacketType.Debug, text);

    /// <summary>Asks the server to end the connection.</summary>
    /// <returns>False when not logged in.</returns>
    public bool TryLogout() =>
        State == SoupState.LoggedIn && _outbox.TryWrite(SoupPacketType.LogoutRequest, default);

    private SoupEvent Take(SoupPacketType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case SoupPacketType.SequencedData when State == SoupState.LoggedIn:
                return OnSequenced();
            case SoupPacketType.UnsequencedData when State == SoupState.LoggedIn:
                return SoupEvent.UnsequencedData;
            case SoupPacketType.ServerHeartbeat:
                HeartbeatsReceived++;
                return SoupEvent.None;
            case SoupPacketType.Debug:
                return SoupEvent.Debug;
            case SoupPacketType.EndOfSession when State == SoupState.LoggedIn:
                State = SoupState.Ended;
                return SoupEvent.EndOfSession;
            case SoupPacketType.LoginAccepted when State == SoupState.LoggingIn:
                return OnAccepted(payload);
            case SoupPacketType.LoginRejected when State == SoupState.LoggingIn:
                return OnRejected(payload);
            default:
                return Fail(SoupFailure.UnexpectedPacket);
        }
    }

    private SoupEvent OnSequenced()
    {
        ulong sequence = _wireSequence++;
        if (sequence < NextSequence)
        {
            DuplicateMessages++;
            return SoupEvent.None;
        }

        NextSequence = sequence + 1;
        Messages++;
        return SoupEvent.SequencedData;
    }

    private SoupEvent OnAccepted(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != AcceptedBytes
            || !SoupText.TryReadNumber(payload[SoupText.SessionBytes..], out ulong next) || next == 0)
        {
            return Fail(SoupFailure.MalformedPacket);
        }

        ReadOnlySpan<byte> session = payload[..SoupText.SessionBytes];
        // Numbers of another session mean other messages.
        bool isWanted = _hasSession || _options.Session.Length != 0;
        if (isWanted && !session.Trim((byte)' ').SequenceEqual(_session.AsSpan().Trim((byte)' ')))
            return Fail(SoupFailure.SessionNotAvailable);
        session.CopyTo(_session);
        _hasSession = true;
        _wireSequence = next;
        if (NextSequence == 0)
            NextSequence = next;
        if (next > NextSequence)
        {
            MissingMessages += next - NextSequence;
            NextSequence = next;
        }

        State = SoupState.LoggedIn;
        return SoupEvent.LoginAccepted;
    }

    private SoupEvent OnRejected(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 1)
            return Fail(SoupFailure.MalformedPacket);
        return Fail(payload[0] == (byte)'S' ? SoupFailure.SessionNotAvailable : SoupFailure.NotAuthorized);
    }

    private SoupEvent Fail(SoupFailure failure)
    {
        State = SoupState.Failed;
        Failure = failure;
        return SoupEvent.Failed;
    }
}
