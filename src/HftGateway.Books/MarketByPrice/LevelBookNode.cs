using System.Runtime.InteropServices;

namespace HftGateway.Books.MarketByPrice;

/// <summary>
/// One level-based book: a summary of one cache line, the real book's two sides, the implied book's two sides.
/// <para><b>Invariants.</b> 1,024 bytes. The levels of a side are the first <see cref="Counts"/> entries, best first;
/// the count is never above the depth. What lies behind is undefined.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
internal unsafe struct LevelBookNode
{
    /// <summary>Size in bytes.</summary>
    public const int SizeBytes = 1024;

    /// <summary>Levels that a side of the real book can hold.</summary>
    public const int Capacity = 16;

    /// <summary>Levels that a side of the implied book can hold.</summary>
    public const int ImpliedCapacity = 4;

    /// <summary>Levels per side: real bid, real ask, implied bid, implied ask.</summary>
    [FieldOffset(0)] public fixed int Counts[4];

    /// <summary>Depth of the real book, 1 to <see cref="Capacity"/>.</summary>
    [FieldOffset(16)] public int Depth;

    /// <summary>Depth of the implied book, 0 to <see cref="ImpliedCapacity"/>.</summary>
    [FieldOffset(20)] public int ImpliedDepth;

    /// <summary>
    /// Status as <see cref="BookFlags"/> bits: Halted, Stale, Cleared (not yet reported), MidEvent of the real book.
    /// </summary>
    [FieldOffset(24)] public uint Status;

    /// <summary>1 while the implied book is in the middle of an event.</summary>
    [FieldOffset(28)] public int ImpliedMidEvent;

    /// <summary>The exchange's own number of the trading state, 0 before one.</summary>
    [FieldOffset(32)] public int TradingState;

    /// <summary>Why the book is stale: bit 0 the feed says so, bit 1 a breach of integrity.</summary>
    [FieldOffset(36)] public uint StaleReasons;

    /// <summary>1 if the quote was shown as valid by the last update.</summary>
    [FieldOffset(40)] public int ShownValid;

    /// <summary>Best bid plus best ask of the last update that showed a valid quote.</summary>
    [FieldOffset(48)] public long ShownTwiceMid;

    /// <summary>First entry of the real bids; the asks' 16 follow, then the implied book's.</summary>
    [FieldOffset(64)] public LevelEntry FirstEntry;
}
