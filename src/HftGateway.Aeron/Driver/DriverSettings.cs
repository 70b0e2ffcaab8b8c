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
        "aeron.dir.delete.on.start" => c with { DirDeleteOnStart = SettingText.Bool(name, value) },
        "aeron.dir.delete.on.shutdown" => c with { DirDeleteOnShutdown = SettingText.Bool(name, value) },
        "aeron.threading.mode" => c with { ThreadingMode = Mode(name, value) },
        "aeron.conductor.idle.strategy" => c with { ConductorIdle = Idle(name, value) },
        "aeron.shared.idle.strategy" => c with { ConductorIdle = Idle(name, value) },
        "aeron.sender.idle.strategy" => c with { SenderIdle = Idle(name, value) },
        "aeron.sharednetwork.idle.strategy" => c with { SenderIdle = Idle(name, value) },
        "aeron.receiver.idle.strategy" => c with { ReceiverIdle = Idle(name, value) },
        "aeron.driver.timeout" => c with { DriverTimeoutMs = SettingText.Integer(name, value) },
        "aeron.client.liveness.timeout" => c with { ClientLivenessTimeoutNs = SettingText.Duration(name, value) },
        "aeron.driver.conductor.cycle.threshold" or "aeron.driver.sender.cycle.threshold"
            or "aeron.driver.receiver.cycle.threshold" => c with { CycleThresholdNs = SettingText.Duration(name, value) },
        "aeron.name.resolver.threshold" => c with { NameResolverThresholdNs = SettingText.Duration(name, value) },
        "aeron.driver.reresolution.check.interval" => c with { ReResolutionCheckIntervalNs = SettingText.Duration(name, value) },
        "aeron.timer.interval" => c with { TimerIntervalNs = SettingText.Duration(name, value) },
        "aeron.counters.free.to.reuse.timeout" => c with { CounterFreeToReuseTimeoutNs = SettingText.Duration(name, value) },
        "aeron.conductor.buffer.length" => c with { ToDriverBufferLength = SettingText.Size(name, value) },
        "aeron.clients.buffer.length" => c with { ToClientsBufferLength = SettingText.Size(name, value) },
        "aeron.counters.buffer.length" => c with { CounterValuesBufferLength = SettingText.Size(name, value) },
        "aeron.error.buffer.length" => c with { ErrorBufferLength = SettingText.Size(name, value) },
        "aeron.loss.report.buffer.length" => c with { LossReportBufferLength = SettingText.Size(name, value) },
        "aeron.file.page.size" => c with { FilePageSize = SettingText.Size(name, value) },
        "aeron.term.buffer.sparse.file" => c with { TermBufferSparseFile = SettingText.Bool(name, value) },
        "aeron.perform.storage.checks" => c with { PerformStorageChecks = SettingText.Bool(name, value) },
        "aeron.term.buffer.length" => c with { PublicationTermBufferLength = SettingText.Size(name, value) },
        "aeron.ipc.term.buffer.length" => c with { IpcTermBufferLength = SettingText.Size(name, value) },
        "aeron.publication.term.window.length" => c with { PublicationWindowLength = SettingText.Size(name, value) },
        "aeron.ipc.publication.term.window.length" => c with { IpcPublicationWindowLength = SettingText.Size(name, value) },
        "aeron.mtu.length" => c with { MtuLength = SettingText.Size(name, value) },
        "aeron.ipc.mtu.length" => c with { IpcMtuLength = SettingText.Size(name, value) },
        "aeron.publication.linger.timeout" => c with { PublicationLingerTimeoutNs = SettingText.Duration(name, value) },
        "aeron.publication.unblock.timeout" => c with { PublicationUnblockTimeoutNs = SettingText.Duration(name, value) },
        "aeron.publication.connection.timeout" => c with { PublicationConnectionTimeoutNs = SettingText.Duration(name, value) },
        "aeron.image.liveness.timeout" => c with { ImageLivenessTimeoutNs = SettingText.Duration(name, value) },
        "aeron.rcv.status.message.timeout" => c with { StatusMessageTimeoutNs = SettingText.Duration(name, value) },
        "aeron.untethered.window.limit.timeout" => c with { UntetheredWindowLimitTimeoutNs = SettingText.Duration(name, value) },
        "aeron.untethered.linger.timeout" => c with { UntetheredLingerTimeoutNs = SettingText.Duration(name, value) },
        "aeron.untethered.resting.timeout" => c with { UntetheredRestingTimeoutNs = SettingText.Duration(name, value) },
        "aeron.rcv.initial.window.length" => c with { InitialWindowLength = SettingText.Size(name, value) },
        "aeron.CubicCongestionControl.tcpMode" => c with { CubicTcpMode = SettingText.Bool(name, value) },
        "aeron.CubicCongestionControl.measureRtt" => c with { CubicMeasureRtt = SettingText.Bool(name, value) },
        "aeron.CubicCongestionControl.initialRtt" => c with { CubicInitialRttNs = SettingText.Duration(name, value) },
        "aeron.receiver.wildcard.port.range" => c with { ReceiverWildcardPorts = Ports(name, value) },
        "aeron.sender.wildcard.port.range" => c with { SenderWildcardPorts = Ports(name, value) },
        "aeron.socket.so_rcvbuf" => c with { SocketSoRcvbuf = SettingText.Size(name, value) },
        "aeron.socket.so_sndbuf" => c with { SocketSoSndbuf = SettingText.Size(name, value) },
        "aeron.socket.multicast.ttl" => c with { SocketMulticastTtl = (int)SettingText.Integer(name, value) },
        "aeron.nak.unicast.delay" => c with { NakUnicastDelayNs = SettingText.Duration(name, value) },
        "aeron.nak.unicast.retry.delay.ratio" => c with { NakUnicastRetryDelayRatio = SettingText.Integer(name, value) },
        "aeron.nak.multicast.max.backoff" => c with { NakMulticastMaxBackoffNs = SettingText.Duration(name, value) },
        "aeron.nak.multicast.group.size" => c with { NakMulticastGroupSize = (int)SettingText.Integer(name, value) },
        "aeron.retransmit.unicast.delay" => c with { RetransmitUnicastDelayNs = SettingText.Duration(name, value) },
        "aeron.retransmit.unicast.linger" => c with { RetransmitUnicastLingerNs = SettingText.Duration(name, value) },
        "aeron.max.resend" => c with { MaxResend = (int)SettingText.Integer(name, value) },
        "aeron.flow.control.receiver.timeout" => c with { FlowControlReceiverTimeoutNs = SettingText.Duration(name, value) },
        "aeron.flow.control.group.min.size" => c with { FlowControlGroupMinSize = (int)SettingText.Integer(name, value) },
        "aeron.flow.control.gtag" or "aeron.flow.control.group.tag" => c with { FlowControlGroupTag = SettingText.Integer(name, value) },
        "aeron.receiver.group.tag" => c with { ReceiverGroupTag = SettingText.Integer(name, value) },
        "aeron.receiver.group.consideration" => c with { ReceiverGroupConsideration = Inferred(name, value) },
        "aeron.unicast.flow.control.rrwm" => c with { UnicastRetransmitWindows = (int)SettingText.Integer(name, value) },
        "aeron.multicast.flow.control.rrwm" => c with { MulticastRetransmitWindows = (int)SettingText.Integer(name, value) },
        "aeron.multicast.flow.control.strategy" or "aeron.multicast.FlowControl.supplier" =>
            c with { MulticastFlowControl = FlowControl(name, value) },
        "aeron.CongestionControl.supplier" => c with { CongestionControl = Congestion(name, value) },
        "aeron.send.to.status.poll.ratio" => c with { SendToStatusPollRatio = (int)SettingText.Integer(name, value) },
        "aeron.publication.reserved.session.id.low" => c with { ReservedSessionIdLow = (int)SettingText.Integer(name, value) },
        "aeron.publication.reserved.session.id.high" => c with { ReservedSessionIdHigh = (int)SettingText.Integer(name, value) },
        "aeron.spies.simulate.connection" => c with { SpiesSimulateConnection = SettingText.Bool(name, value) },
        "aeron.reliable.stream" => c with { ReliableStream = SettingText.Bool(name, value) },
        "aeron.tether.subscriptions" => c with { TetherSubscriptions = SettingText.Bool(name, value) },
        // Nothing here is experimental, and nothing is printed: files written for Aeron's driver are read all the same.
        "aeron.enable.experimental.features" or "aeron.dir.warn.if.exists" or "aeron.print.configuration" =>
            SettingText.Bool(name, value) ? c : c,
        "aeron.rejoin.stream" => c with { RejoinStream = SettingText.Bool(name, value) },
        _ => throw new AeronException($"'{name}' is no setting of the media driver"),
    };

    private static ThreadingMode Mode(string name, string value) => value.ToUpperInvariant() switch
    {
        "DEDICATED" => ThreadingMode.Dedicated,
        "SHARED_NETWORK" => ThreadingMode.SharedNetwork,
        "SHARED" => ThreadingMode.Shared,
        "INVOKER" => ThreadingMode.Invoker,
        _ => throw SettingText.Wrong(name, value, "DEDICATED, SHARED_NETWORK, SHARED or INVOKER"),
    };

    private static DriverIdle Idle(string name, string value) => value.ToLowerInvariant() switch
    {
        "backoff" => DriverIdle.Backoff,
        "yield" or "yielding" => DriverIdle.Yield,
        "spin" or "busy_spin" => DriverIdle.Spin,
        "noop" => DriverIdle.NoOp,
        "sleep-ns" or "sleeping" or "sleep" => DriverIdle.Sleep,
        _ => throw SettingText.Wrong(name, value, "backoff, yield, spin, noop or sleep"),
    };

    private static bool? Inferred(string name, string value) => value.ToUpperInvariant() switch
    {
        "TRUE" or "FORCE_TRUE" => true,
        "FALSE" or "FORCE_FALSE" => false,
        "INFER" => null,
        _ => throw SettingText.Wrong(name, value, "FORCE_TRUE, FORCE_FALSE or INFER"),
    };

    private static PortRange? Ports(string name, string value)
    {
        string[] parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [{ } low, { } high] || !ushort.TryParse(low, out ushort first)
            || !ushort.TryParse(high, out ushort last) || first > last)
            throw SettingText.Wrong(name, value, "two ports such as '20700 20799', or '0 0' for any");
        return first == 0 ? null : new PortRange(first, last);
    }

    // The C driver's names, and the classes of Java's.
    private static string FlowControl(string name, string value) => value switch
    {
        "max" or "multicast_max" or "io.aeron.driver.MaxMulticastFlowControlSupplier"
            or "io.aeron.driver.DefaultMulticastFlowControlSupplier" => "max",
        "min" or "multicast_min" or "io.aeron.driver.MinMulticastFlowControlSupplier" => "min",
        "tagged" or "multicast_tagged" or "io.aeron.driver.TaggedMulticastFlowControlSupplier" => "tagged",
        _ => throw SettingText.Wrong(name, value, "max, min or tagged"),
    };

    private static string Congestion(string name, string value) => value switch
    {
        "default" or "static" or "static_window" or "io.aeron.driver.DefaultCongestionControlSupplier"
            or "io.aeron.driver.StaticWindowCongestionControlSupplier" => "static",
        "cubic" or "io.aeron.driver.CubicCongestionControlSupplier"
            or "io.aeron.driver.ext.CubicCongestionControlSupplier" => "cubic",
        _ => throw SettingText.Wrong(name, value, "static or cubic"),
    };
}
