namespace HftGateway.Disruptor;

/// <summary>
/// Halts at the failed event, which keeps gating: nothing downstream sees an event that a stage did not handle. The
/// default.
/// </summary>
public readonly struct HaltOnFault : IFaultPolicy
{
    /// <inheritdoc/>
    public bool Continue(Exception fault, long sequence) => false;
}
