using System.Net;
using System.Net.Sockets;

namespace HftGateway.Fix.Conformance.Tests.Interop;

/// <summary>
/// Stands between two peers and cuts their connection now and then, in the middle of whatever is on its way: bytes that
/// one side has sent and the other not yet received are lost.
/// </summary>
internal sealed class FaultyLink : IDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint _target;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly int _leastBytes;
    private readonly int _mostBytes;
    private readonly List<Socket> _open = [];
    private long _untilCut;
    private int _cutsLeft;
    private volatile bool _disposed;

    /// <summary>Starts listening.</summary>
    /// <param name="target">Where connections are passed on to.</param>
    /// <param name="cuts">How often to cut.</param>
    /// <param name="leastBytes">Bytes between two cuts, at least.</param>
    /// <param name="mostBytes">Bytes between two cuts, at most.</param>
    /// <param name="seed">Seed of the places.</param>
    public FaultyLink(IPEndPoint target, int cuts, int leastBytes, int mostBytes, int seed)
    {
        _target = target;
        _cutsLeft = cuts;
        _leastBytes = leastBytes;
        _mostBytes = mostBytes;
        _random = new Random(seed);
        _untilCut = _random.Next(leastBytes, mostBytes);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(8);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Cuts made.</summary>
    public int Cuts { get; private set; }

    public void Dispose()
    {
        _disposed = true;
        _listener.Dispose();
        lock (_lock)
            _open.ForEach(socket => socket.Dispose());
    }

    private void Accept()
    {
        while (!_disposed)
        {
            try
            {
                Socket near = _listener.Accept();
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    far.Connect(_target);
                }
                catch (SocketException)
                {
                    near.Dispose();
                    continue;
                }

                near.NoDelay = true;
                lock (_lock)
                    _open.AddRange([near, far]);
                new Thread(() => Pass(near, far)) { IsBackground = true }.Start();
                new Thread(() => Pass(far, near)) { IsBackground = true }.Start();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Pass(Socket from, Socket to)
    {
        var buffer = new byte[4096];
        try
        {
            int received;
            while ((received = from.Receive(buffer)) > 0)
            {
                int passed = Allowed(received);
                to.Send(buffer.AsSpan(0, passed));
                if (passed < received)
                    break;
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The other direction has cut it, or a peer went away.
        }

        from.Dispose();
        to.Dispose();
    }

    // How many of these bytes still pass; fewer than asked for is a cut.
    private int Allowed(int bytes)
    {
        lock (_lock)
        {
            if (_cutsLeft == 0)
                return bytes;
            _untilCut -= bytes;
            if (_untilCut >= 0)
                return bytes;
            _cutsLeft--;
            Cuts++;
            _untilCut = _random.Next(_leastBytes, _mostBytes);
            return _random.Next(bytes);
        }
    }
}
