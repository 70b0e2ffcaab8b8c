using System.Net.Sockets;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// The exchange's TCP connection as the encoder sees it: sends without waiting, closes what the inbound thread has shut
/// down.
/// <para><b>Threading.</b> Encoder stage's thread only.</para>
/// <para><b>Back-pressure.</b> A full send buffer never stops the pipeline: what does not fit waits in the
/// encoder's own buffer.</para>
/// <para><b>Cost.</b> One system call a send; no allocation.</para>
/// </summary>
public struct SocketTransport : IOrderTransport
{
    private readonly OrderConnection _connection;
    private readonly WarmConnection? _warm;
    private Socket? _socket;
    private int _descriptor;

    /// <summary>Creates the transport.</summary>
    /// <param name="connection">The inbound side, which makes the connections.</param>
    /// <param name="warm">Connection that keeps the send path warm, or null; the caller disposes of it.</param>
    internal SocketTransport(OrderConnection connection, WarmConnection? warm)
    {
        _connection = connection;
        _warm = warm;
    }

    /// <inheritdoc/>
    public void Attach(long connection)
    {
        _socket = _connection.SocketOf(connection);
        _descriptor = _socket == null ? -1 : (int)_socket.Handle;
    }

    /// <inheritdoc/>
    public readonly int Send(ReadOnlySpan<byte> bytes, long timeNs)
    {
        if (_socket == null)
            return -1;
        int sent = SocketCalls.Send(_descriptor, bytes);
        return sent >= 0 ? sent : Broken();
    }

    /// <inheritdoc/>
    public readonly void Warm(ReadOnlySpan<byte> bytes) => _warm?.Exercise(bytes);

    /// <inheritdoc/>
    public readonly void Abort() => Broken();

    /// <inheritdoc/>
    public void Detach(long connection)
    {
        _socket?.Dispose();
        _socket = null;
    }

    // The inbound thread sees the end of the connection and reports it as an event.
    private readonly int Broken()
    {
        try
        {
            _socket?.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Not connected any more: the Disconnected event is on its way.
        }

        return -1;
    }
}
