using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>W</c>: a market-wide circuit breaker level that was breached.
/// <para><b>Invariants.</b> Overlays the wire bytes: 12 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.2.5.2.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MwcbStatusMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'W';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 12;

    /// <summary>Message type, always 'W'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>1, 2 or 3 (ASCII).</summary>
    public byte BreachedLevel;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
