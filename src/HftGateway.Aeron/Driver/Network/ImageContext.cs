using HftGateway.Aeron.Control;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>What a new image is made of.</summary>
internal sealed record ImageContext(
    MediaDriverContext Context,
    CountersManager Counters,
    SystemCounters System,
    ReceiveEndpoint Endpoint,
    long CorrelationId,
    long OwnerId,
    string Channel,
    Setup Setup,
    NativeAddress Source,
    int Window,
    bool IsReliable,
    bool IsRejoin,
    bool IsGroup,
    bool IsCubic,
    long? NakDelayNs,
    TetherTimeouts Tether,
    LossReport Losses);
