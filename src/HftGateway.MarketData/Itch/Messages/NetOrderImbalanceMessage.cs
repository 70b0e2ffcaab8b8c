using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>I</c>: the net order imbalance indicator ahead of a cross.
/// <para><b>Invariants.</b> Overlays the wire bytes: 50 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.6.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct NetOrderImbalanceMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'I';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 50;

    /// <summary>Message type, always 'I'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Shares matched at the current reference price.</summary>
    public UInt64BigEndian PairedShares;

    /// <summary>Shares not paired at the current reference price.</summary>
    public UInt64BigEndian ImbalanceShares;

    /// <summary>B buy, S sell, N none, O too few orders, P paused.</summary>
    public byte ImbalanceDirection;

    /// <summary>Security symbol, left justified, padded with spaces.</summary>
    public Alpha8 Stock;

    /// <summary>Price at which the cross orders alone would clear, 1/10000 dollar.</summary>
    public Price4 FarPrice;

    /// <summary>Price at which cross and book orders would clear, 1/10000 dollar.</summary>
    public Price4 NearPrice;

    /// <summary>Reference price, 1/10000 dollar.</summary>
    public Price4 CurrentReferencePrice;

    /// <summary>O opening, C closing, H halted or IPO or paused, A extended trading close.</summary>
    public byte CrossType;

    /// <summary>
    /// Deviation of the near price from the reference, table of the specification; space not calculable.
    /// </summary>
    public byte PriceVariationIndicator;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
