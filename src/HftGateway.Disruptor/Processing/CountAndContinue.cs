namespace HftGateway.Disruptor;

/// <summary>Counts the fault and goes on with the next event.</summary>
public readonly struct CountAndContinue : IFaultPolicy
{
    /// <inheritdoc/>
    public bool Continue(Exception fault, long sequence) => true;
}
