using HftGateway.Books.MarketByPrice;
using HftGateway.MarketData.Events;

namespace HftGateway.Books.Tests.MarketByPrice;

/// <summary>A set of level-based books with the last update, whose memory is dirty between events.</summary>
internal sealed class MarketByPriceBooks(LevelBookSet set) : IDisposable
{
    public BookUpdate Last;

    public LevelBookSet Set { get; } = set;

    public BookUpdate Apply(InputEvent e)
    {
        Last.Change0.HasTail = 77;
        Last.Change1.HasTail = 77;
        Set.Apply(in e, ref Last);
        return Last;
    }

    public (long, long, int)[] Levels(EventSide side, ushort instrument = 0)
    {
        var levels = new BookLevel[Set.LevelCount(instrument, side)];
        Set.CopyLevels(instrument, side, levels);
        return [.. levels.Select(l => (l.Price, l.Shares, l.Orders))];
    }

    public void Dispose() => Set.Dispose();
}
