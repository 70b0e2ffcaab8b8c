using System.Runtime.InteropServices;

namespace HftGateway.Books;

/// <summary>
/// Neighbours of an order in its level's queue. Apart from the order, so that books without queues do not pay for
/// them. Handle 0 is nobody.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OrderLinks
{
    /// <summary>Next younger order of the level.</summary>
    public uint Next;

    /// <summary>Next older order of the level.</summary>
    public uint Previous;
}
