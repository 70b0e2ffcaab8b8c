using System.Diagnostics;

namespace HftGateway.Aeron.Tests;

/// <summary>Waits that end: for a condition, or with a failure after a generous time.</summary>
internal static class Wait
{
    public static void Until(Func<bool> condition, string what, int seconds = 90)
    {
        long end = Stopwatch.GetTimestamp() + seconds * Stopwatch.Frequency;
        while (!condition())
        {
            Assert.True(Stopwatch.GetTimestamp() < end, $"waited {seconds} s for {what}");
            Thread.Yield();
        }
    }
}
