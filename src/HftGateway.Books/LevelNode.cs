using System.Runtime.InteropServices;

namespace HftGateway.Books;

/// <summary>
/// One price level in the level pool: half a cache line. Handle 0 is nobody. Its place never changes while it lives, so
/// an order reaches its level without a search.
/// <para><b>Invariants.</b> At least one order. <see cref="Left"/> and <see cref="Right"/> are used while the level is
/// in its side's <see cref="DeepLevels"/>; a free node uses <see cref="Left"/> for the list of free nodes.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct LevelNode
{
    /// <summary>
    /// Rank key: the price of a bid, minus the price of an ask, so that larger is better on both sides.
    /// </summary>
    public int Key;

    /// <summary>Orders at the level.</summary>
    public int Orders;

    /// <summary>Shares at the level.</summary>
    public long Shares;

    /// <summary>Oldest order.</summary>
    public uint Head;

    /// <summary>Youngest order.</summary>
    public uint Tail;

    /// <summary>Worse levels below this one in the tree.</summary>
    public uint Left;

    /// <summary>Better levels below this one in the tree.</summary>
    public uint Right;
}
