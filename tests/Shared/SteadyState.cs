namespace HftGateway.Tests.Shared;

/// <summary>What code allocates once it has run in.</summary>
internal static class SteadyState
{
    private const int MaxPasses = 4;

    /// <summary>
    /// The bytes that the calling thread allocates in one pass over many events: the least of up to four passes, the
    /// first of which that allocates nothing ends it.
    /// </summary>
    /// <remarks>
    /// The runtime itself allocates on whatever thread runs, once and not for the code under test: when its cast cache
    /// grows, when a type is first touched on a path that warming up did not take. What the code itself allocates,
    /// it allocates in each pass.
    /// </remarks>
    /// <param name="pass">Applies the events; is called one to four times.</param>
    public static long AllocatedBytes(Action pass) => AllocatedBytes(pass, out _);

    /// <summary>As <see cref="AllocatedBytes(Action)"/>; tells how many passes were made.</summary>
    public static long AllocatedBytes(Action pass, out int passes)
    {
        long least = long.MaxValue;
        for (passes = 0; passes < MaxPasses && least != 0; passes++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            pass();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
