using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>J</c>: the auction collar of a security in a limit-up/limit-down pause.
/// <para><b>Invariants.</b> Overlays the wire bytes: 35 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.2.7.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct LuldAuctionCollarMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'J';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 35;

    /// <summary>Message type, always 'J'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Security symbol, left justified, padded with spaces.</summary>
    public Alpha8 Stock;

    /// <summary>Reference price of the collar, 1/10000 dollar.</summary>
    public Price4 AuctionCollarReferencePrice;

    /// <summary>Upper collar, 1/10000 dollar.</summary>
    public Price4 UpperAuctionCollarPrice;

    /// <summary>Lower collar, 1/10000 dollar.</summary>
    public Price4 LowerAuctionCollarPrice;

    /// <summary>Number of extensions so far.</summary>
    public UInt32BigEndian AuctionCollarExtension;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
