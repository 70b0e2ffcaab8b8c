namespace HftGateway.Disruptor;

/// <summary>Settings of a processor; the default is no time-out and no limit.</summary>
/// <param name="TimeoutNs">Without events for this long, <c>OnTimeout</c> is called; 0 = never.</param>
/// <param name="MaxBatch">
/// Most events per batch, 0 = no limit. A processor's progress shows downstream at the end of its batch, so a limit
/// bounds how long the next stage waits when a backlog is worked off.
/// </param>
public readonly record struct ProcessorOptions(long TimeoutNs = 0, int MaxBatch = 0);
