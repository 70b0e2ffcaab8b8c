using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Control;

/// <summary>Lengths of a new CnC file's regions.</summary>
internal sealed record CncLayout
{
    public int ToDriverCapacity { get; init; } = 1 << 20;

    public int ToClientsCapacity { get; init; } = 1 << 20;

    public int ValuesLength { get; init; } = 8 << 20;

    public int ErrorLogLength { get; init; } = 4 << 20;

    public long ClientLivenessTimeoutNs { get; init; } = 10_000_000_000;

    public int PageSize { get; init; } = 4096;

    public int MetadataLength => ValuesLength * (CounterLayout.MetadataBytes / CounterLayout.ValueBytes);

    public long FileLength => Align.Up(
        (long)CncFile.HeaderBytes + ToDriverCapacity + ManyToOneRing.TrailerBytes + ToClientsCapacity
        + BroadcastTransmitter.TrailerBytes + MetadataLength + ValuesLength + ErrorLogLength,
        PageSize);
}
