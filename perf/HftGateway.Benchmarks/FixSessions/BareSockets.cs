using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HftGateway.Benchmarks.FixSessions;

/// <summary>Two spinning threads that do nothing but exchange messages of given lengths over loopback.</summary>
internal sealed class BareSockets : IDisposable
{
    private readonly Socket _near;
    private readonly Socket _far;
    private readonly byte[] _order;
    private readonly byte[] _report;
    private volatile bool _stop;

    public BareSockets(int orderBytes, int reportBytes)
    {
        _order = new byte[orderBytes];
        _report = new byte[reportBytes];
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        _near = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _near.Connect(listener.LocalEndPoint!);
        _far = listener.Accept();
        _far.NoDelay = true;
        _near.Blocking = _far.Blocking = false;
    }

    public long[] RoundTrips(int count)
    {
        // Spins only while it is measured: the other side of the comparison needs the cores.
        var answering = new Thread(Answer) { IsBackground = true };
        _stop = false;
        answering.Start();
        long[] ticks = new long[count];
        byte[] buffer = new byte[4096];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Send(_near, _order);
            Receive(_near, buffer, _report.Length);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        _stop = true;
        answering.Join();
        return ticks;
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
    }

    private void Answer()
    {
        byte[] buffer = new byte[4096];
        while (!_stop)
        {
            if (Receive(_far, buffer, _order.Length))
                Send(_far, _report);
        }
    }

    private static void Send(Socket socket, byte[] bytes)
    {
        if (socket.Send(bytes, SocketFlags.None, out _) != bytes.Length)
            throw new InvalidOperationException("not sent whole");
    }

    private bool Receive(Socket socket, byte[] buffer, int bytes)
    {
        int received = 0;
        while (received < bytes)
        {
            int now = socket.Receive(
                buffer, received, buffer.Length - received, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
                received += now;
            else if (_stop)
                return false;
        }

        return true;
    }
}
