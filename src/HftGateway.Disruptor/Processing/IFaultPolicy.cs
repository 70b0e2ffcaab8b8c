namespace HftGateway.Disruptor;

/// <summary>
/// Decides what happens when a handler throws while handling an event. Every fault is recorded in the processor; faults in
/// the other callbacks always halt, since there is no event to skip.
/// </summary>
public interface IFaultPolicy
{
    /// <summary>Whether to go on with the event after the one that failed.</summary>
    bool Continue(Exception fault, long sequence);
}

/// <summary>
/// Halts at the failed event, which keeps gating: nothing downstream sees an event that a stage did not handle. The default.
/// </summary>
public readonly struct HaltOnFault : IFaultPolicy
{
    /// <inheritdoc/>
    public bool Continue(Exception fault, long sequence) => false;
}

/// <summary>Counts the fault and goes on with the next event.</summary>
public readonly struct CountAndContinue : IFaultPolicy
{
    /// <inheritdoc/>
    public bool Continue(Exception fault, long sequence) => true;
}
