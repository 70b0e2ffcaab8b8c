using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Arbitration;
using HftGateway.Platform;

namespace HftGateway.MarketData.Mold;

/// <summary>
/// MoldUDP64 for an arbiter: numbered by message, ten bytes of session name.
/// <para><b>Cost.</b> One pass over the message lengths.</para>
/// <para><b>Reference.</b> MoldUDP64 Protocol Specification 1.00, section 3.</para>
/// </summary>
[HotPath]
public readonly struct MoldNumbering : IPacketNumbering
{
    private const int LengthBytes = 2;

    /// <summary>The session of a name, for an arbiter of a known session.</summary>
    /// <param name="session">Session name.</param>
    public static SessionKey Key(MoldSession session)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<MoldSession>(in session));
        return new SessionKey(
            MemoryMarshal.Read<ulong>(bytes), MemoryMarshal.Read<ushort>(bytes[sizeof(ulong)..]));
    }

    /// <summary>The session name of a key. </summary>
    /// <param name="key">Key of a MoldUDP64 session.</param>
    public static MoldSession Session(SessionKey key)
    {
        MoldSession session = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<MoldSession>(ref session));
        MemoryMarshal.Write(bytes, key.High);
        MemoryMarshal.Write(bytes[sizeof(ulong)..], (ushort)key.Low);
        return session;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PacketKind Read(ReadOnlySpan<byte> packet, out PacketNumbers numbers)
    {
        numbers = default;
        if (packet.Length < MoldUdp64Header.SizeBytes)
            return PacketKind.Malformed;
        ref byte first = ref MemoryMarshal.GetReference(packet);
        numbers.Session = new SessionKey(
            Unsafe.ReadUnaligned<ulong>(ref first),
            Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref first, sizeof(ulong))));
        numbers.First = BinaryPrimitives.ReadUInt64BigEndian(packet[MoldSession.SizeBytes..]);
        numbers.Start = MoldUdp64Header.SizeBytes;
        int count = BinaryPrimitives.ReadUInt16BigEndian(packet[(MoldSession.SizeBytes + sizeof(ulong))..]);
        if (count is MoldUdp64Header.Heartbeat or MoldUdp64Header.EndOfSession)
        {
            if (packet.Length != MoldUdp64Header.SizeBytes || numbers.First == 0)
                return PacketKind.Malformed;
            return count == MoldUdp64Header.Heartbeat ? PacketKind.Heartbeat : PacketKind.EndOfSession;
        }

        numbers.Count = count;
        // No session has a message 0, and none passes 2^64.
        if (numbers.First == 0 || numbers.First + (ulong)count < numbers.First)
            return PacketKind.Malformed;
        return IsFilledBy(packet, count) ? PacketKind.Data : PacketKind.Malformed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MessageEnd(ReadOnlySpan<byte> packet, int start) =>
        start + LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(packet[start..]);

    // The packet's messages, exactly as many as stated, end where the packet ends.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsFilledBy(ReadOnlySpan<byte> packet, int count)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(packet);
        int position = MoldUdp64Header.SizeBytes;
        int last = packet.Length - LengthBytes;
        while (count > 0 && position <= last)
        {
            ushort prefix = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref bytes, position));
            position += LengthBytes
                + (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(prefix) : prefix);
            count--;
        }

        return count == 0 && position == packet.Length;
    }
}
