namespace HftGateway.MarketData.Mdp3;

/// <summary>Settings of a <see cref="Mdp3Handler"/>.</summary>
public sealed record Mdp3Options
{
    /// <summary>
    /// Symbols wanted, each with its position as index, up to 20 characters as the exchange writes them (ESZ5); empty:
    /// every instrument that is defined, in the order of first sight, up to <see cref="Capacity"/>.
    /// </summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Most instruments when all are taken, 1 to 65,534.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>Index of the first instrument: those before belong to other feeds.</summary>
    public int FirstInstrument { get; init; }

    /// <summary>Venue number of the events.</summary>
    public ushort Venue { get; init; }

    /// <summary>Midnight of the exchange's day, ns since the Unix epoch.</summary>
    public long MidnightUtcNs { get; init; }

    /// <summary>
    /// Decimals of the price unit, 0 to 9: with 4, a price unit is 0.0001. An instrument whose tick is finer is refused.
    /// </summary>
    public int PriceDecimals { get; init; } = 4;

    /// <summary>Whether books by order are followed.</summary>
    public bool Orders { get; init; }

    /// <summary>
    /// Events kept for instruments that wait for a snapshot, 16 to 2^22; an instrument for which there is no room
    /// begins again.
    /// </summary>
    public int QueueEvents { get; init; } = 1 << 16;

    /// <summary>Orders of one instrument's snapshot by order, 16 to 2^22.</summary>
    public int SnapshotOrders { get; init; } = 1 << 16;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">One is outside its range; the message names it.</exception>
    public void Validate()
    {
        int count = Symbols.Count > 0 ? Symbols.Count : Capacity;
        Check(count, 1, 65_534, nameof(Capacity));
        Check(FirstInstrument, 0, 65_534 - count, nameof(FirstInstrument));
        Check(PriceDecimals, 0, PriceScale.FeedDecimals, nameof(PriceDecimals));
        Check(QueueEvents, 16, 1 << 22, nameof(QueueEvents));
        Check(SnapshotOrders, 16, 1 << 22, nameof(SnapshotOrders));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string symbol in Symbols)
        {
            bool ascii = symbol.All(static c => c is > ' ' and <= '~');
            if (symbol.Length is 0 or > Mdp3Definition.SymbolLength || !ascii)
                throw new ArgumentException($"'{symbol}' is no symbol of 1 to 20 ASCII characters", nameof(Symbols));
            if (!seen.Add(symbol))
                throw new ArgumentException($"symbol '{symbol}' is listed twice", nameof(Symbols));
        }
    }

    private static void Check(int value, int low, int high, string name)
    {
        if (value < low || value > high)
            throw new ArgumentOutOfRangeException(name, value, $"must be {low} to {high}");
    }
}
