using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Itch;
using HftGateway.Platform;

namespace HftGateway.MarketData.Mold;

/// <summary>
/// The server's side of a MoldUDP64 session: collects messages into packets and numbers them.
/// <para>Use: <see cref="TryAppend(ReadOnlySpan{byte})"/> until it refuses; send <see cref="Packet"/>;
/// <see cref="Clear"/>; append again. When idle send <see cref="Heartbeat"/>, at the end
/// <see cref="EndOfSession"/>.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> A packet never exceeds the size given at construction, nor 65,534 messages.</para>
/// <para><b>Cost.</b> One copy a message; no allocation.</para>
/// <para><b>Reference.</b> MoldUDP64 Protocol Specification 1.00, section 3.</para>
/// </summary>
[HotPath]
public sealed class MoldUdp64PacketBuilder
{
    /// <summary>Payload of a UDP datagram that fits an Ethernet frame of 1,500 bytes without fragmentation.</summary>
    public const int EthernetPayloadBytes = 1_472;

    private const int MaxMessages = MoldUdp64Header.EndOfSession - 1;
    private readonly byte[] _packet;
    private readonly byte[] _control = GC.AllocateArray<byte>(MoldUdp64Header.SizeBytes, pinned: true);
    private int _length = MoldUdp64Header.SizeBytes;

    /// <summary>A builder of one session.</summary>
    /// <param name="session">Session name.</param>
    /// <param name="firstSequence">Number of the first message, 1 in a new session.</param>
    /// <param name="maxPacketBytes">Largest packet, header included: 23 to 65,507.</param>
    public MoldUdp64PacketBuilder(
        MoldSession session, ulong firstSequence = 1, int maxPacketBytes = EthernetPayloadBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPacketBytes, MoldUdp64Header.SizeBytes + 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPacketBytes, 65_507);
        _packet = GC.AllocateArray<byte>(maxPacketBytes, pinned: true);
        HeaderOf(_packet).Session = session;
        HeaderOf(_control).Session = session;
        FirstSequence = firstSequence;
    }

    /// <summary>Number of the packet's first message.</summary>
    public ulong FirstSequence { get; private set; }

    /// <summary>Number that the next appended message gets.</summary>
    public ulong NextSequence => FirstSequence + (ulong)MessageCount;

    /// <summary>Messages in the packet.</summary>
    public int MessageCount { get; private set; }

    /// <summary>
    /// The packet to send; valid until the next call of any member. Without messages it is a heartbeat.
    /// </summary>
    public ReadOnlySpan<byte> Packet
    {
        get
        {
            ref MoldUdp64Header header = ref HeaderOf(_packet);
            header.SequenceNumber = FirstSequence;
            header.MessageCount = (ushort)MessageCount;
            return _packet.AsSpan(0, _length);
        }
    }

    /// <summary>Appends a message.</summary>
    /// <param name="message">Its bytes without framing; at most what fits an empty packet.</param>
    /// <returns>False when it does not fit: send, clear and append again. A message that fits no packet never
    /// does.</returns>
    public bool TryAppend(ReadOnlySpan<byte> message)
    {
        int end = _length + 2 + message.Length;
        if (end > _packet.Length || MessageCount == MaxMessages)
            return false;
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(_length), (ushort)message.Length);
        message.CopyTo(_packet.AsSpan(_length + 2));
        _length = end;
        MessageCount++;
        return true;
    }

    /// <summary>Appends an ITCH message.</summary>
    /// <returns>False when it does not fit: send, clear and append again.</returns>
    public bool TryAppend<T>(in T message)
        where T : unmanaged, IItchMessage => TryAppend(ItchMessage.AsBytes(in message));

    /// <summary>Starts the next packet behind the messages of this one.</summary>
    public void Clear()
    {
        FirstSequence = NextSequence;
        MessageCount = 0;
        _length = MoldUdp64Header.SizeBytes;
    }

    /// <summary>
    /// A heartbeat with the number of the next message; to be sent every second while there is nothing to send.
    /// </summary>
    public ReadOnlySpan<byte> Heartbeat() => Control(MoldUdp64Header.Heartbeat);

    /// <summary>The packet that ends the session.</summary>
    public ReadOnlySpan<byte> EndOfSession() => Control(MoldUdp64Header.EndOfSession);

    private ReadOnlySpan<byte> Control(ushort count)
    {
        ref MoldUdp64Header header = ref HeaderOf(_control);
        header.SequenceNumber = NextSequence;
        header.MessageCount = count;
        return _control;
    }

    private static ref MoldUdp64Header HeaderOf(byte[] packet) =>
        ref Unsafe.As<byte, MoldUdp64Header>(ref MemoryMarshal.GetArrayDataReference(packet));
}
