using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>L</c>: the status of a market participant in a security.
/// <para><b>Invariants.</b> Overlays the wire bytes: 26 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.2.4.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MarketParticipantPositionMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'L';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 26;

    /// <summary>Message type, always 'L'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Market participant identifier.</summary>
    public Alpha4 Mpid;

    /// <summary>Security symbol, left justified, padded with spaces.</summary>
    public Alpha8 Stock;

    /// <summary>Y primary market maker, N not.</summary>
    public byte PrimaryMarketMaker;

    /// <summary>N normal, P passive, S syndicate, R pre-syndicate, L penalty.</summary>
    public byte MarketMakerMode;

    /// <summary>A active, E excused or withdrawn, W withdrawn, S suspended, D deleted.</summary>
    public byte MarketParticipantState;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
