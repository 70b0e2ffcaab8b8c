using System.Net;
using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver;

namespace HftGateway.Aeron.Tests;

/// <summary>What a channel's parameters do, as the other side sees it: datagrams, times, and the options of sockets.</summary>
public sealed class WireTests
{
    private const int Stream = 1001;
    private const long Ms = 1_000_000;
    private const int GroupAtLog = 488;

    [Theory]
    [InlineData("", 1_000)]
    [InlineData("|nak-delay=2ms", 2 * Ms)]
    [InlineData("|nak-delay=0", 0)]
    public void ShouldAskForAGapAfterTheDelayThatTheChannelSays(string parameter, long delayNs)
    {
        var clock = new ManualClock();
        using DriverAndClient system = Invoked(clock);
        using var peer = new RawPeer(Stream);
        int port = FreePort.Next();
        var driver = new IPEndPoint(IPAddress.Loopback, port);
        using Subscription subscription = Subscribe(system, $"aeron:udp?endpoint=127.0.0.1:{port}{parameter}");
        MakeGap(system, subscription, peer, driver);
        if (delayNs > 0)
        {
            clock.Advance(delayNs - 1);
            Turn(system, 20);
            Assert.Null(peer.Receive(RawPeer.Nak));
            clock.Advance(1);
        }

        byte[] nak = system.Await(() => peer.Receive(RawPeer.Nak));
        Assert.Equal((0, 64), (BitConverter.ToInt32(nak, 20), BitConverter.ToInt32(nak, 24)));
        Turn(system, 20);
        Assert.Null(peer.Receive(RawPeer.Nak));
        // And again, a hundred times as long after.
        clock.Advance(Math.Max(delayNs, 1) * 100 - 1);
        Turn(system, 20);
        Assert.Null(peer.Receive(RawPeer.Nak));
        clock.Advance(1);
        system.Await(() => peer.Receive(RawPeer.Nak));
    }

    [Theory]
    [InlineData(false, "", 0, false)]
    [InlineData(false, "", 0x40, true)]
    [InlineData(false, "|group=true", 0, true)]
    [InlineData(false, "|group=false", 0x40, false)]
    [InlineData(true, "", 0, true)]
    [InlineData(true, "|group=false", 0x40, false)]
    public void ShouldWaitAsAGroupDoesWhenChannelOrSenderOrAddressSaysSo(
        bool isMulticast, string parameter, byte setupFlags, bool isGroup)
    {
        var clock = new ManualClock();
        using DriverAndClient system = Invoked(clock);
        int port = FreePort.Next();
        IPAddress data = IPAddress.Parse("239.255.77.3");
        IPAddress control = IPAddress.Parse("239.255.77.4");
        using var peer = new RawPeer(Stream, isMulticast ? port : 0, isMulticast ? control : null);
        var driver = new IPEndPoint(isMulticast ? data : IPAddress.Loopback, port);
        using Subscription subscription = Subscribe(
            system, $"aeron:udp?endpoint={driver}{(isMulticast ? "|interface=127.0.0.1" : "")}{parameter}");
        MakeGap(system, subscription, peer, driver, setupFlags);
        string log = Assert.Single(Directory.GetFiles(Path.Combine(system.DirectoryName, "images")));
        byte[] bytes = File.ReadAllBytes(log);
        Assert.Equal(isGroup ? 1 : 0, bytes[bytes.Length - 4096 + GroupAtLog]);
        // One receiver waits 1 us; of a group it would have waited as little one time in millions, and waits 10 ms at most.
        clock.Advance(1_000);
        Turn(system, 20);
        Assert.Equal(isGroup, peer.Receive(RawPeer.Nak) == null);
        clock.Advance(10 * Ms);
        system.Await(() => peer.Receive(RawPeer.Nak));
    }

    [Fact]
    public void ShouldTellReceiversThatTheyAreSeveralWhenTheCastHasManyDestinations()
    {
        var clock = new ManualClock();
        using DriverAndClient system = Invoked(clock);
        using var peer = new RawPeer(Stream);
        var control = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        using ExclusivePublication publication = Publish(system, $"aeron:udp?control={control}|control-mode=dynamic");
        int count = Assert.Single(system.Driver.Counters.ReadAll(), c => c.TypeId == CounterType.MdcDestinations).Id;
        Assert.Equal(0, system.Driver.Counters.Value(count));
        peer.SendStatus(control, publication.SessionId, 0, flags: 0x80);
        Wait.Until(() => system.Driver.DoWork() >= 0 && system.Driver.Counters.Value(count) == 1, "the destination");
        clock.Advance(100 * Ms);
        byte[] setup = system.Await(() => peer.Receive(RawPeer.Setup));
        Assert.Equal(0x40, setup[5]);
        using ExclusivePublication single = Publish(system, $"aeron:udp?endpoint=127.0.0.1:{peer.Port}");
        Assert.Equal(0, system.Await(() => peer.Receive(RawPeer.Setup) is { } s && Session(s) == single.SessionId ? s : null)[5]);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("|eos=true", true)]
    [InlineData("|eos=false", false)]
    public void ShouldSignalTheEndOfTheStreamUnlessTheChannelForbidsIt(string parameter, bool isSignalled)
    {
        var clock = new ManualClock();
        using DriverAndClient system = Invoked(clock);
        using var peer = new RawPeer(Stream);
        ExclusivePublication publication = Publish(system, $"aeron:udp?endpoint=127.0.0.1:{peer.Port}|linger=10s{parameter}");
        byte[] setup = system.Await(() => peer.Receive(RawPeer.Setup));
        peer.SendStatus(peer.From, publication.SessionId, BitConverter.ToInt32(setup, 24), window: 8192);
        system.Await(() => publication.IsConnected ? publication : null);
        clock.Advance(100 * Ms);
        byte[] heartbeat = system.Await(() => peer.Receive(RawPeer.Data));
        Assert.Equal(0xC0, heartbeat[5]);
        publication.Dispose();
        for (int i = 0; i < 5; i++)
        {
            clock.Advance(100 * Ms);
            Turn(system, 5);
            byte flags = system.Await(() => peer.Receive(RawPeer.Data))[5];
            Assert.True(flags == 0xC0 || (isSignalled && flags == 0xE0), $"flags 0x{flags:X}");
            if (i == 4)
                Assert.Equal(isSignalled ? 0xE0 : 0xC0, flags);
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("|rejoin=false", false)]
    public void ShouldComeBackAfterSilenceUnlessTheChannelForbidsIt(string parameter, bool comesBack)
    {
        var clock = new ManualClock();
        using DriverAndClient system = Invoked(clock);
        using var peer = new RawPeer(Stream);
        int port = FreePort.Next();
        var driver = new IPEndPoint(IPAddress.Loopback, port);
        string channel = $"aeron:udp?endpoint=127.0.0.1:{port}{parameter}";
        Subscription subscription = Subscribe(system, channel);
        peer.SendSetup(driver);
        system.Await(() => subscription.ImageCount == 1 ? subscription : null);
        AdvanceUntil(system, clock, () => subscription.ImageCount == 0);
        // Until nothing is left of the first one, and long after.
        AdvanceUntil(
            system, clock, () => Directory.GetFiles(Path.Combine(system.DirectoryName, "images")).Length == 0);
        clock.Advance(60_000 * Ms);
        peer.SendSetup(driver);
        Turn(system, 200);
        Assert.Equal(comesBack ? 1 : 0, subscription.ImageCount);
        subscription.Dispose();
        Turn(system, 20);
        using Subscription next = Subscribe(system, channel);
        peer.SendSetup(driver);
        system.Await(() => next.ImageCount == 1 ? next : null);
    }

    [Fact]
    public void ShouldSetTheSocketsBuffersWhenTheChannelSaysSo()
    {
        using DriverAndClient system = Invoked(new ManualClock());
        int port = FreePort.Next();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{port}";
        using Subscription subscription = Subscribe(system, channel + "|so-rcvbuf=48k|so-sndbuf=20k|rcv-wnd=32k");
        // The system reports twice what it was asked for: its own bookkeeping is in it.
        Assert.Equal(2 * 49152, OpenSocket.Option(port, OpenSocket.SocketLevel, OpenSocket.ReceiveBuffer));
        Assert.Equal(2 * 20480, OpenSocket.Option(port, OpenSocket.SocketLevel, OpenSocket.SendBuffer));
        using ExclusivePublication publication = Publish(system, channel + "|so-rcvbuf=24k|so-sndbuf=40k");
        int local = IPEndPoint.Parse(Assert.Single(publication.LocalSocketAddresses())).Port;
        Assert.Equal(2 * 24576, OpenSocket.Option(local, OpenSocket.SocketLevel, OpenSocket.ReceiveBuffer));
        Assert.Equal(2 * 40960, OpenSocket.Option(local, OpenSocket.SocketLevel, OpenSocket.SendBuffer));
        byte[] log = File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(system.DirectoryName, "publications"))));
        ReadOnlySpan<byte> metadata = log.AsSpan(log.Length - 4096);
        Assert.Equal((40960, 24576), (BitConverter.ToInt32(metadata[292..]), BitConverter.ToInt32(metadata[304..])));
        using var plain = new System.Net.Sockets.UdpClient(0);
        Assert.Equal(plain.Client.SendBufferSize, BitConverter.ToInt32(metadata[296..]));
        Assert.Equal(plain.Client.ReceiveBufferSize, BitConverter.ToInt32(metadata[308..]));
        Assert.True(BitConverter.ToInt32(metadata[300..]) >= 40960 && BitConverter.ToInt32(metadata[312..]) >= 24576);
        string other = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        // Another buffer for the same socket; a window that the buffer cannot hold; a buffer below a datagram.
        AssertNoSubscription(system, channel + "|so-rcvbuf=64k|rcv-wnd=32k");
        AssertNoExclusive(system, channel + "|so-sndbuf=41k");
        AssertNoSubscription(system, other + "|so-rcvbuf=16k|rcv-wnd=32k");
        AssertNoExclusive(system, other + "|so-sndbuf=8k|mtu=16k");
    }

    [Theory]
    [InlineData("239.255.77.5", OpenSocket.IpLevel, OpenSocket.IpMulticastTtl)]
    [InlineData("[ff15::4d07]", OpenSocket.Ipv6Level, OpenSocket.Ipv6MulticastHops)]
    public void ShouldSendAsFarAsTheTimeToLiveSaysWhenTheChannelIsMulticast(string group, int level, int option)
    {
        if (group[0] == '[' && !System.Net.Sockets.Socket.OSSupportsIPv6)
            return;
        var datagrams = new SetupTtl();
        using DriverAndClient system = Invoked(new ManualClock(), datagrams);
        int port = FreePort.Next();
        string card = group[0] == '[' ? "[::1]" : "127.0.0.1";
        using ExclusivePublication publication =
            Publish(system, $"aeron:udp?endpoint={group}:{port}|interface={card}|ttl=7");
        Assert.Equal(7, OpenSocket.Option(port, level, option));
        Wait.Until(() => system.Driver.DoWork() >= 0 && datagrams.Ttl == 7, "the setup");
    }

    [Fact]
    public void ShouldRefuseASubscriptionWhenOneOfTheStreamIsThereAndShapesItsImageOtherwise()
    {
        using DriverAndClient system = Invoked(new ManualClock());
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = Subscribe(system, channel + "|rejoin=false");
        AssertNoSubscription(system, channel);
        AssertNoSubscription(system, channel + "|rejoin=false|reliable=false");
        using Subscription same = Subscribe(system, channel + "|rejoin=false");
        Assert.Equal(subscription.ChannelStatusId, same.ChannelStatusId);
        using ConcurrentPublication publication = Share(system, channel + "|session-id=5001");
        AssertNoShared(system, channel + "|session-id=5002");
        AssertNoShared(system, channel + "|term-length=128k");
        AssertNoShared(system, "aeron:udp?endpoint=127.0.0.1:0");
    }

    private static DriverAndClient Invoked(ManualClock clock, IDatagramFilter? filter = null) => new(
        c => c with
        {
            ThreadingMode = ThreadingMode.Invoker, Clock = clock, ClientLivenessTimeoutNs = long.MaxValue / 4,
            DatagramFilter = filter, PublicationConnectionTimeoutNs = 5_000 * Ms,
        },
        isInvoked: true);

    private static Subscription Subscribe(DriverAndClient system, string channel)
    {
        long id = system.Client.AsyncAddSubscription(channel, Stream);
        return system.Await(() => system.Client.GetSubscription(id));
    }

    private static ExclusivePublication Publish(DriverAndClient system, string channel)
    {
        long id = system.Client.AsyncAddExclusivePublication(channel, Stream);
        return system.Await(() => system.Client.GetExclusivePublication(id));
    }

    private static ConcurrentPublication Share(DriverAndClient system, string channel)
    {
        long id = system.Client.AsyncAddPublication(channel, Stream);
        return system.Await(() => system.Client.GetPublication(id));
    }

    private static void AssertRefused(DriverAndClient system, long id, Func<long, object?> take)
    {
        Wait.Until(
            () =>
            {
                Turn(system, 1);
                return !system.Client.IsCommandActive(id);
            },
            "the answer");
        Assert.Equal(AeronErrorCode.InvalidChannel, Assert.Throws<AeronException>(() => take(id)).Code);
    }

    private static void AssertNoSubscription(DriverAndClient system, string channel) =>
        AssertRefused(system, system.Client.AsyncAddSubscription(channel, Stream), system.Client.GetSubscription);

    private static void AssertNoExclusive(DriverAndClient system, string channel) => AssertRefused(
        system, system.Client.AsyncAddExclusivePublication(channel, Stream), system.Client.GetExclusivePublication);

    private static void AssertNoShared(DriverAndClient system, string channel) =>
        AssertRefused(system, system.Client.AsyncAddPublication(channel, Stream), system.Client.GetPublication);

    // Of two frames of 64 bytes the first is lost.
    private static void MakeGap(
        DriverAndClient system, Subscription subscription, RawPeer peer, IPEndPoint driver, byte setupFlags = 0)
    {
        peer.SendSetup(driver, setupFlags);
        system.Await(() => subscription.ImageCount == 1 ? subscription : null);
        system.Await(() => peer.Receive(RawPeer.StatusMessage));
        peer.SendData(driver, 64, 64);
        int hwmId = Assert.Single(system.Driver.Counters.ReadAll(), c => c.TypeId == CounterType.ReceiverHwm).Id;
        Wait.Until(() => system.Driver.DoWork() >= 0 && system.Driver.Counters.Value(hwmId) == 128, "the second frame");
        // The conductor sees the gap; what is due at once only is sent, since no time passes.
        Turn(system, 2);
    }

    private static void AdvanceUntil(DriverAndClient system, ManualClock clock, Func<bool> isDone) => Wait.Until(
        () =>
        {
            clock.Advance(10 * Ms);
            Turn(system, 1);
            return isDone();
        },
        "the end");

    private static void Turn(DriverAndClient system, int times)
    {
        for (int i = 0; i < times; i++)
        {
            system.Driver.DoWork();
            system.Client.Invoke();
        }
    }

    private static int Session(byte[] setup) => BitConverter.ToInt32(setup, 12);

    // Reads the time to live that setup frames tell.
    private sealed class SetupTtl : IDatagramFilter
    {
        public int Ttl { get; private set; }

        public int OnReceive(Span<byte> datagram) => 1;

        public long DelayNs(ReadOnlySpan<byte> datagram) => 0;

        public int OnSend(ReadOnlySpan<byte> datagram)
        {
            if (BitConverter.ToUInt16(datagram[6..]) == RawPeer.Setup)
                Ttl = BitConverter.ToInt32(datagram[36..]);
            return 1;
        }
    }
}
