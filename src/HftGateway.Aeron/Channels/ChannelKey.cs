namespace HftGateway.Aeron.Channels;

/// <summary>Keys of channel parameters, by Aeron's names.</summary>
public static class ChannelKey
{
    /// <summary>Address and port to send to or to bind.</summary>
    public const string Endpoint = "endpoint";

    /// <summary>Address and port for control traffic.</summary>
    public const string Control = "control";

    /// <summary>Multi-destination cast: dynamic, manual or response.</summary>
    public const string ControlMode = "control-mode";

    /// <summary>Local interface: address, with or without prefix length.</summary>
    public const string Interface = "interface";

    /// <summary>Time to live of multicast datagrams.</summary>
    public const string Ttl = "ttl";

    /// <summary>Whether lost data is asked for again.</summary>
    public const string Reliable = "reliable";

    /// <summary>Term length.</summary>
    public const string TermLength = "term-length";

    /// <summary>Most bytes of a datagram or frame.</summary>
    public const string Mtu = "mtu";

    /// <summary>How long a publication stays after its end.</summary>
    public const string Linger = "linger";

    /// <summary>Whether log files take their blocks when touched.</summary>
    public const string Sparse = "sparse";

    /// <summary>Whether the end of the stream is signalled.</summary>
    public const string Eos = "eos";

    /// <summary>Whether a subscriber holds the publisher back.</summary>
    public const string Tether = "tether";

    /// <summary>Whether receivers are treated as a group.</summary>
    public const string Group = "group";

    /// <summary>Whether a stream may come back.</summary>
    public const string Rejoin = "rejoin";

    /// <summary>Session id.</summary>
    public const string SessionId = "session-id";

    /// <summary>Tags.</summary>
    public const string Tags = "tags";

    /// <summary>Before a session id: the id of the publication that has this tag.</summary>
    public const string TagPrefix = "tag:";

    /// <summary>A name for people.</summary>
    public const string Alias = "alias";

    /// <summary>Flow control.</summary>
    public const string FlowControl = "fc";

    /// <summary>Group tag of a receiver.</summary>
    public const string GroupTag = "gtag";

    /// <summary>Congestion control.</summary>
    public const string CongestionControl = "cc";

    /// <summary>Whether a spy counts as a connection.</summary>
    public const string SpiesSimulateConnection = "ssc";

    /// <summary>Socket send buffer.</summary>
    public const string SocketSndbuf = "so-sndbuf";

    /// <summary>Socket receive buffer.</summary>
    public const string SocketRcvbuf = "so-rcvbuf";

    /// <summary>Receiver window.</summary>
    public const string ReceiverWindow = "rcv-wnd";

    /// <summary>Publication window.</summary>
    public const string PublicationWindow = "pub-wnd";

    /// <summary>Delay before a NAK.</summary>
    public const string NakDelay = "nak-delay";

    /// <summary>Most retransmissions at a time.</summary>
    public const string MaxResend = "max-resend";

    /// <summary>Initial term id.</summary>
    public const string InitialTermId = "init-term-id";

    /// <summary>Term id of the first message.</summary>
    public const string TermId = "term-id";

    /// <summary>Term offset of the first message.</summary>
    public const string TermOffset = "term-offset";

    /// <summary>Timeout of an untethered subscriber beyond the window.</summary>
    public const string UntetheredWindowLimitTimeout = "untethered-window-limit-timeout";

    /// <summary>Linger of an untethered subscriber.</summary>
    public const string UntetheredLingerTimeout = "untethered-linger-timeout";

    /// <summary>Rest of an untethered subscriber.</summary>
    public const string UntetheredRestingTimeout = "untethered-resting-timeout";

    /// <summary>Stream id.</summary>
    public const string StreamId = "stream-id";

    /// <summary>Where in a message the time of its reception by network card or kernel goes: bytes, or <c>reserved</c>.</summary>
    public const string MediaReceiveTimestampOffset = "media-rcv-ts-offset";

    /// <summary>Where in a message the time of its reception by the driver goes: bytes, or <c>reserved</c>.</summary>
    public const string ChannelReceiveTimestampOffset = "channel-rcv-ts-offset";

    /// <summary>Where in a message the time of its sending goes: bytes, or <c>reserved</c>.</summary>
    public const string ChannelSendTimestampOffset = "channel-snd-ts-offset";

    /// <summary>Response correlation id.</summary>
    public const string ResponseCorrelationId = "response-correlation-id";
}
