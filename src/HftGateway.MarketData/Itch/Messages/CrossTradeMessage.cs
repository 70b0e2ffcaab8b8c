using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>Q</c>: the completed cross of a security, as one bulk print.
/// <para><b>Invariants.</b> Overlays the wire bytes: 40 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.5.2.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct CrossTradeMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'Q';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 40;

    /// <summary>Message type, always 'Q'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Shares matched in the cross.</summary>
    public UInt64BigEndian Shares;

    /// <summary>Security symbol, left justified, padded with spaces.</summary>
    public Alpha8 Stock;

    /// <summary>Price of the cross, 1/10000 dollar.</summary>
    public Price4 CrossPrice;

    /// <summary>Match number, unique within the day.</summary>
    public UInt64BigEndian MatchNumber;

    /// <summary>O opening, C closing, H IPO, halted or paused; I intraday (older files).</summary>
    public byte CrossType;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
