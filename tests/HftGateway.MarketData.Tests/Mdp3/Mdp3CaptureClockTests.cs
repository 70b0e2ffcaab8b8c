using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3.Capture;

namespace HftGateway.MarketData.Tests.Mdp3;

/// <summary>When the events of a capture happen.</summary>
public sealed class Mdp3CaptureClockTests
{
    private const long DayNs = 86_400_000_000_000;

    [Fact]
    public void ShouldGoWithTheIncrementalFeedAndNeverBackwards()
    {
        var clock = new Mdp3CaptureClock();
        Assert.Equal((true, 100), Set(ref clock, EventKind.LevelInsert, 100));
        Assert.Equal((true, 100), Set(ref clock, EventKind.TradeSummary, 50));
        Assert.Equal((true, 101), Set(ref clock, EventKind.EventEnd, 101));
        Assert.Equal(101, clock.NowNs);
    }

    [Theory]
    [InlineData(EventKind.LevelInsert, 7, true)]
    [InlineData(EventKind.BookStale, 900, false)]
    [InlineData(EventKind.BookRecovered, 900, false)]
    [InlineData(EventKind.BookReset, 900, false)]
    [InlineData(EventKind.LevelInsert, 8 * DayNs + 1, false)]
    [InlineData(EventKind.LevelInsert, -DayNs - 1, false)]
    [InlineData(EventKind.LevelInsert, long.MaxValue, false)]
    [InlineData(EventKind.LevelInsert, long.MinValue, false)]
    public void ShouldStandStillWhenAnEventHasNoTimeOfItsOwn(EventKind kind, long timeNs, bool isOfLoop)
    {
        var clock = new Mdp3CaptureClock();
        Set(ref clock, EventKind.LevelInsert, 100);
        Assert.Equal((false, 100), Set(ref clock, kind, timeNs, isOfLoop));
        Assert.Equal(100, clock.NowNs);
    }

    [Theory]
    [InlineData(-DayNs, -DayNs)]
    [InlineData(5, 5)]
    [InlineData(8 * DayNs, 8 * DayNs)]
    [InlineData(8 * DayNs + 1, 0)]
    [InlineData(-DayNs - 1, 0)]
    public void ShouldTakeALoopsOwnTimeBeforeTheFirstEvent(long timeNs, long expectedNs)
    {
        var clock = new Mdp3CaptureClock();
        Assert.Equal((false, expectedNs), Set(ref clock, EventKind.BookReset, timeNs, isOfLoop: true));
        Assert.Equal(long.MinValue, clock.NowNs);
    }

    private static (bool HasTime, long TimeNs) Set(
        ref Mdp3CaptureClock clock, EventKind kind, long timeNs, bool isOfLoop = false)
    {
        InputEvent e = new() { Kind = kind, TimeNs = timeNs };
        bool hasTime = clock.Set(in e, isOfLoop, out long happensNs);
        return (hasTime, happensNs);
    }
}
