using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>A</c>: a new displayed order without attribution.
/// <para><b>Invariants.</b> Overlays the wire bytes: 36 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.3.1.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct AddOrderMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'A';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 36;

    /// <summary>Message type, always 'A'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Reference number of the order, unique within the day.</summary>
    public UInt64BigEndian OrderReferenceNumber;

    /// <summary>B buy, S sell.</summary>
    public byte BuySellIndicator;

    /// <summary>Shares displayed.</summary>
    public UInt32BigEndian Shares;

    /// <summary>Security symbol, left justified, padded with spaces.</summary>
    public Alpha8 Stock;

    /// <summary>Limit price, 1/10000 dollar.</summary>
    public Price4 Price;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
