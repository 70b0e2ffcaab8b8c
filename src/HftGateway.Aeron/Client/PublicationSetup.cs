using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Client;

/// <summary>What a driver said of a new publication.</summary>
internal readonly record struct PublicationSetup(
    LogBuffer Log,
    CountersReader Counters,
    string Channel,
    int StreamId,
    int SessionId,
    long RegistrationId,
    long OriginalRegistrationId,
    int LimitCounterId,
    int ChannelStatusId);
