namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// How a protocol numbers its packets: by message (MoldUDP64) or by packet (CME MDP 3.0). Implemented by a struct and
/// used only as a generic constraint, so that the calls are direct and inlined.
/// <para>Untrusted bytes: an implementation checks every length before it uses it.</para>
/// </summary>
public interface IPacketNumbering
{
    /// <summary>
    /// Reads and checks a packet. A packet is sound only if its messages fill it exactly: one that is damaged in one
    /// place is not believed in another.
    /// </summary>
    /// <param name="packet">The datagram's payload, of any length.</param>
    /// <param name="numbers">Its numbers; undefined for <see cref="PacketKind.Malformed"/>.</param>
    static abstract PacketKind Read(ReadOnlySpan<byte> packet, out PacketNumbers numbers);

    /// <summary>Where the numbered message that begins at an offset ends, framing included.</summary>
    /// <param name="packet">A packet that <see cref="Read"/> found to be data.</param>
    /// <param name="start"><see cref="PacketNumbers.Start"/>, or the end of the message before.</param>
    static abstract int MessageEnd(ReadOnlySpan<byte> packet, int start);
}
