using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// The eleven bytes that every ITCH 5.0 message begins with.
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, section 1: the first four fields of every message.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct ItchHeader
{
    /// <summary>Length in bytes.</summary>
    public const int SizeBytes = 11;

    /// <summary>Message type.</summary>
    public byte MessageType;

    /// <summary>Locate code of the security; 0 when the message concerns none.</summary>
    public UInt16BigEndian StockLocate;

    /// <summary>Venue-internal tracking number.</summary>
    public UInt16BigEndian TrackingNumber;

    /// <summary>Time in ns since midnight of the exchange's day.</summary>
    public UInt48BigEndian Timestamp;
}
