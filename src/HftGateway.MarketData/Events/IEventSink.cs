using System.Diagnostics.CodeAnalysis;

namespace HftGateway.MarketData.Events;

/// <summary>
/// Where a decoder that makes several events of one message puts them: a slot of the ring, live or in a replay, or a
/// list in a test. Implemented by structs and used only as a generic constraint, so that the calls are direct.
/// </summary>
public interface IEventSink
{
    /// <summary>The place of the next event. What stands there is undefined; all 64 bytes are to be written.</summary>
    [UnscopedRef]
    ref InputEvent Next { get; }

    /// <summary>The event in <see cref="Next"/> is complete: it takes its place in the sequence.</summary>
    void Commit();
}
