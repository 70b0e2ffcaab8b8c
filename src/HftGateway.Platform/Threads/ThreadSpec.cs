namespace HftGateway.Platform.Threads;

/// <summary>How a dedicated thread is to be set up.</summary>
/// <param name="Name">Name shown by debuggers and <c>ps -L</c>; the kernel keeps the first 15 bytes.</param>
/// <param name="Core">Core to pin to, or <see cref="AnyCore"/>.</param>
/// <param name="FifoPriority">SCHED_FIFO priority 1 to 99, or 0 for the normal scheduler.</param>
public readonly record struct ThreadSpec(string Name, int Core = ThreadSpec.AnyCore, int FifoPriority = 0)
{
    /// <summary><see cref="Core"/> of a thread that is not pinned.</summary>
    public const int AnyCore = -1;
}
