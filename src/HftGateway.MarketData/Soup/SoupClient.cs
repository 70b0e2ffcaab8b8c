using System.Net;
using HftGateway.MarketData.Tcp;
using HftGateway.Platform;

namespace HftGateway.MarketData.Soup;

/// <summary>
/// A SoupBinTCP client over TCP: connects, logs in, keeps the connection alive, and after a loss connects again and
/// goes on at the next message. Polled; never waits.
/// <para>Use: <see cref="Poll"/>, then <see cref="TryRead"/> (or <see cref="TryReadBlock"/>) until there is nothing more,
/// then poll again.</para>
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Invariants.</b> Each sequenced message is delivered once and in order, over any number of connections. Time
/// is the caller's. Nothing is allocated for a message; a connection allocates.</para>
/// <para><b>Limits.</b> A rejected login is not tried again: repeating a wrong password locks accounts.</para>
/// </summary>
[HotPath]
public sealed class SoupClient : IDisposable
{
    private readonly SoupClientOptions _options;
    private readonly IPEndPoint[] _servers;
    private readonly SoupBlockBuffer _block = new();
    private TcpConnection? _connection;
    private int _server;
    private long _backoffNs;
    private long _retryNs;
    private bool _isOver;

    /// <summary>A client that is not started.</summary>
    /// <param name="options">Who logs in.</param>
    /// <param name="servers">Servers, tried in turn.</param>
    /// <exception cref="FeedException">Name, password or session do not fit their fields.</exception>
    public SoupClient(SoupClientOptions options, params IPEndPoint[] servers)
    {
        ArgumentOutOfRangeException.ThrowIfZero(servers.Length);
        _options = options;
        _servers = servers;
        Session = new SoupClientSession(options);
    }

    /// <summary>The protocol's state, with its counters.</summary>
    public SoupClientSession Session { get; }

    /// <summary>Where the client stands, as of the last call.</summary>
    public SoupClientStatus Status { get; private set; }

    /// <summary>Why the last connection ended.</summary>
    public SoupFailure Failure { get; private set; }

    /// <summary>The same in words, with the server's address; null when nothing failed yet.</summary>
    public string? FailureText { get; private set; }

    /// <summary>The server that is, or was last, connected to.</summary>
    public IPEndPoint Server => _servers[_server];

    /// <summary>Connections on which a login was accepted.</summary>
    public long Logins { get; private set; }

    /// <summary>Connections and attempts that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>The connection's descriptor, for waiting on several at once; -1 when there is none.</summary>
    public int Descriptor => _connection?.Descriptor ?? -1;

    /// <summary>Begins, or begins anew.</summary>
    /// <param name="nextSequence">First message wanted; 0 takes what the server sends next.</param>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public void Start(ulong nextSequence, long nowNs)
    {
        Stop();
        Session.Restart(nextSequence);
        Failure = SoupFailure.None;
        FailureText = null;
        _backoffNs = _options.BackoffMinNs;
        Connect(nowNs);
    }

    /// <summary>Closes the connection at once.</summary>
    public void Stop()
    {
        _connection?.Dispose();
        _connection = null;
        _isOver = false;
        Session.OnDisconnected();
        Status = SoupClientStatus.Idle;
    }

    /// <summary>The next start or reconnect goes to the next server of the list.</summary>
    public void NextServer() => _server = (_server + 1) % _servers.Length;

    /// <summary>Does what is to be done: connects, receives, sends, watches the time.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public SoupClientStatus Poll(long nowNs)
    {
        switch (Status)
        {
            case SoupClientStatus.Connecting:
                FinishConnect(nowNs);
                break;
            case SoupClientStatus.LoggingIn or SoupClientStatus.Running:
                Exchange(nowNs);
                break;
            case SoupClientStatus.Waiting when nowNs >= _retryNs:
                NextServer();
                Connect(nowNs);
                break;
        }

        return Status;
    }

    /// <summary>The next event of what was received.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    /// <param name="payload">A message or text, valid until the next <see cref="Poll"/>.</param>
    public SoupEvent TryRead(long nowNs, out ReadOnlySpan<byte> payload)
    {
        SoupEvent found = Session.TryRead(out payload);
        switch (found)
        {
            case SoupEvent.LoginAccepted:
                Status = SoupClientStatus.Running;
                Logins++;
                _backoffNs = _options.BackoffMinNs;
                break;
            case SoupEvent.EndOfSession:
                Drop();
                Status = SoupClientStatus.Ended;
                break;
            case SoupEvent.Failed:
                OnFailed(Session.Failure, null, nowNs);
                break;
            case SoupEvent.None when _isOver && Status is SoupClientStatus.Running or SoupClientStatus.LoggingIn:
                // Everything that came before the end has been read.
                OnFailed(SoupFailure.PeerClosed, _connection?.Failure, nowNs);
                break;
        }

        return found;
    }

    /// <summary>
    /// Gathers the sequenced messages received into one block; other events are passed over.
    /// </summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    /// <param name="block">The messages, valid until the next call.</param>
    /// <returns>Whether there is any.</returns>
    public bool TryReadBlock(long nowNs, out MessageBlock block)
    {
        _block.Clear(Session.NextSequence, Session.Messages);
        while (_block.HasRoom)
        {
            SoupEvent found = TryRead(nowNs, out ReadOnlySpan<byte> payload);
            if (found == SoupEvent.SequencedData)
                _block.Append(payload, Session.NextSequence - 1, Session.Messages - 1);
            else if (found is SoupEvent.None or SoupEvent.EndOfSession or SoupEvent.Failed)
                break;
        }

        block = _block.Block;
        return block.Count != 0;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => Stop();

    private void Connect(long nowNs)
    {
        _isOver = false;
        _connection = TcpConnection.Connect(Server, nowNs, _options.ConnectTimeoutNs);
        Status = SoupClientStatus.Connecting;
        FinishConnect(nowNs);
    }

    private void FinishConnect(long nowNs)
    {
        switch (_connection!.Poll(nowNs))
        {
            case TcpState.Connected:
                Session.OnConnected(nowNs);
                Status = SoupClientStatus.LoggingIn;
                Exchange(nowNs);
                break;
            case TcpState.Closed:
                OnFailed(SoupFailure.CannotConnect, _connection.Failure, nowNs);
                break;
        }
    }

    private void Exchange(long nowNs)
    {
        if (!_isOver)
        {
            int received = _connection!.Receive(Session.ReceiveBuffer());
            if (received > 0)
                Session.OnReceived(received, nowNs);
            _isOver = received < 0;
        }

        if (!_isOver && !Session.OnTimer(nowNs))
        {
            OnFailed(Session.Failure, null, nowNs);
            return;
        }

        while (!_isOver && !Session.Outbound.IsEmpty)
        {
            int sent = _connection!.Send(Session.Outbound);
            if (sent > 0)
                Session.OnSent(sent, nowNs);
            else if (sent == 0)
                break;
            else
                _isOver = true;
        }
    }

    private void OnFailed(SoupFailure failure, string? detail, long nowNs)
    {
        Failures++;
        Failure = failure;
        FailureText = $"{Server}: {Explain(failure)}{(detail == null ? "" : ": " + detail)}";
        Drop();
        bool isFinal = failure is SoupFailure.NotAuthorized or SoupFailure.SessionNotAvailable;
        if (isFinal || !_options.Reconnects)
        {
            Status = SoupClientStatus.Failed;
            return;
        }

        Status = SoupClientStatus.Waiting;
        _retryNs = nowNs + _backoffNs;
        _backoffNs = Math.Min(_backoffNs * 2, _options.BackoffMaxNs);
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
        _isOver = false;
        Session.OnDisconnected();
    }

    private static string Explain(SoupFailure failure) => failure switch
    {
        SoupFailure.CannotConnect => "no connection",
        SoupFailure.LoginTimeout => "the login request was not answered",
        SoupFailure.NotAuthorized => "the login was rejected: not authorised; check user name and password",
        SoupFailure.SessionNotAvailable => "the session asked for is not available",
        SoupFailure.PeerSilent => "the server is silent: no heartbeat came",
        SoupFailure.PeerClosed => "the connection ended before the session did",
        SoupFailure.MalformedPacket => "the server sent a malformed packet",
        SoupFailure.UnexpectedPacket => "the server sent a packet that may not come now",
        SoupFailure.PeerTooSlow => "the server reads too slowly",
        _ => "no failure",
    };
}
