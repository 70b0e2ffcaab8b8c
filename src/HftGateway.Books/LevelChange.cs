using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Books;

/// <summary>How a displayed price level changed.</summary>
public enum LevelAction : byte
{
    /// <summary>No change in this entry.</summary>
    None = 0,

    /// <summary>
    /// A new level at <see cref="LevelChange.Level"/>; those behind move one back, the last displayed one falls off.
    /// </summary>
    Insert = 1,

    /// <summary>The level's quantity or order count changed.</summary>
    Update = 2,

    /// <summary>
    /// The level is gone; those behind move up, and if <see cref="LevelChange.HasTail"/> is 1 the tail becomes
    /// the last displayed level.
    /// </summary>
    Remove = 3,

    /// <summary>The change is deeper than the displayed levels: nothing displayed changed.</summary>
    Beyond = 4,
}

/// <summary>
/// One change of one price level, enough to keep a mirror of the best <see cref="BookUpdate.DisplayedLevels"/> levels
/// of a side in step without reading the book: this is what travels from the book stage to the feature stage.
/// <para><b>Invariants.</b> 48 bytes, blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
public struct LevelChange
{
    /// <summary>Side that changed.</summary>
    [FieldOffset(0)] public EventSide Side;

    /// <summary>What changed.</summary>
    [FieldOffset(1)] public LevelAction Action;

    /// <summary>
    /// Rank of the level, 0 = best, counted in the book after the change (for Remove: before it). 255 when Beyond.
    /// </summary>
    [FieldOffset(2)] public byte Level;

    /// <summary>1 if a Remove brings a level into view at the last displayed rank.</summary>
    [FieldOffset(3)] public byte HasTail;

    /// <summary>Orders at the level after the change (0 for Remove).</summary>
    [FieldOffset(4)] public int Orders;

    /// <summary>Price of the level.</summary>
    [FieldOffset(8)] public long Price;

    /// <summary>Shares at the level after the change (0 for Remove).</summary>
    [FieldOffset(16)] public long Quantity;

    /// <summary>Price of the level that comes into view.</summary>
    [FieldOffset(24)] public long TailPrice;

    /// <summary>Shares of the level that comes into view.</summary>
    [FieldOffset(32)] public long TailQuantity;

    /// <summary>Orders of the level that comes into view.</summary>
    [FieldOffset(40)] public int TailOrders;

    /// <summary>Signed change of the level's shares by this event.</summary>
    [FieldOffset(44)] public int QuantityDelta;
}
