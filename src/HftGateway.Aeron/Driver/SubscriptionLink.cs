using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Driver;

/// <summary>A client's subscription.</summary>
internal sealed class SubscriptionLink
{
    public required long RegistrationId { get; init; }

    public required DriverClient Client { get; init; }

    public required ChannelUri Uri { get; init; }

    public required string Channel { get; init; }

    public required int StreamId { get; init; }

    /// <summary>The only session wanted, or null.</summary>
    public int? SessionId { get; set; }

    /// <summary>It awaits answers, and which session has them is not known yet.</summary>
    public bool IsAwaitingSession { get; set; }

    public bool IsTether { get; init; } = true;

    public bool IsReliable { get; init; } = true;

    public bool IsRejoin { get; init; } = true;

    /// <summary>Group semantics demanded by the channel; null: as the address says.</summary>
    public bool? IsGroup { get; init; }

    /// <summary>Congestion control: cubic, or the window as it is.</summary>
    public bool IsCubic { get; init; }

    /// <summary>Longest window to offer; 0 the driver's.</summary>
    public int ReceiverWindow { get; init; }

    /// <summary>A spy: canonical form of the channel that is spied on.</summary>
    public string? SpyCanonical { get; init; }

    /// <summary>What becomes of it when it is untethered and slow.</summary>
    public TetherTimeouts Tether { get; init; }

    /// <summary>NAK delay of the channel, ns, or null.</summary>
    public long? NakDelayNs { get; init; }

    /// <summary>Sockets it listens on; none for IPC and spies.</summary>
    public List<ReceiveEndpoint> Endpoints { get; } = [];

    /// <summary>Those added as destinations, by their registration.</summary>
    public Dictionary<long, ReceiveEndpoint> Destinations { get; } = [];

    public bool WantsSession(int sessionId) => SessionId is { } wanted ? wanted == sessionId : !IsAwaitingSession;
}
