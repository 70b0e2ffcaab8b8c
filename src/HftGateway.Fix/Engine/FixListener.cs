using System.Net;
using System.Net.Sockets;

namespace HftGateway.Fix;

/// <summary>A port on which an engine accepts connections.</summary>
internal sealed class FixListener : IDisposable
{
    internal FixListener(IPEndPoint endPoint, FixTlsSettings? tls)
    {
        Tls = tls is null ? null : new TlsServer(tls);
        Socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            Socket.Bind(endPoint);
            Socket.Listen(512);
            Socket.Blocking = false;
        }
        catch
        {
            Socket.Dispose();
            throw;
        }
        EndPoint = (IPEndPoint)Socket.LocalEndPoint!;
    }

    internal Socket Socket { get; }

    internal IPEndPoint EndPoint { get; }

    internal TlsServer? Tls { get; }

    public void Dispose() => Socket.Dispose();
}
