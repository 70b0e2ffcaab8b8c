using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>U</c>: a cancel-replace: the old order leaves, the new one joins the end of its queue on the
/// same side.
/// <para><b>Invariants.</b> Overlays the wire bytes: 35 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.4.5.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderReplaceMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'U';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 35;

    /// <summary>Message type, always 'U'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Reference number of the order replaced.</summary>
    public UInt64BigEndian OriginalOrderReferenceNumber;

    /// <summary>Reference number of the order that replaces it.</summary>
    public UInt64BigEndian NewOrderReferenceNumber;

    /// <summary>Shares displayed of the new order.</summary>
    public UInt32BigEndian Shares;

    /// <summary>Limit price of the new order, 1/10000 dollar.</summary>
    public Price4 Price;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
