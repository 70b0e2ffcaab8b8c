using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books;

/// <summary>Bits of <see cref="BookUpdate.Flags"/>.</summary>
[Flags]
public enum BookFlags : uint
{
    /// <summary>Nothing: the event did not concern a book.</summary>
    None = 0,

    /// <summary>The displayed book changed (at any depth).</summary>
    Changed = 1,

    /// <summary>The event was a trade (ITCH E, printable C with a price, P).</summary>
    Trade = 2,

    /// <summary>The trade was against a hidden order (ITCH P).</summary>
    Hidden = 4,

    /// <summary>Both sides have a level and best bid &lt; best ask, after the event.</summary>
    QuoteValid = 8,

    /// <summary>The same, before the event.</summary>
    QuoteBeforeValid = 16,

    /// <summary>The instrument is not trading (halted, paused, quotation only, operational halt).</summary>
    Halted = 32,

    /// <summary>Messages are missing: the book may be wrong.</summary>
    Stale = 64,

    /// <summary>
    /// The event was refused (unknown or repeated reference, impossible quantity or price) and changed nothing.
    /// </summary>
    Refused = 128,

    /// <summary>The event was repaired (a reduction larger than what was left).</summary>
    Repaired = 256,

    /// <summary>The trading state or staleness changed with this event.</summary>
    StateChanged = 512,

    /// <summary>The book was emptied (recovery, new session): mirrors must be cleared.</summary>
    Cleared = 1024,

    /// <summary>
    /// The exchange's matching event is not over for this instrument: the levels are what they are, but best bid and
    /// ask may not belong together, so <see cref="QuoteValid"/> is not set. Only feeds that mark the end of an event.
    /// </summary>
    MidEvent = 2048,

    /// <summary>
    /// The book itself is incomplete (an add found no room): it stays <see cref="Stale"/> when a gap of the feed is
    /// closed, until it is cleared.
    /// </summary>
    Incomplete = 4096,
}

/// <summary>
/// What the book stage says of one event: its section of the slot. Written by the book stage's thread only.
/// <para><b>Invariants.</b> 192 bytes = three cache lines: the first is the summary that every later stage reads, the
/// second the (usual) first level change, the third is written only by a replace, which changes two levels.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct BookUpdate
{
    /// <summary>Size in bytes: three cache lines.</summary>
    public const int SizeBytes = 192;

    /// <summary>How many levels a side the changes describe.</summary>
    public const int DisplayedLevels = 10;

    /// <summary>What happened.</summary>
    [FieldOffset(0)] public BookFlags Flags;

    /// <summary>How many of <see cref="Change0"/> and <see cref="Change1"/> are set: 0, 1 or 2.</summary>
    [FieldOffset(4)] public byte ChangeCount;

    /// <summary>Resting side of the order concerned (for a trade the aggressor is the opposite side).</summary>
    [FieldOffset(5)] public EventSide RestingSide;

    /// <summary>1 if the executed order's level was its side's best before and is empty now.</summary>
    [FieldOffset(6)] public byte BestLevelEmptied;

    /// <summary>Shares traded (after repair), 0 if no trade.</summary>
    [FieldOffset(8)] public int TradeQuantity;

    /// <summary>Best bid shares after the event, saturated to 32 bits; 0 if the side is empty.</summary>
    [FieldOffset(12)] public int BidQuantity;

    /// <summary>Price of the trade.</summary>
    [FieldOffset(16)] public long TradePrice;

    /// <summary>Best bid after the event, 0 if the side is empty.</summary>
    [FieldOffset(24)] public long BestBid;

    /// <summary>Best ask after the event, 0 if the side is empty.</summary>
    [FieldOffset(32)] public long BestAsk;

    /// <summary>Twice the mid before the event (best bid + best ask); meaningful when QuoteBeforeValid.</summary>
    [FieldOffset(40)] public long TwiceMidBefore;

    /// <summary>Best ask shares after the event, saturated to 32 bits; 0 if the side is empty.</summary>
    [FieldOffset(48)] public int AskQuantity;

    /// <summary>Round lot of the instrument's directory message, 0 before one.</summary>
    [FieldOffset(52)] public int RoundLot;

    /// <summary>Time-stamp counter when the book stage was done, if the event is stamped.</summary>
    [FieldOffset(56)] public long DoneTicks;

    /// <summary>First level change.</summary>
    [FieldOffset(64)] public LevelChange Change0;

    /// <summary>Second level change: the new order of a replace.</summary>
    [FieldOffset(112)] public LevelChange Change1;
}
