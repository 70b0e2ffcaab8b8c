using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>P</c>: an execution against a non-displayed order.
/// <para><b>Invariants.</b> Overlays the wire bytes: 44 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.5.1.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct TradeMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'P';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 44;

    /// <summary>Message type, always 'P'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Reference number of the order, unique within the day.</summary>
    public UInt64BigEndian OrderReferenceNumber;

    /// <summary>Side of the non-displayed order; always B since 2014-07-14.</summary>
    public byte BuySellIndicator;

    /// <summary>Shares matched.</summary>
    public UInt32BigEndian Shares;

    /// <summary>Security symbol, left justified, padded with spaces.</summary>
    public Alpha8 Stock;

    /// <summary>Match price, 1/10000 dollar.</summary>
    public Price4 Price;

    /// <summary>Match number, unique within the day.</summary>
    public UInt64BigEndian MatchNumber;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
