using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// ITCH 5.0 type <c>R</c>: what one security is; sent for every security before trading and on change.
/// <para><b>Invariants.</b> Overlays the wire bytes: 39 bytes, no padding, every integer big-endian.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1.2.1.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct StockDirectoryMessage : IItchMessage
{
    /// <summary>Message type byte of the specification.</summary>
    public const byte TypeCode = (byte)'R';

    /// <summary>Length on the wire in bytes.</summary>
    public const int SizeBytes = 39;

    /// <summary>Message type, always 'R'.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;

    /// <summary>Security symbol, left justified, padded with spaces.</summary>
    public Alpha8 Stock;

    /// <summary>
    /// Listing market: Q, G, S (Nasdaq tiers), N NYSE, A NYSE American, P Arca, Z BATS, V IEX, space not available.
    /// </summary>
    public byte MarketCategory;

    /// <summary>
    /// D deficient, E delinquent, Q bankrupt, S suspended, G to K combinations, C creations suspended, N normal,
    /// space not available.
    /// </summary>
    public byte FinancialStatusIndicator;

    /// <summary>Shares of one round lot.</summary>
    public UInt32BigEndian RoundLotSize;

    /// <summary>Y only round lots are accepted, N any size.</summary>
    public byte RoundLotsOnly;

    /// <summary>Security class, table of the specification's appendix.</summary>
    public byte IssueClassification;

    /// <summary>Security sub-type, table of the specification's appendix.</summary>
    public Alpha2 IssueSubType;

    /// <summary>P live, T test security.</summary>
    public byte Authenticity;

    /// <summary>Y restricted under SEC rule 203(b)(3), N not, space not available.</summary>
    public byte ShortSaleThresholdIndicator;

    /// <summary>Y set up for an IPO release, N not, space not available.</summary>
    public byte IpoFlag;

    /// <summary>1 tier 1, 2 tier 2, space not available.</summary>
    public byte LuldReferencePriceTier;

    /// <summary>Y exchange traded product, N not, space not available.</summary>
    public byte EtpFlag;

    /// <summary>Leverage of the product, rounded to a whole number; 0 none.</summary>
    public UInt32BigEndian EtpLeverageFactor;

    /// <summary>Y inverse product, N not.</summary>
    public byte InverseIndicator;

    /// <inheritdoc/>
    public static byte Code => TypeCode;

    /// <inheritdoc/>
    public static int Length => SizeBytes;
}
