using HftGateway.MarketData.Tcp;

namespace HftGateway.MarketData.Soup;

/// <summary>
/// One client of a SoupBinTCP server over TCP: carries bytes between the socket and the session. Polled; never waits.
/// <para>Use: <see cref="Poll"/>, then <see cref="TryRead"/> until there is nothing more, send through
/// <see cref="Session"/>, and <see cref="Flush"/>.</para>
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Invariants.</b> After the session's end (rejected, ended, logged out, failed) the connection is closed as
/// soon as everything is sent; a client that does not read is cut off at <see cref="CloseTimeoutNs"/>.</para>
/// </summary>
public sealed class SoupServerConnection : IDisposable
{
    /// <summary>Longest wait, after the end of the session, for the client to read what waits: 5 s.</summary>
    public const long CloseTimeoutNs = 5_000_000_000;

    private readonly TcpConnection _connection;
    private long _closeNs = long.MaxValue;
    private bool _isOver;

    /// <summary>Takes over a connection; its login request is awaited.</summary>
    /// <param name="connection">The connection; closed with this.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public SoupServerConnection(TcpConnection connection, SoupServerOptions options, long nowNs)
    {
        _connection = connection;
        Session = new SoupServerSession(options);
        Session.OnConnected(nowNs);
    }

    /// <summary>The protocol's state, with its counters.</summary>
    public SoupServerSession Session { get; }

    /// <summary>Nothing more will pass: to be disposed of.</summary>
    public bool IsClosed => _connection.State == TcpState.Closed;

    /// <summary>Receives, and watches the time.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public void Poll(long nowNs)
    {
        if (!_isOver)
        {
            int received = _connection.Receive(Session.ReceiveBuffer());
            if (received > 0)
                Session.OnReceived(received, nowNs);
            _isOver = received < 0;
        }

        _ = Session.OnTimer(nowNs);
    }

    /// <summary>The next event of what was received.</summary>
    /// <param name="payload">As <see cref="SoupServerSession.TryRead"/>.</param>
    public SoupEvent TryRead(out ReadOnlySpan<byte> payload) => Session.TryRead(out payload);

    /// <summary>Sends what waits, and closes when the session is over.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public void Flush(long nowNs)
    {
        while (!Session.Outbound.IsEmpty)
        {
            int sent = _connection.Send(Session.Outbound);
            if (sent <= 0)
            {
                _isOver |= sent < 0;
                break;
            }

            Session.OnSent(sent, nowNs);
        }

        bool hasEnded = Session.State is SoupState.Ended or SoupState.Failed;
        if (hasEnded && _closeNs == long.MaxValue)
            _closeNs = nowNs + CloseTimeoutNs;
        if (_isOver || (hasEnded && Session.Outbound.IsEmpty) || nowNs >= _closeNs)
            _connection.Dispose();
    }

    /// <summary>Closes the connection at once.</summary>
    public void Dispose() => _connection.Dispose();
}
