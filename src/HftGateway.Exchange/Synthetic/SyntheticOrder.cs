using System.Runtime.InteropServices;

namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// A live order of the generated day; two to a cache line. Lives in native memory.
/// <para><b>Invariants.</b> <see cref="Reference"/> is 0 exactly while the slot is free; then <see cref="Next"/> links
/// the free slots.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct SyntheticOrder
{
    /// <summary>Order reference number; 0 in a free slot.</summary>
    public ulong Reference;

    /// <summary>Slot of the next order of the level in time priority, −1 at the end.</summary>
    public int Next;

    /// <summary>Slot of the order before, −1 at the front.</summary>
    public int Previous;

    /// <summary>Shares left.</summary>
    public uint Shares;

    /// <summary>Index of the symbol.</summary>
    public ushort Symbol;

    /// <summary>Level in the symbol's price window.</summary>
    public short Level;

    /// <summary>A sell order.</summary>
    public bool IsSell;
}
