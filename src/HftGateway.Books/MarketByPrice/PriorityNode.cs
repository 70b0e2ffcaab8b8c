using System.Runtime.InteropServices;

namespace HftGateway.Books.MarketByPrice;

/// <summary>One live order of a book by order, in the order pool. Handle 0 is nobody.</summary>
[StructLayout(LayoutKind.Sequential, Size = 48)]
internal struct PriorityNode
{
    /// <summary>The exchange's order id.</summary>
    public ulong Id;

    /// <summary>Lower is executed first.</summary>
    public ulong Priority;

    /// <summary>Price in price units.</summary>
    public long Price;

    /// <summary>Displayed size.</summary>
    public int Quantity;

    /// <summary>Next order of the level; of a free node the next free one.</summary>
    public uint Next;

    /// <summary>The order before this one at its level.</summary>
    public uint Previous;

    /// <summary>Its book.</summary>
    public ushort Instrument;

    /// <summary>0 bid, 1 ask.</summary>
    public byte Side;
}
