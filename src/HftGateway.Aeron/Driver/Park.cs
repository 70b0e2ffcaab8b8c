using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Driver;

/// <summary>Sleeping for less than a millisecond, which the runtime's own sleep cannot.</summary>
internal static unsafe partial class Park
{
    /// <summary>Sleeps; a signal may end it early.</summary>
    /// <param name="ns">0 to 999,999,999.</param>
    public static void Nanoseconds(long ns)
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep(1);
            return;
        }

        TimeSpec time = new() { Nanoseconds = (nint)ns };
        Sleep(&time, null);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(TimeSpec* time, TimeSpec* left);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
