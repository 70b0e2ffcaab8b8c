using System.Runtime.InteropServices;

namespace HftGateway.Books.MarketByPrice;

/// <summary>One level of one side of a level-based book: 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
internal struct LevelEntry
{
    /// <summary>Size in bytes.</summary>
    public const int SizeBytes = 24;

    /// <summary>Price in price units; any sign.</summary>
    public long Price;

    /// <summary>Size at the level.</summary>
    public long Quantity;

    /// <summary>Orders at the level, 0 if the feed does not say.</summary>
    public int Orders;
}
