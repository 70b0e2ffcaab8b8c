using System.Diagnostics;

namespace HftGateway.Aeron.Tests;

/// <summary>
/// Waits that end: for a condition, or with a failure after a generous time. Time in which this process did not run, because the
/// machine stood still, does not count.
/// </summary>
internal static class Wait
{
    private static readonly long LongestStep = Stopwatch.Frequency / 4;

    public static void Until(Func<bool> condition, string what, int seconds = 90)
    {
        long left = seconds * Stopwatch.Frequency;
        long last = Stopwatch.GetTimestamp();
        while (!condition())
        {
            long now = Stopwatch.GetTimestamp();
            left -= Math.Min(now - last, LongestStep);
            last = now;
            Assert.True(left > 0, $"waited {seconds} s for {what}");
            Thread.Yield();
        }
    }
}
