using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Driver;

/// <summary>What a new publication is made of.</summary>
internal sealed record PublicationContext(
    CountersManager Counters,
    long RegistrationId,
    long OwnerId,
    int SessionId,
    int StreamId,
    string Channel,
    bool IsExclusive,
    PublicationParameters Parameters,
    long NowMs,
    long NowNs);
