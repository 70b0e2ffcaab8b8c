using HftGateway.Pipeline.Slots;

namespace HftGateway.Pipeline.Stages;

/// <summary>
/// A stage, or a run of consecutive stages, of the pipeline. Implemented by structs and used only as a generic
/// constraint, so that the call is direct and inlined.
/// </summary>
public interface IPipelineStage
{
    /// <summary>Handles one event.</summary>
    /// <param name="slot">The slot: sections before this stage's are read, its own is written.</param>
    /// <param name="sequence">Ring sequence.</param>
    /// <param name="endOfBatch">No further event is known to be waiting.</param>
    void OnEvent(ref Slot slot, long sequence, bool endOfBatch);
}
