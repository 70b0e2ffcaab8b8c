using HftGateway.Platform.Timing;

namespace HftGateway.Exchange;

/// <summary>
/// The exchange's time: the time-stamp counter, anchored once to the wall clock. <see cref="Refresh"/> is called once
/// per
/// turn of the loop; everything else in the turn uses what it read.
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
internal sealed class ExchangeClock
{
    private const long DayNs = 86_400_000_000_000;
    private readonly long _startTicks;
    private readonly long _startUtcNs;
    private readonly long _startOfDayNs;

    public ExchangeClock(TimeSpan? startTimeOfDay)
    {
        _startTicks = TimeStampCounter.Now();
        _startUtcNs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        _startOfDayNs = startTimeOfDay is { } time ? time.Ticks * 100 : _startUtcNs % DayNs;
        Refresh();
    }

    /// <summary>Counter at the last <see cref="Refresh"/>.</summary>
    public long Ticks { get; private set; }

    /// <summary>Time since construction in ns.</summary>
    public long ElapsedNs { get; private set; }

    /// <summary>UTC in ns since 1970.</summary>
    public long UtcNs => _startUtcNs + ElapsedNs;

    /// <summary>Time of day of the feed in ns since midnight of the day it began (it goes on beyond
    /// midnight).</summary>
    public long FeedNs => _startOfDayNs + ElapsedNs;

    /// <summary><see cref="FeedNs"/> as a time since 1970, on the UTC day that the clock began.</summary>
    public long FeedUtcNs => _startUtcNs - _startUtcNs % DayNs + FeedNs;

    public void Refresh()
    {
        Ticks = TimeStampCounter.Now();
        ElapsedNs = TimeStampCounter.ToNs(Ticks - _startTicks);
    }
}
