using System.Net;
using System.Net.Sockets;

namespace HftGateway.Aeron.Tests;

/// <summary>The other side of a stream as bare datagrams, of one session, on loopback.</summary>
internal sealed class RawPeer : IDisposable
{
    public const int SessionId = 77;
    public const int TermLength = 64 * 1024;
    public const ushort Data = 1;
    public const ushort Nak = 2;
    public const ushort StatusMessage = 3;
    public const ushort Setup = 5;
    private readonly byte[] _buffer = new byte[65536];
    private readonly int _streamId;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private EndPoint _from = new IPEndPoint(IPAddress.Any, 0);

    public RawPeer(int streamId, int port = 0, IPAddress? group = null)
    {
        _streamId = streamId;
        if (group != null)
        {
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _socket.SetSocketOption(
                SocketOptionLevel.IP, SocketOptionName.MulticastInterface,
                BitConverter.ToInt32(IPAddress.Loopback.GetAddressBytes()));
        }

        _socket.Bind(new IPEndPoint(group ?? IPAddress.Loopback, port));
        if (group != null)
        {
            _socket.SetSocketOption(
                SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, IPAddress.Loopback));
        }

        _socket.Blocking = false;
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Where the last frame came from.</summary>
    public IPEndPoint From => (IPEndPoint)_from;

    public void SendSetup(IPEndPoint to, byte flags = 0)
    {
        byte[] frame = Frame(40, Setup, flags);
        Write(frame, 12, SessionId, _streamId, 0, 0, TermLength, 1408, 0);
        _socket.SendTo(frame, to);
    }

    public void SendData(IPEndPoint to, int offset, int length)
    {
        byte[] frame = Frame(length, Data, 0xC0);
        Write(frame, 8, offset, SessionId, _streamId, 0);
        _socket.SendTo(frame, to);
    }

    public void SendStatus(IPEndPoint to, int sessionId, int termId, byte flags = 0, int window = 0)
    {
        byte[] frame = Frame(36, StatusMessage, flags);
        Write(frame, 8, sessionId, _streamId, termId, 0, window);
        BitConverter.TryWriteBytes(frame.AsSpan(28), 4711L);
        _socket.SendTo(frame, to);
    }

    /// <summary>The next frame of a type, or null if there is none now.</summary>
    public byte[]? Receive(ushort type)
    {
        while (_socket.Available > 0)
        {
            int length = _socket.ReceiveFrom(_buffer, ref _from);
            if (length >= 8 && BitConverter.ToUInt16(_buffer, 6) == type)
                return _buffer[..length];
        }

        return null;
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Frame(int length, ushort type, byte flags)
    {
        byte[] frame = new byte[length];
        BitConverter.TryWriteBytes(frame, length);
        frame[5] = flags;
        BitConverter.TryWriteBytes(frame.AsSpan(6), type);
        return frame;
    }

    private static void Write(byte[] frame, int at, params ReadOnlySpan<int> values)
    {
        foreach (int value in values)
        {
            BitConverter.TryWriteBytes(frame.AsSpan(at), value);
            at += sizeof(int);
        }
    }
}
