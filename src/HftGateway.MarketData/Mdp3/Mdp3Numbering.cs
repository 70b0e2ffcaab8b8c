using System.Buffers.Binary;
using HftGateway.MarketData.Arbitration;
using HftGateway.Platform;

namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// How MDP 3.0 numbers its packets: one number a packet and feed, beginning again at 1 each week. The session is the
/// week of the sending time, counted from Saturday noon UTC, when no session runs: a packet number 1 of a new week is not
/// taken for a late one of the old.
/// <para><b>Invariants.</b> A packet is sound only if its messages fill it exactly.</para>
/// <para><b>Cost.</b> One pass over the message sizes.</para>
/// <para><b>Reference.</b> CME MDP 3.0, packet sequence numbers.</para>
/// </summary>
[HotPath]
public readonly struct Mdp3Numbering : IPacketNumbering
{
    private const ulong WeekNs = 7UL * 24 * 3600 * 1_000_000_000;

    // 1 January 1970 was a Thursday: Saturday noon is two and a half days later.
    private const ulong SaturdayNoonNs = 60UL * 3600 * 1_000_000_000;

    /// <inheritdoc/>
    public static PacketKind Read(ReadOnlySpan<byte> packet, out PacketNumbers numbers)
    {
        numbers = default;
        if (!Mdp3PacketHeader.TryRead(packet, out Mdp3PacketHeader header) || header.Sequence == 0)
            return PacketKind.Malformed;
        int offset = Mdp3PacketHeader.SizeBytes;
        while (packet.Length - offset >= Mdp3Message.HeaderBytes)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(packet[offset..]);
            if (size < Mdp3Message.HeaderBytes || size > packet.Length - offset)
                return PacketKind.Malformed;
            offset += size;
        }

        if (offset != packet.Length)
            return PacketKind.Malformed;
        numbers.Session = SessionOf(header.SendingTimeNs);
        numbers.First = header.Sequence;
        numbers.Count = 1;
        numbers.Start = Mdp3PacketHeader.SizeBytes;
        return PacketKind.Data;
    }

    /// <inheritdoc/>
    public static int MessageEnd(ReadOnlySpan<byte> packet, int start) => packet.Length;

    /// <summary>The session of a sending time.</summary>
    /// <param name="sendingTimeNs">Ns since the Unix epoch.</param>
    public static SessionKey SessionOf(ulong sendingTimeNs) => new((sendingTimeNs - SaturdayNoonNs) / WeekNs + 1, 0);
}
