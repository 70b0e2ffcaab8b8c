using System.Runtime.InteropServices;

namespace HftGateway.Books;

/// <summary>
/// Four places of the order table: one cache line, so that looking for a reference is one load from memory and one
/// comparison of vectors. What an order's level says of all its orders (price, instrument) is not said again here.
/// <para><b>Invariants.</b> A place is free exactly if its shares are 0; it then has no level, and a reference that
/// belongs to another bucket. Bucket 0 is nobody's.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
internal unsafe struct OrderBucket
{
    /// <summary>Size in bytes.</summary>
    public const int SizeBytes = 64;

    /// <summary>Places.</summary>
    public const int Places = 4;

    /// <summary>The feed's reference numbers.</summary>
    public fixed ulong Reference[Places];

    /// <summary>Shares left, above 0; 0 in a free place.</summary>
    public fixed int Shares[Places];

    /// <summary>
    /// Levels of the orders, twice the handle, and 1 more for an ask: the look-ahead wants to know the side before the
    /// level is there. 0 in a free place.
    /// </summary>
    public fixed uint LevelAndSide[Places];
}
