using System.Net.Sockets;
using HftGateway.Fix;

namespace HftGateway.Exchange.Orders;

/// <summary>
/// One TCP connection: a non-blocking socket, the frame reader, and the bytes that the socket has not taken yet.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> A client that leaves more than <see cref="OutboundBytes"/> unread is disconnected.</para>
/// </summary>
internal sealed class FixConnection : IDisposable
{
    public const int OutboundBytes = 4 << 20;

    private readonly Socket _socket;
    private readonly byte[] _out = new byte[OutboundBytes];
    private int _outStart;
    private int _outEnd;

    public FixConnection(Socket socket, long nowNs)
    {
        _socket = socket;
        socket.Blocking = false;
        socket.NoDelay = true;
        OpenedNs = nowNs;
        Reader = new FixFrameReader(bufferBytes: 65_536);
    }

    public FixFrameReader Reader { get; }

    /// <summary>The session that logged on over this connection.</summary>
    public AcceptorSession? Session { get; set; }

    public long OpenedNs { get; }

    public nint Handle => _socket.SafeHandle.DangerousGetHandle();

    /// <summary>Closed by either side.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Close as soon as everything is sent.</summary>
    public bool ClosePending { get; set; }

    public bool HasOutbound => _outEnd != _outStart;

    /// <summary>Reads what is there; false when nothing came.</summary>
    public bool Receive()
    {
        Span<byte> free = Reader.GetFree();
        int read = _socket.Receive(free, SocketFlags.None, out SocketError error);
        if (error == SocketError.Success && read > 0)
        {
            Reader.Advance(read);
            return true;
        }

        if (error is not (SocketError.WouldBlock or SocketError.Interrupted))
            Close();
        return false;
    }

    public void Enqueue(ReadOnlySpan<byte> message)
    {
        if (IsClosed)
            return;
        if (_out.Length - _outEnd < message.Length)
        {
            _out.AsSpan(_outStart, _outEnd - _outStart).CopyTo(_out);
            _outEnd -= _outStart;
            _outStart = 0;
        }

        if (_out.Length - _outEnd < message.Length)
        {
            Close();
            return;
        }

        message.CopyTo(_out.AsSpan(_outEnd));
        _outEnd += message.Length;
    }

    public void Flush()
    {
        while (!IsClosed && _outEnd != _outStart)
        {
            ReadOnlySpan<byte> rest = _out.AsSpan(_outStart, _outEnd - _outStart);
            int sent = _socket.Send(rest, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
            {
                _outStart += sent;
            }
            else
            {
                if (error is not (SocketError.WouldBlock or SocketError.Interrupted))
                    Close();
                break;
            }
        }

        if (_outStart == _outEnd)
        {
            _outStart = _outEnd = 0;
            if (ClosePending)
                Close();
        }
    }

    /// <summary>Closes without a goodbye: the peer sees a reset.</summary>
    public void Abort()
    {
        if (!IsClosed)
            _socket.LingerState = new LingerOption(true, 0);
        Close();
    }

    public void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        _socket.Dispose();
    }

    public void Dispose() => Close();
}
