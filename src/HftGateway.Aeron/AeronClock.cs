using System.Diagnostics;

namespace HftGateway.Aeron;

/// <summary>Where client and driver take their time from; tests bring their own.</summary>
public class AeronClock
{
    /// <summary>The machine's clock.</summary>
    public static AeronClock System { get; } = new();

    /// <summary>Time that never steps back, ns from an arbitrary start.</summary>
    public virtual long NanoTime
    {
        get
        {
            long ticks = Stopwatch.GetTimestamp();
            if (Stopwatch.Frequency == 1_000_000_000)
                return ticks;
            long seconds = ticks / Stopwatch.Frequency;
            return seconds * 1_000_000_000 + (ticks - seconds * Stopwatch.Frequency) * 1_000_000_000 / Stopwatch.Frequency;
        }
    }

    /// <summary>Wall time, ms since the epoch.</summary>
    public virtual long EpochMs => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
