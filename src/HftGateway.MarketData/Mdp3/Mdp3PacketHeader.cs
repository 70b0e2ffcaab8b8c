using System.Buffers.Binary;

namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// Header of an MDP 3.0 packet over UDP: a packet number and a time, then messages, each led by its size.
/// <para><b>Reference.</b> CME MDP 3.0, binary packet header. Little-endian.</para>
/// </summary>
/// <param name="Sequence">MsgSeqNum: counts the packets of a channel's feed, from 1 each week.</param>
/// <param name="SendingTimeNs">SendingTime, ns since the Unix epoch.</param>
public readonly record struct Mdp3PacketHeader(uint Sequence, ulong SendingTimeNs)
{
    /// <summary>Bytes of the header.</summary>
    public const int SizeBytes = 12;

    /// <summary>Bytes of the header of MDP over TCP: 0xCAFE, then the same two members.</summary>
    public const int TcpSizeBytes = 14;

    /// <summary>First two bytes of the header of MDP over TCP, little-endian.</summary>
    public const ushort TcpEncoding = 0xCAFE;

    /// <summary>Reads the header of a UDP packet.</summary>
    /// <param name="packet">The datagram's payload.</param>
    /// <param name="header">The header.</param>
    /// <returns>False if the packet is too short.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out Mdp3PacketHeader header)
    {
        header = default;
        if (packet.Length < SizeBytes)
            return false;
        header = Read(packet);
        return true;
    }

    /// <summary>Reads the header of a packet of MDP over TCP.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="header">The header without the encoding.</param>
    /// <returns>False if the packet is too short or begins otherwise.</returns>
    public static bool TryReadTcp(ReadOnlySpan<byte> packet, out Mdp3PacketHeader header)
    {
        header = default;
        if (packet.Length < TcpSizeBytes || BinaryPrimitives.ReadUInt16LittleEndian(packet) != TcpEncoding)
            return false;
        header = Read(packet[sizeof(ushort)..]);
        return true;
    }

    /// <summary>Writes the header of a UDP packet.</summary>
    /// <param name="packet">At least <see cref="SizeBytes"/> bytes.</param>
    public void Write(Span<byte> packet)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(packet, Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(packet[4..], SendingTimeNs);
    }

    private static Mdp3PacketHeader Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[4..]));
}
