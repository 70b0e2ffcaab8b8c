namespace HftGateway.Books.MarketByPrice;

/// <summary>
/// Sizes of a <see cref="LevelBookSet"/>. All memory is taken when the set is made; nothing grows afterwards.
/// <para><b>Cost.</b> 1 KiB per instrument; for books by order 48 bytes and two to four index cells of 4 bytes per order of
/// <see cref="MaxOrders"/>, and 64 bytes per level of <see cref="MaxOrderLevels"/> and instrument.</para>
/// </summary>
public sealed record LevelBookSetOptions
{
    /// <summary>How many instruments; the instrument of an event is below it. 1 to 65,535.</summary>
    public required int Instruments { get; init; }

    /// <summary>Depth of the real book until a reset states another, 1 to 16.</summary>
    public int Depth { get; init; } = BookUpdate.DisplayedLevels;

    /// <summary>Depth of the implied book until a reset states another, 0 to 4.</summary>
    public int ImpliedDepth { get; init; } = 2;

    /// <summary>
    /// Live orders of all books by order together, 0 (no books by order: their events are ignored) to 2^26.
    /// </summary>
    public int MaxOrders { get; init; }

    /// <summary>Price levels of one side of one book by order, 1 to 65,536.</summary>
    public int MaxOrderLevels { get; init; } = 1024;

    /// <summary>Ask for 2 MiB pages.</summary>
    public bool HugePages { get; init; } = true;

    /// <summary>Ask for the memory to be locked.</summary>
    public bool LockInMemory { get; init; }
}
