using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>B</c>: an execution that was broken.
/// <para><b>Invariants.</b> Overlays the wire bytes: 19 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.5.3.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct BrokenTradeMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'B';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 19;

    /// <summary>Message type, always 'B'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Match number of the execution that was broken.</summary>
    public UInt64BigEndian MatchNumber;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
