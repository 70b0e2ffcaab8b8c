using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Books;

/// <summary>
/// One price level in the level pool: half a cache line. Handle 0 is nobody. Its place never changes while it lives, so
/// an order reaches its level without a search.
/// <para><b>Invariants.</b> At least one order. A free node uses <see cref="Head"/> for the list of free nodes.</para>
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

    /// <summary>Oldest order; nobody without <see cref="BookSetOptions.Queues"/>.</summary>
    public uint Head;

    /// <summary>Youngest order; nobody without <see cref="BookSetOptions.Queues"/>.</summary>
    public uint Tail;

    /// <summary>Its book.</summary>
    public ushort Instrument;

    /// <summary>0 bid, 1 ask: prices are above 0, so the key's sign says it.</summary>
    public readonly uint Side
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)Key >> 31;
    }

    /// <summary>Price, 1 to <see cref="BookSet.MaxPrice"/>.</summary>
    public readonly int Price
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Key ^ (Key >> 31)) - (Key >> 31);
    }
}
