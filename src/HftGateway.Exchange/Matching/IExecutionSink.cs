namespace HftGateway.Exchange.Matching;

/// <summary>
/// Receives what happens to orders. Implemented by a struct, so that the engine's calls are direct.
/// <para><b>Invariants.</b> Called in the order in which things happen; an implementation must not call the engine
/// back (the action is not finished yet).</para>
/// </summary>
public interface IExecutionSink
{
    /// <summary>Something happened to an order.</summary>
    /// <param name="execution">What; valid during the call.</param>
    void OnExecution(in ExecutionEvent execution);
}
