using System.Runtime.InteropServices;

namespace HftGateway.Books;

/// <summary>
/// A message that will be applied soon, with what the steps of the look-ahead found so far. All but
/// <see cref="Message"/> are hints: the books may change before it is applied.
/// <para><b>Invariants.</b> One cache line. Every pointer is readable.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
internal unsafe struct PendingMessage
{
    /// <summary>Size in bytes.</summary>
    public const int SizeBytes = 64;

    /// <summary>First byte.</summary>
    public byte* Message;

    /// <summary>
    /// The same if the message concerns an order; of a message that concerns nothing if not: at least 36 bytes are
    /// readable, or as many as the type has.
    /// </summary>
    public byte* Order;

    /// <summary>Home of the order that it names.</summary>
    public uint Home;

    /// <summary>Book in which it places an order; nobody's if it places none.</summary>
    public BookNode* Book;

    /// <summary>Where the level stands at which it places an order.</summary>
    public uint* Slot;

    /// <summary>Index of the message in its block.</summary>
    public int Index;

    /// <summary>Length in bytes.</summary>
    public int Length;
}
