namespace HftGateway.Aeron.Control;

/// <summary>What an image lost.</summary>
/// <param name="Count">How many gaps were seen.</param>
/// <param name="BytesLost">Their bytes.</param>
/// <param name="FirstMs">First time, ms since the epoch.</param>
/// <param name="LastMs">Last time, ms since the epoch.</param>
/// <param name="SessionId">Session.</param>
/// <param name="StreamId">Stream.</param>
/// <param name="Channel">Channel.</param>
/// <param name="Source">Address of the sender.</param>
public readonly record struct LossObservation(
    long Count, long BytesLost, long FirstMs, long LastMs, int SessionId, int StreamId, string Channel, string Source);
