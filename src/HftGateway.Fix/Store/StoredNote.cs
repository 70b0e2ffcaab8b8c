namespace HftGateway.Fix;

/// <summary>What an application wanted to know after a restart, see <see cref="FixStore.TryNote"/>.</summary>
/// <param name="Inbound">Number of the peer's message it belongs to; 0 for none.</param>
/// <param name="UtcNs">When it was written, UTC ns.</param>
/// <param name="Content">Its bytes.</param>
public readonly record struct StoredNote(ulong Inbound, long UtcNs, byte[] Content);
