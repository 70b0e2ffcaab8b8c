using System.Net;
using System.Net.Sockets;

namespace HftGateway.Fix;

/// <summary>A socket that becomes readable when somebody wants the sleeping thread's attention.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _buffer = new byte[16];
    private int _set;

    internal WakeUp()
    {
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Socket.Blocking = false;
        _sender.Connect(Socket.LocalEndPoint!);
    }

    internal Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    internal void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0)
            _sender.Send(_buffer.AsSpan(0, 1), SocketFlags.None, out _);
    }

    internal void Reset()
    {
        if (Volatile.Read(ref _set) == 0)
            return;
        Socket.Receive(_buffer, SocketFlags.None, out _);
        Volatile.Write(ref _set, 0);
    }

    public void Dispose()
    {
        _sender.Dispose();
        Socket.Dispose();
    }
}
