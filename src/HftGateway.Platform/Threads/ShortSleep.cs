using System.Runtime.InteropServices;

namespace HftGateway.Platform.Threads;

/// <summary>
/// Sleeps for microseconds, which <see cref="Thread.Sleep(int)"/> cannot: its unit is the millisecond.
/// <para><b>Limits.</b> The kernel adds its timer slack, 50 µs by default for normal threads. Outside Linux the sleep
/// is rounded up to 1 ms.</para>
/// <para><b>Cost.</b> A system call; never on the event path, only while waiting for events.</para>
/// </summary>
public static unsafe partial class ShortSleep
{
    /// <summary>
    /// Sleeps for at least <paramref name="ns"/> ns (0 to 999,999,999), or less when a signal arrives.
    /// </summary>
    public static void Sleep(long ns)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)ns, 999_999_999UL, nameof(ns));
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep((int)((ns + 999_999) / 1_000_000));
            return;
        }
        TimeSpec wanted = new() { Nanoseconds = ns };
        _ = NanoSleep(&wanted, null);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(TimeSpec* wanted, TimeSpec* remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
