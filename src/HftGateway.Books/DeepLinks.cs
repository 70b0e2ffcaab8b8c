using System.Runtime.InteropServices;

namespace HftGateway.Books;

/// <summary>
/// A level's place in its side's <see cref="DeepLevels"/>; meaningless for levels of the ladder, which are nearly all.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DeepLinks
{
    /// <summary>Worse levels below this one in the tree.</summary>
    public uint Left;

    /// <summary>Better levels below this one in the tree.</summary>
    public uint Right;
}
