using System.Runtime.InteropServices;

namespace HftGateway.Books;

/// <summary>
/// One live order in the order table: half a cache line. Handle 0 is nobody.
/// <para><b>Invariants.</b> Linked to its neighbours in its level's queue, oldest first (without
/// <see cref="BookSetOptions.Queues"/> the links mean nothing).</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct OrderNode
{
    /// <summary>The feed's reference number.</summary>
    public ulong Reference;

    /// <summary>Next younger order of the level.</summary>
    public uint Next;

    /// <summary>Next older order of the level.</summary>
    public uint Previous;

    /// <summary>Shares left, above 0; 0 in a free node.</summary>
    public int Shares;

    /// <summary>Its level.</summary>
    public uint Level;

    /// <summary>Price, 1 to <see cref="BookSet.MaxPrice"/>.</summary>
    public int Price;

    /// <summary>Its book.</summary>
    public ushort Instrument;

    /// <summary>0 bid, 1 ask.</summary>
    public byte Side;

    /// <summary>Of the place, not of the order: see <see cref="OrderTable"/>.</summary>
    public byte Displaced;
}
