using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>K</c>: the anticipated quotation release of an IPO security.
/// <para><b>Invariants.</b> Overlays the wire bytes: 28 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.2.6.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct IpoQuotingPeriodMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'K';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 28;

    /// <summary>Message type, always 'K'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Security symbol, left justified, padded with spaces.</summary>
    public Alpha8 Stock;

    /// <summary>Release time in seconds since midnight.</summary>
    public UInt32BigEndian IpoQuotationReleaseTime;

    /// <summary>A anticipated, C cancelled or postponed.</summary>
    public byte IpoQuotationReleaseQualifier;

    /// <summary>IPO price, 1/10000 dollar.</summary>
    public Price4 IpoPrice;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
