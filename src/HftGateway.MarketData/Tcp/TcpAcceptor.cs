using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace HftGateway.MarketData.Tcp;

/// <summary>
/// Listens for TCP connections and hands them over one at a time, without waiting.
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Cost.</b> One system call for each look; a connection taken allocates.</para>
/// </summary>
public sealed class TcpAcceptor : IDisposable
{
    private const int Backlog = 16;
    private readonly Socket _socket;

    /// <summary>Begins to listen.</summary>
    /// <param name="local">Address and port; port 0 takes a free one, see <see cref="EndPoint"/>.</param>
    /// <exception cref="FeedException">The port is in use, or the address is not this host's.</exception>
    public TcpAcceptor(IPEndPoint local)
    {
        _socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            // The framework sets SO_REUSEADDR on listeners: a restart need not wait for old connections to expire.
            _socket.Bind(local);
            _socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? new FeedException(
                    FeedErrorCode.PortInUse, "the port is in use", local.ToString(), "See who has it: 'ss -tlpn'.", e)
                : new FeedException(
                    FeedErrorCode.SocketRefused, e.Message, local.ToString(), "Give an address of this host.", e);
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    /// <summary>Where it listens, with the port that was taken.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The socket's descriptor, for waiting on several at once.</summary>
    public int Descriptor => (int)_socket.SafeHandle.DangerousGetHandle();

    /// <summary>Takes a connection if there is one.</summary>
    /// <param name="connection">The connection; the caller closes it.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryAccept([NotNullWhen(true)] out TcpConnection? connection)
    {
        connection = null;
        try
        {
            // Asked first: an accept with nothing to accept would throw.
            if (!_socket.Poll(0, SelectMode.SelectRead))
                return false;
            connection = TcpConnection.Accepted(_socket.Accept());
            return true;
        }
        catch (SocketException)
        {
            // The client was gone before it was taken: there is nobody to serve.
            return false;
        }
    }

    /// <summary>Stops listening; connections that were taken stay.</summary>
    public void Dispose() => _socket.Dispose();
}
