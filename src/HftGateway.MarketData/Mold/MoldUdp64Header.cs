using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Mold;

/// <summary>
/// The header of a MoldUDP64 downstream packet.
/// <para><b>Invariants.</b> Overlays the wire: 20 bytes, integers big-endian.</para>
/// <para><b>Reference.</b> MoldUDP64 Protocol Specification 1.00, section 3: Downstream Packet.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MoldUdp64Header
{
    /// <summary>Length in bytes.</summary>
    public const int SizeBytes = 20;

    /// <summary><see cref="MessageCount"/> of a heartbeat.</summary>
    public const ushort Heartbeat = 0;

    /// <summary><see cref="MessageCount"/> of the packet that ends the session.</summary>
    public const ushort EndOfSession = 0xFFFF;

    /// <summary>Session of the packet's sequence numbers.</summary>
    public MoldSession Session;

    /// <summary>
    /// Sequence number of the packet's first message; in a heartbeat or at the end that of the next message.
    /// </summary>
    public UInt64BigEndian SequenceNumber;

    /// <summary>Number of messages, <see cref="Heartbeat"/> or <see cref="EndOfSession"/>.</summary>
    public UInt16BigEndian MessageCount;
}
