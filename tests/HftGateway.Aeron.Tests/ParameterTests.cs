using System.Collections.Concurrent;
using System.Net.Sockets;
using HftGateway.Aeron.Client;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Control;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver;
using HftGateway.Aeron.Driver.Network;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Tests;

/// <summary>What channels and settings ask for is what is done.</summary>
public sealed class ParameterTests
{
    private const int Stream = 1001;

    [Fact]
    public void ShouldTakeEverySettingByAeronsName()
    {
        MediaDriverContext c = MediaDriverContext.FromSettings(new Dictionary<string, string>
        {
            ["aeron.dir"] = "/somewhere",
            ["aeron.dir.delete.on.start"] = "true",
            ["aeron.dir.delete.on.shutdown"] = "1",
            ["aeron.threading.mode"] = "SHARED_NETWORK",
            ["aeron.conductor.idle.strategy"] = "spin",
            ["aeron.sender.idle.strategy"] = "noop",
            ["aeron.receiver.idle.strategy"] = "yield",
            ["aeron.driver.timeout"] = "2000",
            ["aeron.client.liveness.timeout"] = "3s",
            ["aeron.driver.conductor.cycle.threshold"] = "4ms",
            ["aeron.name.resolver.threshold"] = "5ms",
            ["aeron.timer.interval"] = "6ms",
            ["aeron.driver.reresolution.check.interval"] = "7ms",
            ["aeron.counters.free.to.reuse.timeout"] = "8ms",
            ["aeron.conductor.buffer.length"] = "64k",
            ["aeron.clients.buffer.length"] = "128k",
            ["aeron.counters.buffer.length"] = "256k",
            ["aeron.error.buffer.length"] = "512k",
            ["aeron.loss.report.buffer.length"] = "1m",
            ["aeron.file.page.size"] = "8k",
            ["aeron.term.buffer.sparse.file"] = "false",
            ["aeron.perform.storage.checks"] = "off",
            ["aeron.term.buffer.length"] = "2m",
            ["aeron.ipc.term.buffer.length"] = "4m",
            ["aeron.publication.term.window.length"] = "96k",
            ["aeron.ipc.publication.term.window.length"] = "160k",
            ["aeron.mtu.length"] = "4096",
            ["aeron.ipc.mtu.length"] = "8192",
            ["aeron.publication.linger.timeout"] = "9ms",
            ["aeron.publication.unblock.timeout"] = "10ms",
            ["aeron.publication.connection.timeout"] = "11ms",
            ["aeron.image.liveness.timeout"] = "12ms",
            ["aeron.rcv.status.message.timeout"] = "13ms",
            ["aeron.untethered.window.limit.timeout"] = "14ms",
            ["aeron.untethered.linger.timeout"] = "15ms",
            ["aeron.untethered.resting.timeout"] = "16ms",
            ["aeron.rcv.initial.window.length"] = "32k",
            ["aeron.CubicCongestionControl.tcpMode"] = "on",
            ["aeron.CubicCongestionControl.measureRtt"] = "true",
            ["aeron.CubicCongestionControl.initialRtt"] = "17us",
            ["aeron.socket.so_rcvbuf"] = "1m",
            ["aeron.socket.so_sndbuf"] = "2m",
            ["aeron.socket.multicast.ttl"] = "18",
            ["aeron.nak.unicast.delay"] = "19us",
            ["aeron.nak.unicast.retry.delay.ratio"] = "20",
            ["aeron.nak.multicast.max.backoff"] = "21ms",
            ["aeron.nak.multicast.group.size"] = "22",
            ["aeron.retransmit.unicast.delay"] = "23us",
            ["aeron.retransmit.unicast.linger"] = "24ms",
            ["aeron.max.resend"] = "25",
            ["aeron.flow.control.receiver.timeout"] = "26ms",
            ["aeron.flow.control.group.min.size"] = "27",
            ["aeron.flow.control.group.tag"] = "-28",
            ["aeron.receiver.group.tag"] = "29",
            ["aeron.receiver.group.consideration"] = "FORCE_TRUE",
            ["aeron.unicast.flow.control.rrwm"] = "30",
            ["aeron.multicast.flow.control.rrwm"] = "31",
            ["aeron.multicast.flow.control.strategy"] = "multicast_min",
            ["aeron.CongestionControl.supplier"] = "cubic",
            ["aeron.send.to.status.poll.ratio"] = "32",
            ["aeron.publication.reserved.session.id.low"] = "-33",
            ["aeron.publication.reserved.session.id.high"] = "34",
            ["aeron.receiver.wildcard.port.range"] = "20700 20799",
            ["aeron.sender.wildcard.port.range"] = "20800 20899",
            ["aeron.enable.experimental.features"] = "true",
            ["aeron.dir.warn.if.exists"] = "false",
            ["aeron.print.configuration"] = "false",
            ["aeron.spies.simulate.connection"] = "true",
            ["aeron.reliable.stream"] = "false",
            ["aeron.tether.subscriptions"] = "false",
            ["aeron.rejoin.stream"] = "0",
        });
        const long Ms = 1_000_000;
        var expected = new MediaDriverContext
        {
            AeronDirectoryName = "/somewhere", DirDeleteOnStart = true, DirDeleteOnShutdown = true,
            ThreadingMode = ThreadingMode.SharedNetwork, ConductorIdle = DriverIdle.Spin, SenderIdle = DriverIdle.NoOp,
            ReceiverIdle = DriverIdle.Yield, DriverTimeoutMs = 2_000, ClientLivenessTimeoutNs = 3_000 * Ms,
            CycleThresholdNs = 4 * Ms, NameResolverThresholdNs = 5 * Ms, TimerIntervalNs = 6 * Ms,
            ReResolutionCheckIntervalNs = 7 * Ms, CounterFreeToReuseTimeoutNs = 8 * Ms, ToDriverBufferLength = 65536,
            ToClientsBufferLength = 131072, CounterValuesBufferLength = 262144, ErrorBufferLength = 524288,
            LossReportBufferLength = 1048576, FilePageSize = 8192, TermBufferSparseFile = false, PerformStorageChecks = false,
            PublicationTermBufferLength = 2097152, IpcTermBufferLength = 4194304, PublicationWindowLength = 98304,
            IpcPublicationWindowLength = 163840, MtuLength = 4096, IpcMtuLength = 8192, PublicationLingerTimeoutNs = 9 * Ms,
            PublicationUnblockTimeoutNs = 10 * Ms, PublicationConnectionTimeoutNs = 11 * Ms, ImageLivenessTimeoutNs = 12 * Ms,
            StatusMessageTimeoutNs = 13 * Ms, UntetheredWindowLimitTimeoutNs = 14 * Ms, UntetheredLingerTimeoutNs = 15 * Ms,
            UntetheredRestingTimeoutNs = 16 * Ms, InitialWindowLength = 32768, CubicTcpMode = true, CubicMeasureRtt = true,
            CubicInitialRttNs = 17_000, SocketSoRcvbuf = 1048576, SocketSoSndbuf = 2097152, SocketMulticastTtl = 18,
            NakUnicastDelayNs = 19_000, NakUnicastRetryDelayRatio = 20, NakMulticastMaxBackoffNs = 21 * Ms,
            NakMulticastGroupSize = 22, RetransmitUnicastDelayNs = 23_000, RetransmitUnicastLingerNs = 24 * Ms, MaxResend = 25,
            FlowControlReceiverTimeoutNs = 26 * Ms, FlowControlGroupMinSize = 27, FlowControlGroupTag = -28,
            ReceiverGroupTag = 29, ReceiverGroupConsideration = true, UnicastRetransmitWindows = 30,
            MulticastRetransmitWindows = 31, MulticastFlowControl = "min", CongestionControl = "cubic",
            ReceiverWildcardPorts = new PortRange(20700, 20799), SenderWildcardPorts = new PortRange(20800, 20899),
            SendToStatusPollRatio = 32, ReservedSessionIdLow = -33, ReservedSessionIdHigh = 34,
            SpiesSimulateConnection = true, ReliableStream = false, TetherSubscriptions = false, RejoinStream = false,
        };
        Assert.Equal(expected, c);
        Assert.Throws<AeronException>(() => MediaDriverContext.FromSettings([new("aeron.mtu", "1408")]));
        Assert.Throws<AeronException>(() => MediaDriverContext.FromSettings([new("aeron.mtu.length", "long")]));
    }

    [Fact]
    public void ShouldChooseAPortOfTheRangeWhenTheChannelGivesNone()
    {
        int first = FreePort.Next();
        int second = FreePort.Next();
        using var system = new DriverAndClient(c => c with
        {
            ReceiverWildcardPorts = new PortRange(first, first), SenderWildcardPorts = new PortRange(second, second),
        });
        using Subscription subscription = system.Client.AddSubscription("aeron:udp?endpoint=127.0.0.1:0", Stream);
        Assert.Equal([$"127.0.0.1:{first}"], subscription.LocalSocketAddresses());
        AeronException full = Assert.Throws<AeronException>(
            () => system.Client.AddSubscription("aeron:udp?endpoint=127.0.0.1:0|alias=other", Stream));
        Assert.Equal(AeronErrorCode.ChannelEndpointError, full.Code);
        using ExclusivePublication cast =
            system.Client.AddExclusivePublication("aeron:udp?control=127.0.0.1:0|control-mode=dynamic", Stream);
        Assert.Equal([$"127.0.0.1:{second}"], cast.LocalSocketAddresses());
        // Without a control address the port is the system's.
        using ExclusivePublication plain = system.Client.AddExclusivePublication($"aeron:udp?endpoint=127.0.0.1:{first}", Stream);
        Wait.Until(() => plain.IsConnected, "a connection");
        Assert.Throws<AeronException>(
            () => MediaDriverContext.FromSettings([new("aeron.sender.wildcard.port.range", "5 4")]));
    }

    [Fact]
    public void ShouldWriteIntoTheLogWhatTheChannelSays()
    {
        using var system = new DriverAndClient();
        using ExclusivePublication publication = system.Client.AddExclusivePublication(
            "aeron:ipc?term-length=128k|mtu=4096|linger=3s|tags=5,6|eos=false|ssc=true|max-resend=9|pub-wnd=8k|"
            + "untethered-window-limit-timeout=7ms|untethered-linger-timeout=8ms|untethered-resting-timeout=9ms",
            Stream);
        byte[] log = File.ReadAllBytes(Directory.GetFiles(Path.Combine(system.DirectoryName, "publications"))[0]);
        ReadOnlySpan<byte> metadata = log.AsSpan(log.Length - 4096);
        Assert.Equal(3 * 131072 + 4096, log.Length);
        Assert.Equal((4096, 131072, 8192), (Int32(metadata, 272), Int32(metadata, 276), Int32(metadata, 284)));
        Assert.Equal((9, 6L, 3_000_000_000L), (Int32(metadata, 316), Int64(metadata, 448), Int64(metadata, 464)));
        Assert.Equal((7_000_000L, 9_000_000L, 8_000_000L), (Int64(metadata, 472), Int64(metadata, 480), Int64(metadata, 500)));
        Assert.Equal((0, 1), (metadata[493], metadata[494]));
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        Wait.Until(() => publication.PositionLimit > 0, "a limit");
        Assert.Equal(8192, publication.PositionLimit);
        foreach (string wrong in new[]
        {
            "max-resend=257", "pub-wnd=1g", "mtu=65536", "mtu=100", "term-length=100k", "linger=-1", "untethered-resting-timeout=x",
            "session-id=x", "tags=a,b", "eos=perhaps", "term-id=1",
        })
        {
            AeronException error = Assert.Throws<AeronException>(
                () => system.Client.AddPublication($"aeron:ipc?{wrong}", Stream + 1));
            Assert.Equal(AeronErrorCode.InvalidChannel, error.Code);
        }
    }

    [Fact]
    public void ShouldLeaveASlowSubscriberBehindAfterTheChannelsOwnTime()
    {
        using var system = new DriverAndClient();
        using Subscription fast = system.Client.AddSubscription("aeron:ipc", Stream);
        using Subscription slow = system.Client.AddSubscription("aeron:ipc?tether=false", Stream);
        // The driver's own times are 5 and 10 s.
        using ExclusivePublication publication = system.Client.AddExclusivePublication(
            "aeron:ipc?untethered-window-limit-timeout=30ms|untethered-linger-timeout=20ms|untethered-resting-timeout=20ms", Stream);
        Wait.Until(() => slow.ImageCount == 1 && fast.ImageCount == 1, "the images");
        Image first = slow.Images[0];
        var handler = new Counting();
        byte[] message = new byte[200];
        Wait.Until(
            () => (publication.Offer(message) > 0 || fast.Poll(ref handler, 10) >= 0) && first.IsClosed, "the loss of the image");
        Wait.Until(
            () => (publication.Offer(message) > 0 || fast.Poll(ref handler, 10) >= 0) && slow.ImageCount == 1, "the image again");
        Assert.True(slow.Images[0].JoinPosition > first.Position);
    }

    [Fact]
    public void ShouldOfferTheWindowThatTheChannelSays()
    {
        using var system = new DriverAndClient();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(channel + "|rcv-wnd=8k", Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        Wait.Until(() => publication.IsConnected, "a connection");
        int limitId = Assert.Single(system.Driver.Counters.ReadAll(), c => c.TypeId == CounterType.SenderLimit).Id;
        Assert.Equal(8192, system.Driver.Counters.Value(limitId));
    }

    [Fact]
    public void ShouldWaitForTheGroupWhenTheFlowControlIsTagged()
    {
        using var system = new DriverAndClient();
        string control = $"control=127.0.0.1:{FreePort.Next()}|control-mode=dynamic";
        using ExclusivePublication publication =
            system.Client.AddExclusivePublication($"aeron:udp?{control}|fc=tagged,g:7/1", Stream);
        using Subscription other = system.Client.AddSubscription(
            $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|{control}|gtag=8|rcv-wnd=4k", Stream);
        Wait.Until(() => other.ImageCount == 1, "the one without the tag");
        Wait.Until(
            () => system.Driver.Counters.Value((int)SystemCounter.StatusMessagesReceived) > 5, "its status messages");
        Assert.False(publication.IsConnected);
        using Subscription member = system.Client.AddSubscription(
            $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|{control}|gtag=7", Stream);
        Wait.Until(() => publication.IsConnected, "the one with the tag");
        // The one that does not count reads nothing, and holds nobody back.
        var handler = new Counting();
        byte[] message = new byte[1_000];
        for (int i = 0; i < 200; i++)
            Wait.Until(() => member.Poll(ref handler, 10) >= 0 && publication.Offer(message) > 0, $"room for {i}");
        Wait.Until(() => member.Poll(ref handler, 10) >= 0 && handler.Count == 200, "all at the member");
    }

    [Fact]
    public void ShouldStopAtThePositionWhenAPollIsBounded()
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        for (int i = 0; i < 10; i++)
            Wait.Until(() => publication.Offer(new byte[100]) > 0, "room");
        Wait.Until(() => subscription.ImageCount == 1, "the image");
        Image image = subscription.Images[0];
        var handler = new Counting();
        // A message takes 160 bytes: the third begins at 320, below the bound, and is whole.
        Assert.Equal(3, image.BoundedPoll(ref handler, 321, 10));
        Assert.Equal(480, image.Position);
        Assert.Equal(0, image.BoundedPoll(ref handler, 480, 10));
        Assert.Equal(1, image.BoundedPoll(ref handler, 481, 10));
        Assert.Equal(6, image.BoundedPoll(ref handler, long.MaxValue, 10));
        Assert.Equal(10, handler.Count);
    }

    [Fact]
    public void ShouldAnswerTheCommandsThatNoClientOfOursSends()
    {
        using var system = new DriverAndClient(c => c with { TerminationToken = "token" });
        using CncFile cnc = CncFile.TryOpen(system.DirectoryName)!;
        BroadcastReceiver receiver = cnc.CreateReceiver();
        byte[] command = new byte[128];
        int length = new RecordWriter(command).Int64(900).Int64(901).Int64(33).Int32(1_003).Bytes("key"u8).Align4().Text("label")
            .Written.Length;
        Assert.True(cnc.ToDriver.TryWrite(CommandType.AddStaticCounter, command.AsSpan(0, length)));
        byte[] answer = Receive(receiver, CommandType.OnStaticCounter);
        Assert.Equal(901, Int64(answer, 0));
        int counterId = Int32(answer, 8);
        Assert.Equal((1_003, 33L, -1L, "label"), (
            system.Driver.Counters.TypeId(counterId), system.Driver.Counters.RegistrationId(counterId),
            system.Driver.Counters.OwnerId(counterId), Assert.Single(system.Driver.Counters.ReadAll(), c => c.Id == counterId).Label));
        // The same again is the same counter.
        Assert.True(cnc.ToDriver.TryWrite(CommandType.AddStaticCounter, command.AsSpan(0, length)));
        Assert.Equal(counterId, Int32(Receive(receiver, CommandType.OnStaticCounter), 8));
        length = new RecordWriter(command).Int64(900).Int64(902).Int32(Stream).Written.Length;
        Assert.True(cnc.ToDriver.TryWrite(CommandType.GetNextAvailableSessionId, command.AsSpan(0, length)));
        answer = Receive(receiver, CommandType.OnNextAvailableSessionId);
        Assert.Equal(902, Int64(answer, 0));
        using ExclusivePublication next = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        Assert.Equal(Int32(answer, 8) + 1, next.SessionId);
        length = new RecordWriter(command).Int64(900).Int64(903).Text("other").Written.Length;
        Assert.True(cnc.ToDriver.TryWrite(CommandType.TerminateDriver, command.AsSpan(0, length)));
        Wait.Until(() => system.Driver.Counters.Value((int)SystemCounter.Errors) == 1, "the refusal");
        Assert.False(system.Driver.IsTerminationRequested);
        length = new RecordWriter(command).Int64(900).Int64(904).Text("token").Written.Length;
        Assert.True(cnc.ToDriver.TryWrite(CommandType.TerminateDriver, command.AsSpan(0, length)));
        Wait.Until(() => system.Driver.IsTerminationRequested, "the end");
    }

    [Fact]
    public void ShouldTellOfCountersThatComeAndGo()
    {
        using var system = new DriverAndClient();
        var came = new ConcurrentQueue<long>();
        var gone = new ConcurrentQueue<long>();
        AeronClient other = system.Connect(new AeronContext
        {
            OnAvailableCounter = (_, registrationId, _) => came.Enqueue(registrationId),
            OnUnavailableCounter = (_, registrationId, _) => gone.Enqueue(registrationId),
        });
        Counter counter = system.Client.AddCounter(1_010, "key"u8, "mine");
        Wait.Until(() => came.Contains(counter.RegistrationId), "the counter at the other client");
        counter.Dispose();
        Wait.Until(() => gone.Contains(counter.RegistrationId), "its end there");
        Assert.False(other.IsClosed);
    }

    [Fact]
    public void ShouldNoteEachStreamsLossInTheReport()
    {
        var faults = new SeededFaults(13, 0.2, 0);
        using var system = new DriverAndClient(c => c with { DatagramFilter = faults });
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(channel, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        var handler = new Counting();
        string path = Path.Combine(system.DirectoryName, LossReport.FileName);
        Wait.Until(
            () => (publication.Offer(new byte[1_000]) > 0 || subscription.Poll(ref handler, 10) >= 0)
                && LossReport.Read(path).Count == 1,
            "a loss");
        LossObservation loss = LossReport.Read(path)[0];
        Assert.Equal((publication.SessionId, Stream, channel), (loss.SessionId, loss.StreamId, loss.Channel));
        Assert.StartsWith("127.0.0.1:", loss.Source, StringComparison.Ordinal);
        Assert.True(loss.Count > 0 && loss.BytesLost >= 1_056 && loss.BytesLost % 32 == 0, loss.ToString());
    }

    [Fact]
    public void ShouldDeliverOverIpv6()
    {
        if (!Socket.OSSupportsIPv6)
            return;
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription("aeron:udp?endpoint=[::1]:0", Stream);
        string address = Assert.Single(subscription.LocalSocketAddresses());
        using ExclusivePublication publication = system.Client.AddExclusivePublication($"aeron:udp?endpoint={address}", Stream);
        byte[] message = new byte[5_000];
        Received.Fill(message, 0);
        Wait.Until(() => publication.Offer(message) > 0, "a connection");
        var handler = new FragmentAssembler<Received>(default);
        Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && handler.Handler.Next == 1, "the message");
        Assert.Null(handler.Handler.Problem);
    }

    [Fact]
    public void ShouldDelayTheNaksOfAGroupAsAeronDoes()
    {
        // 10 ms and ten receivers: lambda = ln 10 + 1.
        var delay = new MulticastDelay(10_000_000, 10);
        Assert.Equal(0, delay.Ns(0));
        Assert.InRange(delay.Ns(0.5), 8_010_588, 8_010_590);
        Assert.InRange(delay.Ns(1), 9_999_999, 10_000_000);
    }

    [Fact]
    public void ShouldResendOnlyAfterTheDelayWhenOneIsSet()
    {
        var faults = new SeededFaults(14, 0.1, 0);
        using var system = new DriverAndClient(
            c => c with { RetransmitUnicastDelayNs = 2_000_000, RetransmitUnicastLingerNs = 1_000_000, DatagramFilter = faults });
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(channel, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        var handler = new FragmentAssembler<Received>(default);
        byte[] message = new byte[1_000];
        for (long number = 0; number < 200; number++)
        {
            Received.Fill(message, number);
            Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && publication.Offer(message) > 0, $"room for {number}");
        }

        Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && handler.Handler.Next == 200, "all messages");
        Assert.Null(handler.Handler.Problem);
        // Retries come every 100 us: all but the first of a gap meet one that waits.
        Assert.True(
            system.Driver.Counters.Value((int)SystemCounter.NakMessagesReceived)
                > system.Driver.Counters.Value((int)SystemCounter.RetransmitsSent));
    }

    private static byte[] Receive(BroadcastReceiver receiver, int type)
    {
        var handler = new One { Type = type };
        Wait.Until(() => receiver.Receive(ref handler) >= 0 && handler.Payload != null, $"event 0x{type:X}");
        return handler.Payload!;
    }

    private static int Int32(ReadOnlySpan<byte> bytes, int offset) => BitConverter.ToInt32(bytes[offset..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int offset) => BitConverter.ToInt64(bytes[offset..]);

    private struct One : IRecordHandler
    {
        public int Type;
        public byte[]? Payload;

        public void OnRecord(int type, ReadOnlySpan<byte> payload)
        {
            if (type == Type)
                Payload = payload.ToArray();
        }
    }

    private struct Counting : IFragmentHandler
    {
        public int Count;

        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header) => Count++;
    }
}
