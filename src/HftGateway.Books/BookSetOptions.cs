namespace HftGateway.Books;

/// <summary>
/// Sizes of a <see cref="BookSet"/>. All memory is taken and touched when the set is made; nothing grows afterwards.
/// <para><b>Cost.</b> Bytes taken: 2,176 per instrument, 89 per order of <see cref="MaxOrders"/> if that is a power of
/// two, up to 137 if not; 73 to 105 without <see cref="Queues"/>. With the defaults and 100 instruments about
/// 93 MB.</para>
/// </summary>
public sealed record BookSetOptions
{
    /// <summary>
    /// How many instruments; <see cref="MarketData.Events.InputEvent.Instrument"/> is below it. 1 to 65,535.
    /// </summary>
    public required int Instruments { get; init; }

    /// <summary>
    /// Live orders of all instruments together, 1 to 2^28. An add beyond is refused, counted as
    /// <see cref="BookAnomaly.OrderPoolFull"/> and leaves its book stale. A price level needs an order, so this limits
    /// the levels too.
    /// </summary>
    public int MaxOrders { get; init; } = 1 << 20;

    /// <summary>
    /// Market code of an operational halt (ITCH h) that concerns this venue: Q for NASDAQ, B for BX, X for PSX.
    /// </summary>
    public char OperationalHaltMarket { get; init; } = 'Q';

    /// <summary>
    /// Keep each level's orders in their queue. False: levels have their shares and order counts only. Then
    /// <see cref="BookSet.Queue"/> is empty and <see cref="BookSet.TryGetQueuePosition"/> finds nothing; everything
    /// else, <see cref="BookUpdate"/> included, is the same, and the neighbours of an order are never touched.
    /// </summary>
    public bool Queues { get; init; } = true;

    /// <summary>Ask for 2 MiB pages: 10 to 20 % on a full market, see the benchmarks.</summary>
    public bool HugePages { get; init; } = true;

    /// <summary>Ask for the memory to be locked.</summary>
    public bool LockInMemory { get; init; }
}
