namespace HftGateway.Pipeline.Orders;

/// <summary>
/// Where the encoder stage's bytes go: the exchange's socket, or the recorded exchange of a replay. Implemented by
/// structs, used as a generic constraint; called by the encoder's thread only.
/// </summary>
public interface IOrderTransport
{
    /// <summary>Takes over the connection that a Connected event announced.</summary>
    /// <param name="connection">The connection's number.</param>
    void Attach(long connection);

    /// <summary>Sends what it can without waiting.</summary>
    /// <param name="bytes">Whole FIX messages.</param>
    /// <param name="timeNs">Time of the event that caused them, ns since midnight of the exchange's day.</param>
    /// <returns>Bytes taken: all, some (the peer is slow), or −1 when the connection is broken or
    /// there is none.</returns>
    int Send(ReadOnlySpan<byte> bytes, long timeNs);

    /// <summary>
    /// Runs the send path without sending anything to the exchange, so that its code and data stay in the caches.
    /// </summary>
    /// <param name="bytes">Bytes such as an order would have.</param>
    void Warm(ReadOnlySpan<byte> bytes);

    /// <summary>Breaks the connection off; its Disconnected event follows.</summary>
    void Abort();

    /// <summary>Lets go of the connection after its Disconnected event.</summary>
    /// <param name="connection">The connection's number.</param>
    void Detach(long connection);
}
