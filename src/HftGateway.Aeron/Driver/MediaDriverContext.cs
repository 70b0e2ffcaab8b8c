using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Driver;

/// <summary>
/// How a media driver is set up. Defaults are Aeron's; <see cref="FromSettings"/> reads Aeron's own names.
/// </summary>
public sealed record MediaDriverContext
{
    private const long Ms = 1_000_000;
    private const long Second = 1_000_000_000;

    /// <summary>The driver's directory.</summary>
    public string AeronDirectoryName { get; init; } = AeronContext.DefaultDirectory;

    /// <summary>Delete what a living or dead driver left in the directory, without asking.</summary>
    public bool DirDeleteOnStart { get; init; }

    /// <summary>Delete the directory at the end.</summary>
    public bool DirDeleteOnShutdown { get; init; }

    /// <summary>Threads.</summary>
    public ThreadingMode ThreadingMode { get; init; } = ThreadingMode.Shared;

    /// <summary>Idle strategy of the conductor, or of the one thread.</summary>
    public DriverIdle ConductorIdle { get; init; } = DriverIdle.Backoff;

    /// <summary>Idle strategy of the sender, or of the shared network thread.</summary>
    public DriverIdle SenderIdle { get; init; } = DriverIdle.Backoff;

    /// <summary>Idle strategy of the receiver.</summary>
    public DriverIdle ReceiverIdle { get; init; } = DriverIdle.Backoff;

    /// <summary>Age of a sign of life beyond which a driver is dead, ms.</summary>
    public long DriverTimeoutMs { get; init; } = 10_000;

    /// <summary>Age of a client's sign of life beyond which it is dead, ns.</summary>
    public long ClientLivenessTimeoutNs { get; init; } = 10 * Second;

    /// <summary>Interval of the driver's own sign of life and of all slow checks, ns.</summary>
    public long TimerIntervalNs { get; init; } = Second;

    /// <summary>A turn of an agent longer than this is counted, ns.</summary>
    public long CycleThresholdNs { get; init; } = Second;

    /// <summary>Resolving a name longer than this is counted, ns.</summary>
    public long NameResolverThresholdNs { get; init; } = 5 * Second;

    /// <summary>
    /// How often the name of a peer that does not answer is resolved again, ns; 0 never. It does not answer when it was silent for
    /// <see cref="PublicationConnectionTimeoutNs"/>.
    /// </summary>
    public long ReResolutionCheckIntervalNs { get; init; } = Second;

    /// <summary>Addresses of a host's name, on the conductor's thread; null: the system's.</summary>
    public Func<string, System.Net.IPAddress[]>? HostResolver { get; init; }

    /// <summary>How long a freed counter rests, ns.</summary>
    public long CounterFreeToReuseTimeoutNs { get; init; } = Second;

    /// <summary>Capacity of the command ring, bytes.</summary>
    public int ToDriverBufferLength { get; init; } = 1 << 20;

    /// <summary>Capacity of the broadcast, bytes.</summary>
    public int ToClientsBufferLength { get; init; } = 1 << 20;

    /// <summary>Length of the counters' values, bytes, 128 a counter.</summary>
    public int CounterValuesBufferLength { get; init; } = 8 << 20;

    /// <summary>Length of the error log, bytes.</summary>
    public int ErrorBufferLength { get; init; } = 4 << 20;

    /// <summary>Length of the loss report, bytes.</summary>
    public int LossReportBufferLength { get; init; } = 1 << 20;

    /// <summary>Page size for files, bytes.</summary>
    public int FilePageSize { get; init; } = 4096;

    /// <summary>Leave term buffers' blocks to be taken when touched.</summary>
    public bool TermBufferSparseFile { get; init; } = true;

    /// <summary>Check that there is room before a log is made.</summary>
    public bool PerformStorageChecks { get; init; } = true;

    /// <summary>Term length of network publications, bytes.</summary>
    public int PublicationTermBufferLength { get; init; } = 16 << 20;

    /// <summary>Term length of IPC publications, bytes.</summary>
    public int IpcTermBufferLength { get; init; } = 64 << 20;

    /// <summary>Window of network publications, bytes; 0 half a term.</summary>
    public int PublicationWindowLength { get; init; }

    /// <summary>Window of IPC publications, bytes; 0 half a term.</summary>
    public int IpcPublicationWindowLength { get; init; }

    /// <summary>MTU of network publications, bytes.</summary>
    public int MtuLength { get; init; } = 1408;

    /// <summary>MTU of IPC publications, bytes.</summary>
    public int IpcMtuLength { get; init; } = 1408;

    /// <summary>How long a publication stays after its end, ns.</summary>
    public long PublicationLingerTimeoutNs { get; init; } = 5 * Second;

    /// <summary>After this time without consumption a blocked publication is unblocked, ns.</summary>
    public long PublicationUnblockTimeoutNs { get; init; } = 15 * Second;

    /// <summary>Receivers silent for longer are no connection, ns.</summary>
    public long PublicationConnectionTimeoutNs { get; init; } = 5 * Second;

    /// <summary>Images silent for longer are gone, ns.</summary>
    public long ImageLivenessTimeoutNs { get; init; } = 10 * Second;

    /// <summary>Longest time between status messages, ns.</summary>
    public long StatusMessageTimeoutNs { get; init; } = 200 * Ms;

    /// <summary>Timeout of an untethered subscriber beyond the window, ns.</summary>
    public long UntetheredWindowLimitTimeoutNs { get; init; } = 5 * Second;

    /// <summary>How long the lost image of an untethered subscriber lingers, ns; null: as long as it may be beyond the window.
    /// </summary>
    public long? UntetheredLingerTimeoutNs { get; init; }

    /// <summary>Rest of an untethered subscriber, ns.</summary>
    public long UntetheredRestingTimeoutNs { get; init; } = 10 * Second;

    /// <summary>Window that a receiver offers at first, bytes.</summary>
    public int InitialWindowLength { get; init; } = 128 * 1024;

    /// <summary>With <c>cc=cubic</c>: grow at least as fast as TCP Reno would.</summary>
    public bool CubicTcpMode { get; init; }

    /// <summary>With <c>cc=cubic</c>: measure round trips to the sender.</summary>
    public bool CubicMeasureRtt { get; init; }

    /// <summary>With <c>cc=cubic</c>: a round trip before one was measured, and the interval of growth, ns.</summary>
    public long CubicInitialRttNs { get; init; } = Network.CubicCongestionControl.DefaultInitialRttNs;

    /// <summary>Ports of receiving sockets whose channel gives port 0; null: any that is free.</summary>
    public PortRange? ReceiverWildcardPorts { get; init; }

    /// <summary>Ports of sending sockets whose channel gives a control address with port 0; null: any that is free.</summary>
    public PortRange? SenderWildcardPorts { get; init; }

    /// <summary>Receive buffer of sockets, bytes; 0 the system's.</summary>
    public int SocketSoRcvbuf { get; init; } = 128 * 1024;

    /// <summary>Send buffer of sockets, bytes; 0 the system's.</summary>
    public int SocketSoSndbuf { get; init; }

    /// <summary>Time to live of multicast datagrams; 0 the system's.</summary>
    public int SocketMulticastTtl { get; init; }

    /// <summary>Delay before the first NAK of a unicast stream, ns.</summary>
    public long NakUnicastDelayNs { get; init; } = 1_000;

    /// <summary>Retries of a unicast NAK come after the delay times this.</summary>
    public long NakUnicastRetryDelayRatio { get; init; } = 100;

    /// <summary>Longest random delay of a multicast NAK, ns.</summary>
    public long NakMulticastMaxBackoffNs { get; init; } = 10 * Ms;

    /// <summary>Size of a multicast group for the delay of NAKs.</summary>
    public int NakMulticastGroupSize { get; init; } = 10;

    /// <summary>Delay of a retransmission, ns.</summary>
    public long RetransmitUnicastDelayNs { get; init; }

    /// <summary>For this time an overlapping NAK is ignored, ns.</summary>
    public long RetransmitUnicastLingerNs { get; init; } = 10 * Ms;

    /// <summary>Most that one NAK of a single receiver has sent again, in windows of the receiver.</summary>
    public int UnicastRetransmitWindows { get; init; } = 16;

    /// <summary>Most that one NAK of a group has sent again, in windows of a receiver.</summary>
    public int MulticastRetransmitWindows { get; init; } = 4;

    /// <summary>Most retransmissions to a group at a time.</summary>
    public int MaxResend { get; init; } = 16;

    /// <summary>Timeout of a receiver for the min flow control, ns.</summary>
    public long FlowControlReceiverTimeoutNs { get; init; } = 5 * Second;

    /// <summary>Receivers below which a tagged or min flow control is not connected.</summary>
    public int FlowControlGroupMinSize { get; init; }

    /// <summary>Tag of the group for the tagged flow control.</summary>
    public long FlowControlGroupTag { get; init; } = -1;

    /// <summary>Tag that receivers say with their status messages, unless their channel says another; null: none.</summary>
    public long? ReceiverGroupTag { get; init; }

    /// <summary>Whether receivers delay NAKs as a group does, unless their channel says so; null: as the address says.</summary>
    public bool? ReceiverGroupConsideration { get; init; }

    /// <summary>Congestion control of receivers, unless their channel says: static or cubic.</summary>
    public string CongestionControl { get; init; } = "static";

    /// <summary>After so many turns of sending the sender looks for what receivers said.</summary>
    public int SendToStatusPollRatio { get; init; } = 6;

    /// <summary>Least session id that the driver gives to nobody.</summary>
    public int ReservedSessionIdLow { get; init; } = -1;

    /// <summary>Greatest session id that the driver gives to nobody.</summary>
    public int ReservedSessionIdHigh { get; init; } = 1000;

    /// <summary>Flow control of multicast publications and multi-destination casts: max, min or tagged.</summary>
    public string MulticastFlowControl { get; init; } = "max";

    /// <summary>Spies count as connections.</summary>
    public bool SpiesSimulateConnection { get; init; }

    /// <summary>Streams ask again for what was lost.</summary>
    public bool ReliableStream { get; init; } = true;

    /// <summary>Subscribers hold publishers back.</summary>
    public bool TetherSubscriptions { get; init; } = true;

    /// <summary>Streams may come back.</summary>
    public bool RejoinStream { get; init; } = true;

    /// <summary>Whether a driver may be ended by TERMINATE_DRIVER with this token; null: never.</summary>
    public string? TerminationToken { get; init; }

    /// <summary>Where the time comes from.</summary>
    public AeronClock Clock { get; init; } = AeronClock.System;

    /// <summary>Told of each new error; all are in the error log anyway.</summary>
    public Action<string>? ErrorHandler { get; init; }

    /// <summary>A hook between sockets and driver, for tests: see <see cref="IDatagramFilter"/>.</summary>
    public IDatagramFilter? DatagramFilter { get; init; }

    /// <summary>A context from settings by their Aeron names (<c>aeron.dir</c>, <c>aeron.mtu.length</c>, ...).</summary>
    /// <param name="settings">Names and values.</param>
    /// <exception cref="AeronException">An unknown name or a wrong value.</exception>
    public static MediaDriverContext FromSettings(IEnumerable<KeyValuePair<string, string>> settings) =>
        DriverSettings.Apply(new MediaDriverContext(), settings);
}
