using HftGateway.Disruptor;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Topology;
using HftGateway.Platform.Timing;
using HftGateway.Risk;

namespace HftGateway.Pipeline.Gateway;

/// <summary>Everything that a live ingress thread polls.</summary>
internal sealed class LiveWiring
{
    /// <summary>What the feeds brought.</summary>
    public required FeedStatistics Feed { get; init; }

    /// <summary>Order responses and session events; the inbound thread is the producer.</summary>
    public required SpscQueue<QueuedInput> Responses { get; init; }

    /// <summary>Refusals; the encoder's thread is the producer.</summary>
    public required SpscQueue<QueuedInput> Feedback { get; init; }

    /// <summary>Operator commands; the controlling thread is the producer.</summary>
    public required SpscQueue<QueuedInput> Commands { get; init; }

    /// <summary>UTC; ingress is its owner.</summary>
    public required WallClock Clock { get; init; }

    /// <summary>Midnight of the exchange's day, ns since the Unix epoch.</summary>
    public required long MidnightUtcNs { get; init; }

    /// <summary>Timer events, ns apart.</summary>
    public required long TimerNs { get; init; }

    /// <summary>Stamp every n-th event.</summary>
    public required int StampEvery { get; init; }

    /// <summary>How ingress waits.</summary>
    public required WaitKind Wait { get; init; }

    /// <summary>The risk stage, asked whether a rule demands the kill switch.</summary>
    public required RiskEngine Risk { get; init; }

    /// <summary>Lines for the operator.</summary>
    public required OperatorNotes Notes { get; init; }
}
