using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Mdp3;

/// <summary>What the publisher knows of one symbol.</summary>
internal sealed class SymbolChannel(int depth)
{
    public const int Sides = 2;

    /// <summary>Published levels of both sides, with room for the one that is pushed out.</summary>
    public readonly PublishedLevel[][] Levels = [new PublishedLevel[depth + 1], new PublishedLevel[depth + 1]];

    /// <summary>How many there are.</summary>
    public readonly int[] Counts = new int[Sides];

    /// <summary>Entries published (RptSeq).</summary>
    public uint Entries;

    /// <summary>Shares traded.</summary>
    public long Volume;

    /// <summary>SecurityTradingStatus [326].</summary>
    public byte State = 21;

    /// <summary>The side changed since the last flush.</summary>
    public readonly bool[] IsChanged = new bool[Sides];

    /// <summary>It is in the list of changed symbols.</summary>
    public bool IsListed;

    /// <summary>It traded since the last flush.</summary>
    public bool HasTraded;

    public Span<PublishedLevel> Of(EventSide side) => Levels[(int)side].AsSpan(0, Counts[(int)side]);
}
