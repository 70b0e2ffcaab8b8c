using System.Net;
using System.Net.Sockets;

namespace HftGateway.Aeron.Tests;

/// <summary>Ports of the loopback interface that nobody uses.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
