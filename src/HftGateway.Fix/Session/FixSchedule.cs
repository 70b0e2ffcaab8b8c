namespace HftGateway.Fix;

/// <summary>
/// When a session is open: every day, from one day of the week to another, or always. Times are wall-clock times of a
/// time zone; a change to or from summer time moves the boundary with the zone.
/// <para><b>Threading.</b> Immutable.</para>
/// <para><b>Invariants.</b> Start equal to end is a session of a whole day (or week), reset at that time. A time that
/// the zone skips counts as the first one behind the gap; one that it has twice counts as the first.</para>
/// </summary>
public sealed class FixSchedule
{
    private readonly TimeSpan _start;
    private readonly TimeSpan _end;
    private readonly DayOfWeek? _startDay;
    private readonly DayOfWeek? _endDay;
    private readonly TimeZoneInfo _zone;

    private FixSchedule(
        TimeSpan start, TimeSpan end, DayOfWeek? startDay, DayOfWeek? endDay, TimeZoneInfo zone, bool nonStop)
    {
        _start = start;
        _end = end;
        _startDay = startDay;
        _endDay = endDay;
        _zone = zone;
        IsNonStop = nonStop;
    }

    /// <summary>Open always, never reset by the calendar.</summary>
    public static FixSchedule NonStop { get; } =
        new(TimeSpan.Zero, TimeSpan.Zero, null, null, TimeZoneInfo.Utc, nonStop: true);

    /// <summary>Whether it is <see cref="NonStop"/>.</summary>
    public bool IsNonStop { get; }

    /// <summary>Every day from <paramref name="start"/> to <paramref name="end"/>, over midnight if that is later.</summary>
    public static FixSchedule Daily(TimeSpan start, TimeSpan end, TimeZoneInfo? zone = null)
    {
        CheckTime(start, nameof(start));
        CheckTime(end, nameof(end));
        return new FixSchedule(start, end, null, null, zone ?? TimeZoneInfo.Utc, nonStop: false);
    }

    /// <summary>Once a week from a day and time to a day and time.</summary>
    public static FixSchedule Weekly(
        DayOfWeek startDay, TimeSpan start, DayOfWeek endDay, TimeSpan end, TimeZoneInfo? zone = null)
    {
        CheckTime(start, nameof(start));
        CheckTime(end, nameof(end));
        return new FixSchedule(start, end, startDay, endDay, zone ?? TimeZoneInfo.Utc, nonStop: false);
    }

    /// <summary>The session is open at an instant.</summary>
    public bool IsOpen(long utcNs) => TryGetSession(utcNs, out _, out _);

    /// <summary>
    /// The session that is open at an instant: its first instant and the one behind its last. False when it is closed.
    /// </summary>
    public bool TryGetSession(long utcNs, out long startUtcNs, out long endUtcNs)
    {
        startUtcNs = 0;
        endUtcNs = long.MaxValue;
        if (IsNonStop)
            return true;
        DateTime local = TimeZoneInfo.ConvertTimeFromUtc(ToUtc(utcNs), _zone);
        // The session that contains now began today or on a day before it, at most a week back.
        int back = _startDay is null ? 1 : 7;
        for (int days = -1; days <= back; days++)
        {
            DateTime day = local.Date.AddDays(-days);
            if (_startDay is { } weekday && day.DayOfWeek != weekday)
                continue;
            long start = ToNs(day + _start);
            long end = ToNs(EndDay(day) + _end);
            if (utcNs >= start && utcNs < end)
            {
                (startUtcNs, endUtcNs) = (start, end);
                return true;
            }
        }
        return false;
    }

    private DateTime EndDay(DateTime startDay)
    {
        if (_startDay is null || _endDay is null)
            return _end > _start ? startDay : startDay.AddDays(1);
        int days = ((int)_endDay - (int)_startDay + 7) % 7;
        return startDay.AddDays(days == 0 && _end <= _start ? 7 : days);
    }

    private static DateTime ToUtc(long utcNs) => DateTime.UnixEpoch.AddTicks(utcNs / 100);

    private long ToNs(DateTime local)
    {
        while (_zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        TimeSpan offset = _zone.IsAmbiguousTime(local)
            ? _zone.GetAmbiguousTimeOffsets(local).Max()
            : _zone.GetUtcOffset(local);
        return (DateTime.SpecifyKind(local - offset, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks * 100;
    }

    private static void CheckTime(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero || time >= TimeSpan.FromDays(1))
            throw new ArgumentOutOfRangeException(name, time, "a time of day from 00:00:00 to 23:59:59 is needed");
    }
}
