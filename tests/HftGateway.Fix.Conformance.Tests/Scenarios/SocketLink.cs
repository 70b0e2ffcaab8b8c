using System.Net;
using System.Net.Sockets;

namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>An acceptor behind TCP.</summary>
/// <param name="acceptor">Where it listens.</param>
/// <param name="waitUntilFree">Returns when the acceptor has seen that the connection was cut.</param>
internal sealed class SocketLink(IPEndPoint acceptor, Action waitUntilFree) : IScenarioLink
{
    private const int TimeoutMs = 10_000;

    private readonly Dictionary<int, Connection> _connections = [];

    public DateTime Now => DateTime.UtcNow;

    public void Connect(int connection)
    {
        if (_connections.TryGetValue(connection, out Connection? old))
            old.Socket.Dispose();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = TimeoutMs };
        socket.Connect(acceptor);
        _connections[connection] = new Connection(socket);
    }

    public void Disconnect(int connection)
    {
        _connections[connection].Socket.Dispose();
        waitUntilFree();
    }

    public void Send(int connection, byte[] bytes)
    {
        try
        {
            _connections[connection].Socket.Send(bytes);
        }
        catch (SocketException)
        {
            _connections[connection].IsClosed = true;
        }
    }

    public byte[]? Receive(int connection)
    {
        Connection c = _connections[connection];
        byte[]? message;
        while ((message = WireText.TakeMessage(c.Inbox)) is null && !c.IsClosed)
        {
            if (!c.Fill())
                return null;
        }

        return message;
    }

    public bool IsSilent(int connection)
    {
        Connection c = _connections[connection];
        while (c.Socket.Poll(0, SelectMode.SelectRead) && !c.IsClosed)
            c.Fill();
        return c.Inbox.Count == 0 && !c.IsClosed;
    }

    public bool IsClosed(int connection)
    {
        Connection c = _connections[connection];
        while (!c.IsClosed && c.Inbox.Count == 0 && c.Fill())
        {
        }

        return c.IsClosed && c.Inbox.Count == 0;
    }

    public void Advance(TimeSpan time) => throw new InvalidOperationException("this clock cannot be moved");

    public void Dispose()
    {
        foreach (Connection c in _connections.Values)
            c.Socket.Dispose();
        waitUntilFree();
    }

    private sealed class Connection(Socket socket)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];

        public Socket Socket { get; } = socket;

        public List<byte> Inbox { get; } = [];

        public bool IsClosed { get; set; }

        // False when nothing came in time.
        public bool Fill()
        {
            int received;
            try
            {
                received = Socket.Receive(_buffer);
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                return false;
            }
            catch (SocketException)
            {
                received = 0;
            }

            Inbox.AddRange(_buffer.AsSpan(0, received));
            IsClosed |= received == 0;
            return true;
        }
    }
}
