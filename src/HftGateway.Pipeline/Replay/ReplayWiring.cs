using HftGateway.Disruptor;
using HftGateway.Fix;
using HftGateway.Pipeline.Ingress;
using HftGateway.Risk;

namespace HftGateway.Pipeline.Replay;

/// <summary>What connects the ingress of a replay with the stages of its pipeline.</summary>
internal sealed class ReplayWiring
{
    /// <summary>Session settings of the encoder.</summary>
    public required FixSessionOptions Session { get; init; }

    /// <summary>Bytes that the encoder sent.</summary>
    public required SpscByteQueue Sent { get; init; }

    /// <summary>Refusals of the encoder stage.</summary>
    public required SpscQueue<QueuedInput> Feedback { get; init; }

    /// <summary>The book stage's books.</summary>
    public required ReplayBooks Books { get; init; }

    /// <summary>The risk stage, asked whether a rule demands the kill switch.</summary>
    public required RiskEngine Risk { get; init; }

    /// <summary>All stages run on the ingress thread.</summary>
    public required bool IsFused { get; init; }

    /// <summary>
    /// Separate books for the exchange, or null when the book stage runs on the ingress thread.
    /// </summary>
    public ReplayBooks? OwnBooks { get; init; }
}
