namespace HftGateway.Aeron.Driver.Network;

/// <summary>How far a receiver is, and how much it takes.</summary>
internal readonly record struct StatusMessage(
    byte Flags, int SessionId, int StreamId, int TermId, int TermOffset, int Window, long ReceiverId, bool HasGroupTag,
    long GroupTag);
