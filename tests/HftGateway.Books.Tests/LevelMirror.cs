using HftGateway.MarketData.Events;

namespace HftGateway.Books.Tests;

/// <summary>The ten best levels of one book, kept by level changes alone, as a later stage does.</summary>
internal sealed class LevelMirror
{
    private readonly List<BookLevel>[] _sides = [[], []];

    public IReadOnlyList<BookLevel> Side(EventSide side) => _sides[(int)side];

    public void Apply(in BookUpdate update)
    {
        if ((update.Flags & BookFlags.Cleared) != 0)
        {
            _sides[0].Clear();
            _sides[1].Clear();
        }
        if (update.ChangeCount > 0)
            Apply(in update.Change0);
        if (update.ChangeCount > 1)
            Apply(in update.Change1);
    }

    private void Apply(in LevelChange change)
    {
        List<BookLevel> side = _sides[(int)change.Side];
        BookLevel level = new(change.Price, change.Quantity, change.Orders);
        switch (change.Action)
        {
            case LevelAction.Insert:
                side.Insert(change.Level, level);
                if (side.Count > BookUpdate.DisplayedLevels)
                    side.RemoveAt(BookUpdate.DisplayedLevels);
                break;
            case LevelAction.Update:
                Assert.Equal(side[change.Level].Price, change.Price);
                Assert.Equal(side[change.Level].Shares + change.QuantityDelta, change.Quantity);
                side[change.Level] = level;
                break;
            case LevelAction.Remove:
                Assert.Equal(side[change.Level].Price, change.Price);
                Assert.Equal(side[change.Level].Shares, -change.QuantityDelta);
                Assert.Equal(new BookLevel(change.Price, 0, 0), level);
                side.RemoveAt(change.Level);
                if (change.HasTail == 1)
                    side.Add(new BookLevel(change.TailPrice, change.TailQuantity, change.TailOrders));
                break;
            case LevelAction.Beyond:
                Assert.Equal(255, change.Level);
                Assert.Equal(BookUpdate.DisplayedLevels, side.Count);
                break;
            default:
                Assert.Fail($"a counted change has action {change.Action}");
                break;
        }
    }
}
