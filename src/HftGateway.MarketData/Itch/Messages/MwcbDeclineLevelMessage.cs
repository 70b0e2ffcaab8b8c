using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>V</c>: the market-wide circuit breaker levels of the day.
/// <para><b>Invariants.</b> Overlays the wire bytes: 35 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.2.5.1.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MwcbDeclineLevelMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'V';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 35;

    /// <summary>Message type, always 'V'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Index value of a level 1 breach, 1/100000000.</summary>
    public Price8 Level1;

    /// <summary>Index value of a level 2 breach, 1/100000000.</summary>
    public Price8 Level2;

    /// <summary>Index value of a level 3 breach, 1/100000000.</summary>
    public Price8 Level3;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
