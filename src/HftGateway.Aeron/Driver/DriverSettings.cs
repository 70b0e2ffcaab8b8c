using System.Globalization;
using HftGateway.Aeron.Channels;

namespace HftGateway.Aeron.Driver;

/// <summary>Aeron's names of a driver's settings.</summary>
internal static class DriverSettings
{
    public static MediaDriverContext Apply(
        MediaDriverContext context, IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach ((string name, string value) in settings)
            context = Apply(context, name, value);
        return context;
    }

    private static MediaDriverContext Apply(MediaDriverContext c, string name, string value) => name switch
    {
        "aeron.dir" => c with { AeronDirectoryName = value },
        "aeron.dir.delete.on.start" => c with { DirDeleteOnStart = Bool(name, value) },
        "aeron.dir.delete.on.shutdown" => c with { DirDeleteOnShutdown = Bool(name, value) },
        "aeron.threading.mode" => c with { ThreadingMode = Mode(name, value) },
        "aeron.conductor.idle.strategy" => c with { ConductorIdle = Idle(name, value) },
        "aeron.shared.idle.strategy" => c with { ConductorIdle = Idle(name, value) },
        "aeron.sender.idle.strategy" => c with { SenderIdle = Idle(name, value) },
        "aeron.sharednetwork.idle.strategy" => c with { SenderIdle = Idle(name, value) },
        "aeron.receiver.idle.strategy" => c with { ReceiverIdle = Idle(name, value) },
        "aeron.driver.timeout" => c with { DriverTimeoutMs = Integer(name, value) },
        "aeron.client.liveness.timeout" => c with { ClientLivenessTimeoutNs = Duration(name, value) },
        "aeron.driver.conductor.cycle.threshold" or "aeron.driver.sender.cycle.threshold"
            or "aeron.driver.receiver.cycle.threshold" => c with { CycleThresholdNs = Duration(name, value) },
        "aeron.name.resolver.threshold" => c with { NameResolverThresholdNs = Duration(name, value) },
        "aeron.driver.reresolution.check.interval" => c with { ReResolutionCheckIntervalNs = Duration(name, value) },
        "aeron.timer.interval" => c with { TimerIntervalNs = Duration(name, value) },
        "aeron.counters.free.to.reuse.timeout" => c with { CounterFreeToReuseTimeoutNs = Duration(name, value) },
        "aeron.conductor.buffer.length" => c with { ToDriverBufferLength = Size(name, value) },
        "aeron.clients.buffer.length" => c with { ToClientsBufferLength = Size(name, value) },
        "aeron.counters.buffer.length" => c with { CounterValuesBufferLength = Size(name, value) },
        "aeron.error.buffer.length" => c with { ErrorBufferLength = Size(name, value) },
        "aeron.loss.report.buffer.length" => c with { LossReportBufferLength = Size(name, value) },
        "aeron.file.page.size" => c with { FilePageSize = Size(name, value) },
        "aeron.term.buffer.sparse.file" => c with { TermBufferSparseFile = Bool(name, value) },
        "aeron.perform.storage.checks" => c with { PerformStorageChecks = Bool(name, value) },
        "aeron.term.buffer.length" => c with { PublicationTermBufferLength = Size(name, value) },
        "aeron.ipc.term.buffer.length" => c with { IpcTermBufferLength = Size(name, value) },
        "aeron.publication.term.window.length" => c with { PublicationWindowLength = Size(name, value) },
        "aeron.ipc.publication.term.window.length" => c with { IpcPublicationWindowLength = Size(name, value) },
        "aeron.mtu.length" => c with { MtuLength = Size(name, value) },
        "aeron.ipc.mtu.length" => c with { IpcMtuLength = Size(name, value) },
        "aeron.publication.linger.timeout" => c with { PublicationLingerTimeoutNs = Duration(name, value) },
        "aeron.publication.unblock.timeout" => c with { PublicationUnblockTimeoutNs = Duration(name, value) },
        "aeron.publication.connection.timeout" => c with { PublicationConnectionTimeoutNs = Duration(name, value) },
        "aeron.image.liveness.timeout" => c with { ImageLivenessTimeoutNs = Duration(name, value) },
        "aeron.rcv.status.message.timeout" => c with { StatusMessageTimeoutNs = Duration(name, value) },
        "aeron.untethered.window.limit.timeout" => c with { UntetheredWindowLimitTimeoutNs = Duration(name, value) },
        "aeron.untethered.linger.timeout" => c with { UntetheredLingerTimeoutNs = Duration(name, value) },
        "aeron.untethered.resting.timeout" => c with { UntetheredRestingTimeoutNs = Duration(name, value) },
        "aeron.rcv.initial.window.length" => c with { InitialWindowLength = Size(name, value) },
        "aeron.CubicCongestionControl.tcpMode" => c with { CubicTcpMode = Bool(name, value) },
        "aeron.CubicCongestionControl.measureRtt" => c with { CubicMeasureRtt = Bool(name, value) },
        "aeron.CubicCongestionControl.initialRtt" => c with { CubicInitialRttNs = Duration(name, value) },
        "aeron.socket.so_rcvbuf" => c with { SocketSoRcvbuf = Size(name, value) },
        "aeron.socket.so_sndbuf" => c with { SocketSoSndbuf = Size(name, value) },
        "aeron.socket.multicast.ttl" => c with { SocketMulticastTtl = (int)Integer(name, value) },
        "aeron.nak.unicast.delay" => c with { NakUnicastDelayNs = Duration(name, value) },
        "aeron.nak.unicast.retry.delay.ratio" => c with { NakUnicastRetryDelayRatio = Integer(name, value) },
        "aeron.nak.multicast.max.backoff" => c with { NakMulticastMaxBackoffNs = Duration(name, value) },
        "aeron.nak.multicast.group.size" => c with { NakMulticastGroupSize = (int)Integer(name, value) },
        "aeron.retransmit.unicast.delay" => c with { RetransmitUnicastDelayNs = Duration(name, value) },
        "aeron.retransmit.unicast.linger" => c with { RetransmitUnicastLingerNs = Duration(name, value) },
        "aeron.max.resend" => c with { MaxResend = (int)Integer(name, value) },
        "aeron.flow.control.receiver.timeout" => c with { FlowControlReceiverTimeoutNs = Duration(name, value) },
        "aeron.flow.control.group.min.size" => c with { FlowControlGroupMinSize = (int)Integer(name, value) },
        "aeron.flow.control.gtag" => c with { FlowControlGroupTag = Integer(name, value) },
        "aeron.spies.simulate.connection" => c with { SpiesSimulateConnection = Bool(name, value) },
        "aeron.reliable.stream" => c with { ReliableStream = Bool(name, value) },
        "aeron.tether.subscriptions" => c with { TetherSubscriptions = Bool(name, value) },
        "aeron.rejoin.stream" => c with { RejoinStream = Bool(name, value) },
        _ => throw new AeronException($"'{name}' is no setting of the media driver"),
    };

    private static bool Bool(string name, string value) => value switch
    {
        "true" or "1" or "on" => true,
        "false" or "0" or "off" => false,
        _ => throw Wrong(name, value, "true or false"),
    };

    private static int Size(string name, string value) =>
        UnitText.TryParseSize(value, out long size) && size <= int.MaxValue ? (int)size
            : throw Wrong(name, value, "a size such as 65536, 64k or 16m");

    private static long Duration(string name, string value) =>
        UnitText.TryParseDuration(value, out long ns) ? ns : throw Wrong(name, value, "a duration such as 100us, 10ms or 5s");

    private static long Integer(string name, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw Wrong(name, value, "a whole number");

    private static ThreadingMode Mode(string name, string value) => value.ToUpperInvariant() switch
    {
        "DEDICATED" => ThreadingMode.Dedicated,
        "SHARED_NETWORK" => ThreadingMode.SharedNetwork,
        "SHARED" => ThreadingMode.Shared,
        "INVOKER" => ThreadingMode.Invoker,
        _ => throw Wrong(name, value, "DEDICATED, SHARED_NETWORK, SHARED or INVOKER"),
    };

    private static DriverIdle Idle(string name, string value) => value.ToLowerInvariant() switch
    {
        "backoff" => DriverIdle.Backoff,
        "yield" or "yielding" => DriverIdle.Yield,
        "spin" or "busy_spin" => DriverIdle.Spin,
        "noop" => DriverIdle.NoOp,
        "sleep-ns" or "sleeping" or "sleep" => DriverIdle.Sleep,
        _ => throw Wrong(name, value, "backoff, yield, spin, noop or sleep"),
    };

    private static AeronException Wrong(string name, string value, string expected) =>
        new($"{name}={value} is wrong: {expected} expected");
}
