namespace HftGateway.Fix.Tests.Engine;

internal static class Waiting
{
    /// <summary>Waits for a condition; the deadline is for a machine that does much else.</summary>
    internal static void Until(Func<bool> condition, Func<string> what)
    {
        long end = Environment.TickCount64 + 60_000;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < end, "waited in vain for " + what());
            Thread.Sleep(2);
        }
    }
}
