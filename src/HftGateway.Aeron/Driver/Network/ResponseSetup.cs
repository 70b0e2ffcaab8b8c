namespace HftGateway.Aeron.Driver.Network;

/// <summary>Says to whoever asks on a session which session the answers have (RSP_SETUP).</summary>
internal readonly record struct ResponseSetup(int SessionId, int StreamId, int ResponseSessionId);
