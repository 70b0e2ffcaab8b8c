using System.Net;
using System.Net.Sockets;
using System.Text;
using HftGateway.Fix;
using HftGateway.Platform.Timing;

namespace HftGateway.Exchange.Orders;

/// <summary>
/// Listens for order connections, finds their session by the first message, and serves them.
/// <para><b>Threading.</b> One thread, which calls <see cref="Poll"/>; no call blocks.</para>
/// <para><b>Sessions.</b> Each client has one in FIX 4.2, 4.4 and 5.0 SP2 over FIXT.1.1; BeginString and CompIDs of the
/// first message pick it. Those of the other versions than FIX 4.4 are made at their first Logon.</para>
/// <para><b>Limits.</b> One connection per session at a time, <see cref="MaxConnections"/> in all; a further one is
/// closed
/// in silence, as is one whose first message is not a Logon of a known pair of CompIDs.</para>
/// </summary>
internal sealed class FixAcceptor : IDisposable
{
    public const int MaxConnections = 64;

    /// <summary>Versions of the session protocol served, that of the order gateways first.</summary>
    public static readonly FixVersion[] Versions = [FixVersion.Fix44, FixVersion.Fix42, FixVersion.Fixt11];

    private const long SecondNs = 1_000_000_000;
    private readonly Socket _listener;
    private readonly List<FixConnection> _connections = new(MaxConnections);
    private readonly AcceptorSession?[] _sessions;
    private readonly ExchangeOptions _options;
    private readonly OrderDesk _desk;
    private readonly byte[][] _clientIds;
    private readonly byte[][] _beginStrings;
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
        _options = options;
        _desk = desk;
        _clientIds = [.. options.ClientCompIds.Select(Encoding.ASCII.GetBytes)];
        _beginStrings = [.. Versions.Select(v => Encoding.ASCII.GetBytes(v.BeginString()))];
        _sessions = new AcceptorSession?[_clientIds.Length * Versions.Length];
        for (int i = 0; i < _clientIds.Length; i++)
            Session(i);

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
    public int LoggedOn
    {
        get
        {
            int count = 0;
            foreach (AcceptorSession? session in _sessions)
                count += session?.Session.State is FixSessionState.LoggedOn or FixSessionState.LogoutSent ? 1 : 0;
            return count;
        }
    }

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
            if (connection.Session is { } session)
            {
                session.Session.OnTimer(session.Now);
                AfterSession(connection);
            }
            else if (!connection.ClosePending && _clock.ElapsedNs - connection.OpenedNs > _logonTimeoutNs)
            {
                connection.Close();
            }

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
    public void LogoutAll(string text)
    {
        foreach (AcceptorSession? session in _sessions)
        {
            if (session?.Session.IsLoggedOn == true)
                session.Logout(text);
            session?.CountSent();
        }

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
        foreach (AcceptorSession? session in _sessions)
            session?.Dispose();
        _listener.Dispose();
    }

    private void Remove(int index)
    {
        FixConnection connection = _connections[index];
        _connections.RemoveAt(index);
        _statistics.FixGarbled += connection.Reader.GarbledCount;
        if (connection.Session is { } session)
        {
            connection.Session = null;
            connection.WasLoggedOn |= session.Session.IsLoggedOn;
            session.Session.OnDisconnected(session.Now);
            session.CountSent();
        }

        if (!connection.WasLoggedOn)
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
            {
                connection.Session?.Session.OnGarbled(connection.Session.Now);
                continue;
            }

            _statistics.FixMessagesIn++;
            if (connection.Session == null && !TryAttach(connection, frame))
            {
                connection.Close();
                return;
            }

            AcceptorSession session = connection.Session!;
            session.ReceiveTicks = receiveTicks;
            session.Session.OnFrame(in frame, session.Now);
            AfterSession(connection);
            if (_hooks.DropAfterMessages > 0 && --_hooks.DropAfterMessages == 0)
                connection.Abort();
        }
    }

    // A stranger learns nothing, and a second connection must not disturb the first: closed without a word.
    private bool TryAttach(FixConnection connection, in FixFrame frame)
    {
        FixHeader.Parse(frame, out FixHeader header);
        if (frame.MsgType != FixMsgType.Logon || !frame.Value(header.TargetCompId).SequenceEqual(_ourId))
            return false;
        int version = Index(_beginStrings, frame.BeginString);
        int client = Index(_clientIds, frame.Value(header.SenderCompId));
        if (version < 0 || client < 0)
            return false;
        AcceptorSession session = Session((version * _clientIds.Length) + client);
        if (session.Session.State != FixSessionState.Disconnected)
            return false;
        connection.Session = session;
        session.Session.OnConnected(connection.Output, session.Now);
        return true;
    }

    private static int Index(byte[][] names, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (name.SequenceEqual(names[i]))
                return i;
        }

        return -1;
    }

    // By version and then client; each takes memory for resends.
    private AcceptorSession Session(int index) => _sessions[index] ??= new AcceptorSession(
        index, _options.ClientCompIds[index % _clientIds.Length], Versions[index / _clientIds.Length], _options, _clock,
        _statistics, _hooks, _desk);

    // The session may have ended: what it wrote is still sent, then the connection is closed.
    private static void AfterSession(FixConnection connection)
    {
        if (connection.Session is not { } session)
            return;
        session.CountSent();
        connection.WasLoggedOn |= session.Session.IsLoggedOn;
        if (session.Session.State != FixSessionState.Disconnected)
            return;
        connection.Session = null;
        connection.ClosePending = true;
    }
}
