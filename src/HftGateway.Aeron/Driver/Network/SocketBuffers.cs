using System.Net.Sockets;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>The system's own and greatest lengths of sockets' buffers, bytes.</summary>
internal readonly record struct SocketBuffers(int DefaultSend, int MaxSend, int DefaultReceive, int MaxReceive)
{
    /// <summary>Asks the system, by a socket.</summary>
    public static SocketBuffers Read()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        int send = socket.SendBufferSize;
        int receive = socket.ReceiveBufferSize;
        // The system takes as much of it as is allowed.
        socket.SendBufferSize = 1 << 30;
        socket.ReceiveBufferSize = 1 << 30;
        return new SocketBuffers(send, socket.SendBufferSize, receive, socket.ReceiveBufferSize);
    }
}
