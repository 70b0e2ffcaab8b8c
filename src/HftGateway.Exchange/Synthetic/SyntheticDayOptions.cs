using System.Globalization;

namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// What a generated day consists of. Equal options give equal bytes.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
public sealed record SyntheticDayOptions
{
    /// <summary>Most symbols that a day may have.</summary>
    public const int MaxSymbols = 8_000;

    /// <summary>Most messages that a day may have.</summary>
    public const long MaxMessages = 10_000_000_000;

    /// <summary>Least live orders for each symbol that the cap must leave room for.</summary>
    internal const int LiveOrdersPerSymbol = 20;

    /// <summary>Least orders alive that a symbol's book fills up to.</summary>
    internal const int MinTargetLive = 8;

    /// <summary>Least flow messages for each symbol beyond those of opening and closing.</summary>
    private const int FlowPerSymbol = 4;

    /// <summary>Number of symbols, 1 to 8,000.</summary>
    public int Symbols { get; init; } = MaxSymbols;

    /// <summary>Exact number of messages, those of opening and closing included.</summary>
    public long Messages { get; init; } = 100_000_000;

    /// <summary>Chooses the day.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Trading date, for the file's name only: ITCH messages carry the time of day alone.</summary>
    public DateOnly Date { get; init; } = new(2026, 1, 2);

    /// <summary>Most orders alive at once; 32 bytes of memory each, whether used or not.</summary>
    public int MaxLiveOrders { get; init; } = 2_000_000;

    /// <summary>
    /// Orders alive that the books of all symbols fill up to, 0 to let it follow from the length of the day (one for
    /// every 60 messages of a symbol, 8 to 1,500). At least 8 a symbol and at most half of <see cref="MaxLiveOrders"/>;
    /// a day must be some ten times as long in messages for its books to get there.
    /// </summary>
    public int LiveOrders { get; init; }

    /// <summary>Trading halts in the day; each takes two messages.</summary>
    internal int Halts => Symbols < 2 ? 0 : Math.Max(1, Symbols / 400);

    /// <summary>Messages beside the order flow: system events, directory, states, crosses, halts.</summary>
    internal long FixedMessages => SyntheticDayGenerator.SystemMessages
        + SyntheticDayGenerator.FixedMessagesPerSymbol * (long)Symbols + 2L * Halts;

    /// <summary>Checks all options.</summary>
    /// <exception cref="ExchangeOptionException">Names the first option out of range, and its range.</exception>
    public void Validate()
    {
        ExchangeOptionException.Check("synthetic.symbols", Symbols, 1, MaxSymbols);
        long least = FixedMessages + FlowPerSymbol * (long)Symbols;
        if (Messages < least || Messages > MaxMessages)
        {
            string range = string.Create(
                CultureInfo.InvariantCulture, $"{least} (for {Symbols} symbols) to {MaxMessages}");
            throw new ExchangeOptionException("synthetic.messages", Messages, range);
        }
        int leastLive = Math.Max(1000, LiveOrdersPerSymbol * Symbols);
        ExchangeOptionException.Check("synthetic.max_live_orders", MaxLiveOrders, leastLive, 1 << 28);
        if (LiveOrders != 0)
            ExchangeOptionException.Check("synthetic.live_orders", LiveOrders, MinTargetLive * Symbols, MaxLiveOrders / 2);
    }
}
