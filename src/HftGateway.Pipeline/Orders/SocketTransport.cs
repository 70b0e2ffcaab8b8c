using System.Net.Sockets;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// The exchange's TCP connection as the encoder sees it: sends without waiting, closes what the inbound thread has shut
/// down.
/// <para><b>Threading.</b> Encoder stage's thread only.</para>
/// <para><b>Cost.</b> One system call a send; no allocation.</para>
/// </summary>
public struct SocketTransport : IOrderTransport
{
    private readonly OrderConnection _connection;
    private Socket? _socket;

    /// <summary>Creates the transport.</summary>
    /// <param name="connection">The inbound side, which makes the connections.</param>
    public SocketTransport(OrderConnection connection) => _connection = connection;

    /// <inheritdoc/>
    public void Attach(long connection)
    {
        _socket = _connection.SocketOf(connection);
        // A full send buffer must not stop the pipeline: what does not fit waits in the encoder's own buffer.
        if (_socket != null)
            _socket.Blocking = false;
    }

    /// <inheritdoc/>
    public readonly int Send(ReadOnlySpan<byte> bytes, long timeNs)
    {
        if (_socket is not { } socket)
            return -1;
        int sent = socket.Send(bytes, SocketFlags.None, out SocketError error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock => 0,
            _ => Broken(),
        };
    }

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
