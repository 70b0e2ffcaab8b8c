using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>X</c>: a partial cancel of a displayed order.
/// <para><b>Invariants.</b> Overlays the wire bytes: 23 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.4.3.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderCancelMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'X';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 23;

    /// <summary>Message type, always 'X'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Reference number of the order, unique within the day.</summary>
    public UInt64BigEndian OrderReferenceNumber;

    /// <summary>Shares removed from the order.</summary>
    public UInt32BigEndian CancelledShares;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
