using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Platform.Timing;

/// <summary>
/// UTC in nanoseconds since the Unix epoch, computed from a <see cref="TimeStampCounter"/> reading: one clock read per
/// event serves both as a stamp and as the time of day.
/// <para><b>Threading.</b> <see cref="Resync()"/> is called by one owner, about once a second; <see cref="UtcNs"/> by
/// any thread. The line from ticks to UTC is published under a version number (a sequence lock).</para>
/// <para><b>Invariants.</b> For growing ticks, UTC never falls, also across a resync: the clock is corrected by its
/// rate, at most <see cref="MaxSlewPpm"/>, never by a step back. An error of more than <see cref="StepForwardNs"/>
/// forwards is stepped over at once.</para>
/// <para><b>Limits.</b> Ticks older than the resync before the last may differ from what was returned then by
/// <see cref="MaxSlewPpm"/> of their distance. A system clock that was set back by more than some ms is followed slowly
/// (1 s in 2000 s); <see cref="ErrorNs"/> shows it.</para>
/// <para><b>Cost.</b> Two multiplications and a few loads; see <c>TimeStampBenchmarks</c>.</para>
/// </summary>
public sealed unsafe partial class WallClock
{
    /// <summary>Greatest correction of the rate in parts per million, as adjtime(3) does.</summary>
    public const int MaxSlewPpm = 500;

    /// <summary>An error beyond this, forwards, is corrected by a step.</summary>
    public const long StepForwardNs = 10_000_000;

    private const int ClockRealtime = 0;
    private const int SamplesPerReading = 16;

    private readonly long _firstTicks;
    private readonly long _firstMonotonicNs;
    private readonly double _nominalNsPerTick;
    private readonly long _resyncTicks;
    private Line _line;

    /// <summary>Makes a clock and anchors it to the system's.</summary>
    /// <param name="resyncIntervalNs">How often the owner will call <see cref="Resync()"/>, at least 1 ms.</param>
    public WallClock(long resyncIntervalNs = 1_000_000_000)
        : this(Now(), TimeStampCounter.FixedRate, resyncIntervalNs)
    {
    }

    internal WallClock(Reading start, long fixedNsPerTick, long resyncIntervalNs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resyncIntervalNs, 1_000_000);
        _nominalNsPerTick = fixedNsPerTick / (double)(1L << TimeStampCounter.FractionBits);
        _resyncTicks = (long)(resyncIntervalNs / _nominalNsPerTick);
        _firstTicks = start.Ticks;
        _firstMonotonicNs = start.MonotonicNs;
        _line.AnchorTicks = start.Ticks;
        _line.BeforeUtcNs = start.UtcNs;
        _line.AfterUtcNs = start.UtcNs;
        _line.BeforeRate = fixedNsPerTick;
        _line.AfterRate = fixedNsPerTick;
    }

    /// <summary>
    /// How far the clock was behind the system's (negative: ahead) at the last resync, before correction.
    /// </summary>
    public long ErrorNs { get; private set; }

    /// <summary>Forward steps made so far.</summary>
    public long Steps { get; private set; }

    /// <summary>UTC in ns since the Unix epoch at a reading of <see cref="TimeStampCounter.Now"/>.</summary>
    [HotPath]
    public long UtcNs(long ticks)
    {
        while (true)
        {
            // Sequence lock, reader's side: every field is an acquiring load, so none can be taken after the second
            // look at the version, and an odd or changed version means the fields may belong to two lines.
            int version = Volatile.Read(ref _line.Version);
            long sinceAnchor = ticks - Volatile.Read(ref _line.AnchorTicks);
            bool before = sinceAnchor < 0;
            long utcNs = before ? Volatile.Read(ref _line.BeforeUtcNs) : Volatile.Read(ref _line.AfterUtcNs);
            long rate = before ? Volatile.Read(ref _line.BeforeRate) : Volatile.Read(ref _line.AfterRate);
            if ((version & 1) == 0 && Volatile.Read(ref _line.Version) == version)
                return utcNs + TimeStampCounter.Scale(sinceAnchor, rate);
            Thread.SpinWait(1);
        }
    }

    /// <summary>
    /// Corrects the clock against the system's. One owner only. Makes system calls; does not allocate.
    /// </summary>
    public void Resync() => Resync(Now());

    internal void Resync(Reading reading)
    {
        long predictedNs = UtcNs(reading.Ticks);
        long errorNs = reading.UtcNs - predictedNs;
        ErrorNs = errorNs;
        long steppedNs = 0;
        if (errorNs > StepForwardNs)
        {
            steppedNs = errorNs;
            Steps++;
        }
        // The rate measured since the start is the better the longer the process runs; the rest of the error is worked
        // off until the next resync.
        double elapsedTicks = reading.Ticks - _firstTicks;
        double measured = elapsedTicks > _resyncTicks / 2.0
            ? (reading.MonotonicNs - _firstMonotonicNs) / elapsedTicks
            : _nominalNsPerTick;
        double slew = (errorNs - steppedNs) / (double)_resyncTicks / measured;
        double limit = MaxSlewPpm * 1e-6;
        double rate = measured * (1 + Math.Clamp(slew, -limit, limit));

        int version = _line.Version;
        Volatile.Write(ref _line.Version, version + 1);
        // The odd version must be seen before any field of the new line: a release orders only what precedes it.
        Interlocked.MemoryBarrier();
        long beforeRate = _line.AfterRate;
        _line.AnchorTicks = reading.Ticks;
        _line.BeforeUtcNs = predictedNs;
        _line.BeforeRate = beforeRate;
        _line.AfterUtcNs = predictedNs + steppedNs;
        _line.AfterRate = (long)(rate * (1L << TimeStampCounter.FractionBits));
        Volatile.Write(ref _line.Version, version + 2);
    }

    /// <summary>All three clocks at one moment: the tightest of several bracketed readings.</summary>
    private static Reading Now()
    {
        Reading best = default;
        long bestTicks = long.MaxValue;
        for (int i = 0; i < SamplesPerReading; i++)
        {
            long before = TimeStampCounter.Now();
            long utcNs = SystemUtcNs();
            long monotonic = Stopwatch.GetTimestamp();
            long after = TimeStampCounter.Now();
            if (after - before >= bestTicks)
                continue;
            bestTicks = after - before;
            best = new Reading(before + (bestTicks / 2), utcNs, (long)(monotonic * (1e9 / Stopwatch.Frequency)));
        }
        return best;
    }

    private static long SystemUtcNs()
    {
        if (!OperatingSystem.IsLinux())
            return (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        TimeSpec time;
        _ = GetTime(ClockRealtime, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, TimeSpec* time);

    /// <summary>The three clocks at one moment.</summary>
    internal readonly record struct Reading(long Ticks, long UtcNs, long MonotonicNs);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>
    /// Two half-lines that meet at the anchor: the old one for ticks before it, the new one from it on.
    /// </summary>
    private struct Line
    {
        public int Version;
        public long AnchorTicks;
        public long BeforeUtcNs;
        public long BeforeRate;
        public long AfterUtcNs;
        public long AfterRate;
    }
}
