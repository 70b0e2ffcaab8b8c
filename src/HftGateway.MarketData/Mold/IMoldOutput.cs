namespace HftGateway.MarketData.Mold;

/// <summary>
/// Where a <see cref="MoldUdp64Server{TOutput}"/> sends its packets. Implemented by a struct and used only as a generic
/// constraint, so that the calls are direct.
/// </summary>
public interface IMoldOutput
{
    /// <summary>Sends a packet on every line, and keeps its messages for re-requests if that is wanted.</summary>
    /// <param name="packet">The datagram's payload; valid during the call.</param>
    /// <param name="nowNs">Time, ns.</param>
    void OnPacket(ReadOnlySpan<byte> packet, long nowNs);

    /// <summary>Another session begins: what is kept of the last one is void.</summary>
    /// <param name="session">Its name.</param>
    void OnSession(MoldSession session);
}
