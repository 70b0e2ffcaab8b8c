using System.Net;
using System.Net.Sockets;
using System.Text;
using HftGateway.Fix;
using HftGateway.Platform.Timing;

namespace HftGateway.Exchange.Orders;

/// <summary>
/// Listens for order connections, finds their session by the first message, and serves them.
/// <para><b>Threading.</b> One thread, which calls <see cref="Poll"/>; no call blocks.</para>
/// <para><b>Limits.</b> One connection per session at a time, <see cref="MaxConnections"/> in all; a further one is
/// closed
/// in silence, as is one whose first message is not a Logon of a known pair of CompIDs.</para>
/// </summary>
internal sealed class FixAcceptor : IDisposable
{
    public const int MaxConnections = 64;

    private const long SecondNs = 1_000_000_000;
    private readonly Socket _listener;
    private readonly List<FixConnection> _connections = new(MaxConnections);
    private readonly AcceptorSession[] _sessions;
    private readonly byte[] _ourId;
    private readonly ExchangeClock _clock;
    private readonly ExchangeStatistics _statistics;
    private readonly ExchangeTestHooks _hooks;
    private readonly long _logonTimeoutNs;

    public FixAcceptor(
        ExchangeOptions options, ExchangeClock clock, ExchangeStatistics statistics, ExchangeTestHooks hooks,
        OrderDesk desk)
    {
        _clock = clock;
        _statistics = statistics;
        _hooks = hooks;
        _logonTimeoutNs = options.LogonTimeoutSeconds * SecondNs;
        _ourId = Encoding.ASCII.GetBytes(options.CompId);
        _sessions = new AcceptorSession[options.ClientCompIds.Count];
        for (int i = 0; i < _sessions.Length; i++)
        {
            byte[] client = Encoding.ASCII.GetBytes(options.ClientCompIds[i]);
            _sessions[i] = new AcceptorSession(i, client, options, clock, statistics, desk);
        }

        desk.SetSessions(_sessions);
        _listener = new Socket(options.FixAddress.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(options.FixAddress);
            _listener.Listen(16);
        }
        catch (SocketException e)
        {
            _listener.Dispose();
            throw new ExchangeBindException("fix.address", options.FixAddress,
                "end the program that uses it, or give another port (0 takes a free one)", e);
        }

        _listener.Blocking = false;
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
    }

    /// <summary>Where it listens, with the port that was taken.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Sessions logged on now.</summary>
    public int LoggedOn => _sessions.Count(s => s.Connection != null);

    public nint ListenerHandle => _listener.SafeHandle.DangerousGetHandle();

    /// <summary>Open connections, for the wait.</summary>
    public List<FixConnection> Connections => _connections;

    /// <summary>Accepts who knocks. Looks with a system call: not to be called every turn of a busy loop.</summary>
    public void Accept()
    {
        while (_listener.Poll(0, SelectMode.SelectRead))
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (SocketException)
            {
                // Whoever knocked has gone again.
                return;
            }

            if (_connections.Count == MaxConnections)
            {
                socket.Dispose();
                _statistics.RefusedConnections++;
                continue;
            }

            _connections.Add(new FixConnection(socket, _clock.ElapsedNs));
        }
    }

    /// <summary>Reads, serves and writes every connection; ends those that are closed.</summary>
    public void Poll()
    {
        for (int i = _connections.Count - 1; i >= 0; i--)
        {
            FixConnection connection = _connections[i];
            if (!connection.IsClosed && !connection.ClosePending && !_hooks.StopReading && connection.Receive())
                ReadMessages(connection);
            connection.Session?.OnTimer();
            if (connection.Session == null && _clock.ElapsedNs - connection.OpenedNs > _logonTimeoutNs)
                connection.Close();
            if (connection.HasOutbound || connection.ClosePending)
                connection.Flush();
            if (connection.IsClosed)
                Remove(i);
        }
    }

    /// <summary>Sends what the other parts of the turn have queued.</summary>
    public void Flush()
    {
        for (int i = 0; i < _connections.Count; i++)
        {
            if (_connections[i].HasOutbound)
                _connections[i].Flush();
        }
    }

    /// <summary>Says goodbye to all sessions.</summary>
    public void LogoutAll(ReadOnlySpan<byte> text)
    {
        foreach (AcceptorSession session in _sessions)
            session.Logout(text, closeAtOnce: false);
        Flush();
    }

    /// <summary>Drops all connections with a reset.</summary>
    public void DropAll()
    {
        foreach (FixConnection connection in _connections)
            connection.Abort();
    }

    public void Dispose()
    {
        foreach (FixConnection connection in _connections)
            connection.Dispose();
        _listener.Dispose();
    }

    private void Remove(int index)
    {
        FixConnection connection = _connections[index];
        _connections.RemoveAt(index);
        _statistics.FixGarbled += connection.Reader.GarbledCount;
        if (connection.Session != null)
            connection.Session.Disconnected();
        else
            _statistics.RefusedConnections++;
    }

    private void ReadMessages(FixConnection connection)
    {
        // Stamped before parsing: this is when the bytes were there.
        long receiveTicks = TimeStampCounter.Now();
        while (!connection.IsClosed && !connection.ClosePending)
        {
            FrameResult result = connection.Reader.TryRead(out FixFrame frame);
            if (result == FrameResult.NeedMore)
                return;
            if (result != FrameResult.Frame)
                continue;
            _statistics.FixMessagesIn++;
            if (connection.Session != null)
                connection.Session.OnMessage(frame, receiveTicks);
            else
                FirstMessage(connection, frame);
            if (_hooks.DropAfterMessages > 0 && --_hooks.DropAfterMessages == 0)
                connection.Abort();
        }
    }

    private void FirstMessage(FixConnection connection, in FixFrame frame)
    {
        FixParseResult parsed = FixHeader.Parse(frame, out FixHeader header);
        AcceptorSession? session = null;
        bool ours = parsed.IsOk && header.MsgType == FixMsgType.Logon && frame.BeginString.SequenceEqual("FIX.4.4"u8)
            && frame.Value(header.TargetCompId).SequenceEqual(_ourId);
        for (int i = 0; ours && i < _sessions.Length; i++)
        {
            if (frame.Value(header.SenderCompId).SequenceEqual(_sessions[i].ClientId))
                session = _sessions[i];
        }

        // A stranger learns nothing, and a second connection must not disturb the first: closed without a word.
        if (session == null || session.Connection != null)
            connection.Close();
        else if (!session.TryLogon(connection, frame, header, _hooks.RefuseLogon))
            connection.ClosePending = true;
    }
}
