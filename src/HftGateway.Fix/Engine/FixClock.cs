using System.Diagnostics;

namespace HftGateway.Fix;

/// <summary>The system's clocks as a session wants them.</summary>
public static class FixClock
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>UTC and the monotonic clock, now.</summary>
    public static FixTime Now => new(
        (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100,
        Stopwatch.Frequency == 1_000_000_000 ? Stopwatch.GetTimestamp()
            : (long)(Stopwatch.GetTimestamp() * NsPerTick));
}
