using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Udp;
using HftGateway.Platform;

namespace HftGateway.MarketData.Tcp;

/// <summary>
/// A TCP connection that never waits: connecting, receiving and sending are polled, partial reads and writes are
/// normal.
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Invariants.</b> Time is the caller's: nothing here reads a clock. After the connection has ended
/// <see cref="State"/> stays <see cref="TcpState.Closed"/> and <see cref="Failure"/> says why. Receiving and sending
/// allocate nothing and throw nothing.</para>
/// <para><b>Cost.</b> One system call for each <see cref="Receive"/> and <see cref="Send"/>.</para>
/// </summary>
[HotPath]
public sealed unsafe class TcpConnection : IDisposable
{
    /// <summary>How long a connection attempt may take unless told otherwise, in ns: 2 s.</summary>
    public const long DefaultConnectTimeoutNs = 2_000_000_000;

    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly long _deadlineNs;

    private TcpConnection(Socket socket, EndPoint remote, TcpState state, long deadlineNs)
    {
        _socket = socket;
        _descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        _deadlineNs = deadlineNs;
        Remote = remote;
        State = state;
    }

    /// <summary>The peer.</summary>
    public EndPoint Remote { get; }

    /// <summary>Where the connection stands, as of the last call.</summary>
    public TcpState State { get; private set; }

    /// <summary>Why the connection ended; null while it has not, or when its peer closed it in good order.</summary>
    public string? Failure { get; private set; }

    /// <summary>The socket's descriptor, for waiting on several at once.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Bytes received so far.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>Bytes sent so far.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Begins to connect; <see cref="Poll"/> tells when that is done.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="nowNs">The caller's monotonic time in ns.</param>
    /// <param name="connectTimeoutNs">Longest attempt in ns.</param>
    /// <returns>A connection, which may have failed already: see <see cref="State"/>.</returns>
    public static TcpConnection Connect(
        IPEndPoint remote, long nowNs, long connectTimeoutNs = DefaultConnectTimeoutNs)
    {
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            Blocking = false,
            NoDelay = true,
        };
        var connection = new TcpConnection(socket, remote, TcpState.Connecting, nowNs + connectTimeoutNs);
        try
        {
            socket.Connect(remote);
            connection.State = TcpState.Connected;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // On its way: completion shows as writability.
        }
        catch (SocketException e)
        {
            connection.End($"cannot connect to {remote}: {e.Message}");
        }

        return connection;
    }

    /// <summary>Takes over a socket that an acceptor got.</summary>
    internal static TcpConnection Accepted(Socket socket)
    {
        socket.Blocking = false;
        socket.NoDelay = true;
        return new TcpConnection(socket, socket.RemoteEndPoint!, TcpState.Connected, long.MaxValue);
    }

    /// <summary>Completes a connection attempt; otherwise it does nothing.</summary>
    /// <param name="nowNs">The caller's monotonic time in ns.</param>
    public TcpState Poll(long nowNs)
    {
        if (State != TcpState.Connecting)
            return State;
        UdpNative.PollEntry entry = new() { Socket = _descriptor, Events = UdpNative.PollOut };
        if (UdpNative.Poll(&entry, 1, 0) > 0)
            Complete();
        else if (nowNs >= _deadlineNs)
            End($"no answer from {Remote} to the connection attempt");
        return State;
    }

    /// <summary>Takes what has been received, without waiting.</summary>
    /// <param name="destination">Where to put it; nothing happens when it is empty.</param>
    /// <returns>Bytes received, 0 when there are none now, -1 when the connection is over.</returns>
    public int Receive(Span<byte> destination)
    {
        if (State != TcpState.Connected)
            return State == TcpState.Closed ? -1 : 0;
        if (destination.IsEmpty)
            return 0;
        nint received;
        fixed (byte* first = destination)
            received = UdpNative.Receive(_descriptor, first, (nuint)destination.Length, UdpNative.MessageDontWait);
        if (received > 0)
        {
            ReceivedBytes += received;
            return (int)received;
        }

        if (received == 0)
        {
            State = TcpState.Closed;
            return -1;
        }

        return OnError("receiving");
    }

    /// <summary>Sends as much as the kernel takes, without waiting.</summary>
    /// <param name="bytes">What to send.</param>
    /// <returns>Bytes taken, 0 when the peer reads too slowly for more now, -1 when the connection is over.</returns>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        if (State != TcpState.Connected)
            return State == TcpState.Closed ? -1 : 0;
        if (bytes.IsEmpty)
            return 0;
        nint sent;
        fixed (byte* first = bytes)
        {
            sent = UdpNative.Send(
                _descriptor, first, (nuint)bytes.Length, UdpNative.MessageDontWait | UdpNative.MessageNoSignal);
        }

        if (sent < 0)
            return OnError("sending");
        SentBytes += sent;
        return (int)sent;
    }

    /// <summary>Closes the connection; what the kernel has taken is still sent.</summary>
    public void Dispose()
    {
        State = TcpState.Closed;
        _socket.Dispose();
    }

    private void Complete()
    {
        int error = 0;
        try
        {
            error = (int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        }
        catch (SocketException e)
        {
            error = e.ErrorCode;
        }

        if (error == 0)
            State = TcpState.Connected;
        else
            End($"cannot connect to {Remote}: {new SocketException(error).Message}");
    }

    private int OnError(string doing)
    {
        int error = Marshal.GetLastPInvokeError();
        if (error is UdpNative.ErrorAgain or UdpNative.ErrorInterrupted)
            return 0;
        End($"{doing} failed: {Marshal.GetPInvokeErrorMessage(error)}");
        return -1;
    }

    private void End(string why)
    {
        State = TcpState.Closed;
        Failure = why;
    }
}
