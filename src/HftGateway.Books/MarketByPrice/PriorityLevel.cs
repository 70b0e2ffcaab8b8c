using System.Runtime.InteropServices;

namespace HftGateway.Books.MarketByPrice;

/// <summary>All orders of one side at one price, in order of priority. A higher key is a better price.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct PriorityLevel
{
    /// <summary>The price of bids, the negated price of asks.</summary>
    public long Key;

    /// <summary>Displayed size of all orders.</summary>
    public long Quantity;

    /// <summary>First in priority.</summary>
    public uint Head;

    /// <summary>Last in priority.</summary>
    public uint Tail;

    /// <summary>Number of orders, at least 1.</summary>
    public int Count;
}
