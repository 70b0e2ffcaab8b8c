using HftGateway.Exchange.Flow;

namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// The distributions of the order flow as tables of equally likely values: one load in place of a computation.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
internal static class FlowTables
{
    /// <summary>Entries of each table; an index is eight random bits.</summary>
    public const int Size = 256;

    /// <summary>Entries of the exponential table; an index is ten random bits.</summary>
    public const int ExponentialSize = 1024;

    /// <summary>Cents between a new order and the first price of its side: mostly few, some far away.</summary>
    public static readonly byte[] Distance = Spread(
        [(0, 0, 64), (1, 1, 42), (2, 2, 30), (3, 10, 70), (11, 40, 36), (41, 150, 14)]);

    /// <summary>Order sizes in round lots of a hundred shares; 0 stands for an odd lot.</summary>
    public static readonly byte[] Lots = Spread(
        [(0, 0, 36), (1, 1, 120), (2, 2, 40), (3, 5, 36), (6, 10, 18), (15, 50, 6)]);

    /// <summary>Messages that come within microseconds of each other on one symbol.</summary>
    public static readonly byte[] BurstLength = Spread(
        [(1, 1, 90), (2, 2, 52), (3, 3, 34), (4, 8, 56), (9, 20, 24)]);

    /// <summary>Exponential distribution of mean 1 at the middles of equally likely ranges.</summary>
    public static readonly double[] Exponential = Exponentials();

    /// <summary>Mean of <see cref="BurstLength"/>.</summary>
    public static readonly double MeanBurstLength = BurstLength.Average(length => length);

    // Each part gives its entries' values evenly from low to high; the parts' entries add up to the table's size.
    private static byte[] Spread(ReadOnlySpan<(int Low, int High, int Entries)> parts)
    {
        var table = new byte[Size];
        int next = 0;
        foreach ((int low, int high, int entries) in parts)
            for (int i = 0; i < entries; i++)
                table[next++] = (byte)(low + (high - low) * i / Math.Max(1, entries - 1));
        return table;
    }

    private static double[] Exponentials()
    {
        var table = new double[ExponentialSize];
        for (int i = 0; i < ExponentialSize; i++)
            table[i] = -PortableMath.Log(1 - (i + 0.5) / ExponentialSize);
        return table;
    }
}
