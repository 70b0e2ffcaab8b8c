using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>O</c>: price discovery of a direct listing with capital raise (DLCR).
/// <para><b>Invariants.</b> Overlays the wire bytes: 48 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.8.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct DirectListingMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'O';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 48;

    /// <summary>Message type, always 'O'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Security symbol, left justified, padded with spaces.</summary>
    public Alpha8 Stock;

    /// <summary>Y eligible to be released for trading, N not.</summary>
    public byte OpenEligibilityStatus;

    /// <summary>20 % below the registration statement's lower price, 1/10000 dollar.</summary>
    public Price4 MinimumAllowablePrice;

    /// <summary>80 % above the registration statement's highest price, 1/10000 dollar.</summary>
    public Price4 MaximumAllowablePrice;

    /// <summary>Reference price when the near execution time was set, 1/10000 dollar.</summary>
    public Price4 NearExecutionPrice;

    /// <summary>Time at which the near execution price was set, ns since midnight.</summary>
    public UInt64BigEndian NearExecutionTime;

    /// <summary>Lower auction collar threshold (10 % below the near execution price), 1/10000 dollar.</summary>
    public Price4 LowerPriceRangeCollar;

    /// <summary>Upper auction collar threshold (10 % above the near execution price), 1/10000 dollar.</summary>
    public Price4 UpperPriceRangeCollar;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
