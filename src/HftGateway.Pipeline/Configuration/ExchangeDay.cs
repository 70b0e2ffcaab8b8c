namespace HftGateway.Pipeline.Configuration;

/// <summary>The exchange's day: where its midnight lies in UTC.</summary>
public static class ExchangeDay
{
    private const long NsPerTick = 100;

    /// <summary>Midnight that begins a day in a zone.</summary>
    /// <param name="day">Day in that zone.</param>
    /// <param name="timeZone">IANA name, e.g. America/New_York.</param>
    /// <returns>Ns since the Unix epoch.</returns>
    /// <exception cref="ConfigurationException">The zone is unknown on this machine.</exception>
    public static long MidnightUtcNs(DateOnly day, string timeZone)
    {
        TimeZoneInfo zone = Zone(timeZone);
        DateTime local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        return (TimeZoneInfo.ConvertTimeToUtc(local, zone) - DateTime.UnixEpoch).Ticks * NsPerTick;
    }

    /// <summary>Midnight that began the current day in a zone.</summary>
    /// <param name="utcNs">Now, ns since the Unix epoch.</param>
    /// <param name="timeZone">IANA name.</param>
    /// <returns>Ns since the Unix epoch.</returns>
    /// <exception cref="ConfigurationException">The zone is unknown on this machine.</exception>
    public static long MidnightUtcNs(long utcNs, string timeZone) => Of(utcNs, timeZone).MidnightUtcNs;

    /// <summary>The day in a zone.</summary>
    /// <param name="utcNs">A time in it, ns since the Unix epoch.</param>
    /// <param name="timeZone">IANA name.</param>
    /// <returns>Its midnight, ns since the Unix epoch, and its date.</returns>
    /// <exception cref="ConfigurationException">The zone is unknown on this machine.</exception>
    public static (long MidnightUtcNs, DateOnly Date) Of(long utcNs, string timeZone)
    {
        DateTime utc = DateTime.UnixEpoch.AddTicks(utcNs / NsPerTick);
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, Zone(timeZone)));
        return (MidnightUtcNs(date, timeZone), date);
    }

    private static TimeZoneInfo Zone(string name)
        => TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : throw new ConfigurationException(
                $"feed.time_zone: '{name}' is unknown on this machine; use UTC or install the time-zone data (tzdata)");
}
