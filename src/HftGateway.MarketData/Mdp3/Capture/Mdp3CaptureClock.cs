using HftGateway.MarketData.Events;

namespace HftGateway.MarketData.Mdp3.Capture;

/// <summary>
/// When the events of a capture happen. Those of the incremental feed at their TransactTime, never backwards. Definitions and
/// snapshots are of long ago, notices of the capture's clock, which is not the exchange's: they happen at the time of the
/// event before them. A capture holds a week at most; what says that it is of another time is damaged and has none.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> A few comparisons.</para>
/// </summary>
public struct Mdp3CaptureClock
{
    private const long DayNs = 86_400_000_000_000;
    private const long EarliestNs = -DayNs;
    private const long LatestNs = 8 * DayNs;

    private long _nowNs = long.MinValue;

    /// <summary>A clock that no event has set.</summary>
    public Mdp3CaptureClock()
    {
    }

    /// <summary>Time of the last event with one of its own, ns since midnight; the smallest number before there was one.</summary>
    public readonly long NowNs => _nowNs;

    /// <summary>When an event happens.</summary>
    /// <param name="e">The event.</param>
    /// <param name="isOfLoop">It came of definitions or snapshots.</param>
    /// <param name="timeNs">Ns since midnight.</param>
    /// <returns>Whether the time is the event's own, or at least not before it.</returns>
    public bool Set(ref readonly InputEvent e, bool isOfLoop, out long timeNs)
    {
        timeNs = e.TimeNs;
        bool isPlausible = timeNs is >= EarliestNs and <= LatestNs;
        bool hasTime = isPlausible && !isOfLoop
            && e.Kind is not (EventKind.BookStale or EventKind.BookRecovered or EventKind.BookReset);
        if (hasTime)
            _nowNs = timeNs = Math.Max(_nowNs, timeNs);
        else if (_nowNs != long.MinValue)
            timeNs = _nowNs;
        else if (!isPlausible)
            timeNs = 0;
        return hasTime;
    }
}
