using System.Net.Sockets;
using HftGateway.Fix;

namespace HftGateway.Exchange.Orders;

/// <summary>
/// One TCP connection: a non-blocking socket, the frame reader, and the bytes that the socket has not taken yet.
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
internal sealed class FixConnection : IDisposable
{
    private readonly Socket _socket;

    public FixConnection(Socket socket, long nowNs)
    {
        _socket = socket;
        socket.Blocking = false;
        socket.NoDelay = true;
        OpenedNs = nowNs;
        Reader = new FixFrameReader(bufferBytes: 65_536);
    }

    public FixFrameReader Reader { get; }

    /// <summary>What the session has written.</summary>
    public FixOutput Output { get; } = new();

    /// <summary>The session that this connection belongs to; null before its first message and after its end.</summary>
    public AcceptorSession? Session { get; set; }

    /// <summary>It belonged to a session that was logged on.</summary>
    public bool WasLoggedOn { get; set; }

    public long OpenedNs { get; }

    public nint Handle => _socket.SafeHandle.DangerousGetHandle();

    /// <summary>Closed by either side.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Close as soon as everything is sent.</summary>
    public bool ClosePending { get; set; }

    public bool HasOutbound => !Output.Pending.IsEmpty;

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

    public void Flush()
    {
        while (!IsClosed && HasOutbound)
        {
            int sent = _socket.Send(Output.Pending, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
            {
                Output.Consume(sent);
                if (Session is { } session)
                    session.Session.OnWritable(session.Now);
            }
            else
            {
                if (error is not (SocketError.WouldBlock or SocketError.Interrupted))
                    Close();
                break;
            }
        }

        if (ClosePending && !HasOutbound)
            Close();
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
