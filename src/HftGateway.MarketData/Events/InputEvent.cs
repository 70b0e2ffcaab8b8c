using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Events;

/// <summary>
/// The normalised event: the only thing that enters the pipeline. One cache line, blittable, the unit of the journal.
/// <para><b>Invariants.</b> 64 bytes; field offsets are fixed (they reach disk). <see cref="Kind"/> says which fields
/// have a meaning, see <see cref="EventKind"/>; the rest are 0.</para>
/// <para><b>Units.</b> Prices in the instrument's integer price units (ITCH: 1/10000 dollar), quantities in
/// shares, times in ns.</para>
/// </summary>
/// <remarks>
/// <code>
///  0      1      2       3      4            6       8        16      24        32
///  | kind | side | flags | code | instrument | venue | timeNs | utcNs | orderId | orderId2 |
///  40      48         52          56         64
///  | price | quantity | quantity2 | sequence |
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct InputEvent
{
    /// <summary>Size in bytes: one cache line.</summary>
    public const int SizeBytes = 64;

    /// <summary><see cref="Instrument"/> of an event that concerns no single instrument.</summary>
    public const ushort NoInstrument = ushort.MaxValue;

    /// <summary>What this is.</summary>
    [FieldOffset(0)] public EventKind Kind;

    /// <summary>Side of the order concerned.</summary>
    [FieldOffset(1)] public EventSide Side;

    /// <summary>Flags.</summary>
    [FieldOffset(2)] public EventFlags Flags;

    /// <summary>Sub-type: the feed's message type, or the enum that <see cref="Kind"/> names.</summary>
    [FieldOffset(3)] public byte Code;

    /// <summary>Dense index of the instrument in the configuration, or <see cref="NoInstrument"/>.</summary>
    [FieldOffset(4)] public ushort Instrument;

    /// <summary>Dense index of the venue (feed) in the configuration.</summary>
    [FieldOffset(6)] public ushort Venue;

    /// <summary>
    /// Time of the event in ns since midnight of the exchange's day, in the exchange's zone: the feed's own timestamp
    /// for market data, the ingress clock mapped to the same scale for everything else. The clock of every decision.
    /// </summary>
    [FieldOffset(8)] public long TimeNs;

    /// <summary>Ingress time in ns since the Unix epoch (UTC); in a replay derived from <see cref="TimeNs"/>.</summary>
    [FieldOffset(16)] public long UtcNs;

    /// <summary>Order reference number of the feed, or own order id.</summary>
    [FieldOffset(24)] public ulong OrderId;

    /// <summary>Second number: new reference, match number, as <see cref="EventKind"/> says.</summary>
    [FieldOffset(32)] public ulong OrderId2;

    /// <summary>Price in price units.</summary>
    [FieldOffset(40)] public long Price;

    /// <summary>Quantity in shares.</summary>
    [FieldOffset(48)] public int Quantity;

    /// <summary>Second quantity or code, as <see cref="EventKind"/> says.</summary>
    [FieldOffset(52)] public int Quantity2;

    /// <summary>Sequence number in the source: MoldUDP64 sequence, file record index + 1, FIX MsgSeqNum.</summary>
    [FieldOffset(56)] public long Sequence;
}
