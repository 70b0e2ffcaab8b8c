namespace HftGateway.Disruptor;

/// <summary>
/// Decides what happens when a handler throws while handling an event. Every fault is recorded in the processor;
/// faults in the other callbacks always halt, since there is no event to skip.
/// </summary>
public interface IFaultPolicy
{
    /// <summary>Whether to go on with the event after the one that failed.</summary>
    bool Continue(Exception fault, long sequence);
}
