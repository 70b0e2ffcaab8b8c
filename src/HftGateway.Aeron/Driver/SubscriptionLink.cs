using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Counters;
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

    /// <summary>Its channel's addresses and socket settings; null for IPC.</summary>
    public UdpChannel? Udp { get; init; }

    /// <summary>Its destinations are added by hand.</summary>
    public bool IsManual => Udp is { ControlMode: "manual" } && !Uri.IsSpy;

    /// <summary>Who hands frames to its images: of its socket, or of all its destinations; null for IPC and spies.</summary>
    public StreamDispatcher? Dispatcher { get; set; }

    /// <summary>With destinations added by hand: the id as which all of them speak to senders.</summary>
    public long ReceiverId { get; init; }

    /// <summary>With destinations added by hand: counter of the channel's state.</summary>
    public int StatusId { get; set; } = CounterLayout.NullId;

    /// <summary>It is a local destination of the subscription of the same registration, added by this command; null: it is none.
    /// </summary>
    public long? DestinationId { get; init; }

    /// <summary>Sockets it listens on; none for IPC and spies.</summary>
    public List<ReceiveEndpoint> Endpoints { get; } = [];

    /// <summary>Those added as destinations, by their registration.</summary>
    public Dictionary<long, ReceiveEndpoint> Destinations { get; } = [];

    public bool WantsSession(int sessionId) => SessionId is { } wanted ? wanted == sessionId : !IsAwaitingSession;
}
