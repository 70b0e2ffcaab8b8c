using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HftGateway.Aeron;

/// <summary>Where client and driver take their time from; tests bring their own.</summary>
public partial class AeronClock
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

    /// <summary>Wall time, ns since the epoch.</summary>
    public virtual long EpochNs
    {
        get
        {
            if (OperatingSystem.IsLinux() && GetTime(RealTime, out TimeSpec time) == 0)
                return time.Seconds * 1_000_000_000 + time.Nanoseconds;
            return (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        }
    }

    private const int RealTime = 0;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
