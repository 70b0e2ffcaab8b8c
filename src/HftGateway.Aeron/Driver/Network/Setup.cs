namespace HftGateway.Aeron.Driver.Network;

/// <summary>A stream's parameters.</summary>
internal readonly record struct Setup(
    byte Flags, int TermOffset, int SessionId, int StreamId, int InitialTermId, int ActiveTermId, int TermLength, int Mtu,
    int Ttl);
