namespace HftGateway.Aeron.Driver.Network;

/// <summary>What a receiver misses.</summary>
internal readonly record struct Nak(int SessionId, int StreamId, int TermId, int TermOffset, int Length);
