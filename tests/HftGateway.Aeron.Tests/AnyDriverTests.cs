using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Tests;

/// <summary>
/// The less used parts of the protocol with a driver in another process: ours, or the one that HFTGW_AERON_DRIVER names, which must
/// behave alike.
/// </summary>
public sealed class AnyDriverTests : IDisposable
{
    private const int Stream = 1001;
    private const string Manual = "aeron:udp?control-mode=manual";

    private static readonly string[] Settings =
    [
        "aeron.dir.delete.on.shutdown=true", "aeron.timer.interval=20ms", "aeron.ipc.term.buffer.length=64k",
        "aeron.term.buffer.length=64k", "aeron.counters.buffer.length=1m", "aeron.error.buffer.length=4m",
        "aeron.rcv.status.message.timeout=20ms", "aeron.image.liveness.timeout=2s", "aeron.publication.linger.timeout=100ms",
        "aeron.enable.experimental.features=true",
    ];

    private readonly string _directory = TestDirectory.Next();
    private readonly OtherProcess _driver;
    private readonly AeronClient _client;

    public AnyDriverTests()
    {
        _driver = OtherProcess.StartDriver(_directory, Settings);
        _client = AeronClient.Connect(new AeronContext { AeronDirectoryName = _directory, DriverTimeoutMs = 120_000 });
    }

    public void Dispose()
    {
        _client.Dispose();
        _driver.Dispose();
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShouldAnswerWhoAskedAndNobodyElse(bool isUdp)
    {
        string asking = isUdp ? $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}" : "aeron:ipc";
        string answering = isUdp ? $"aeron:udp?control=127.0.0.1:{FreePort.Next()}" : "aeron:ipc";
        using OtherProcess server = OtherProcess.Start("answer", _directory, asking, "1", answering, "2");
        OtherProcess[] clients =
            [.. Enumerable.Range(0, 2).Select(_ => OtherProcess.Start("ask", _directory, asking, "1", answering, "2", "200"))];
        foreach (OtherProcess client in clients)
        {
            (int status, string text) = client.WaitForEnd();
            Assert.Equal((0, "200 answers: each is its question"), (status, text));
            client.Dispose();
        }
    }

    [Fact]
    public void ShouldStampMessagesWhereTheChannelsSay()
    {
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription =
            _client.AddSubscription(channel + "|media-rcv-ts-offset=16|channel-rcv-ts-offset=reserved", Stream);
        using ExclusivePublication publication =
            _client.AddExclusivePublication(channel + "|channel-snd-ts-offset=4", Stream);
        long before = AeronClock.System.EpochNs;
        Wait.Until(() => publication.Offer(new byte[40]) > 0, "a connection");
        var handler = new Last();
        Wait.Until(() => subscription.Poll(ref handler, 1) == 1, "the message");
        long after = AeronClock.System.EpochNs;
        long sent = BitConverter.ToInt64(handler.Bytes!, 4);
        long media = BitConverter.ToInt64(handler.Bytes!, 16);
        Assert.True(
            before <= sent && sent <= media && media <= handler.ReservedValue && handler.ReservedValue <= after,
            $"{before} {sent} {media} {handler.ReservedValue} {after}");
    }

    [Fact]
    public void ShouldReadSharedMemoryAPublishersLogAndTheNetworkWhenAllAreDestinations()
    {
        string spied = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        string network = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = _client.AddSubscription(Manual, Stream);
        using ExclusivePublication first = _client.AddExclusivePublication("aeron:ipc", Stream);
        using ExclusivePublication second = _client.AddExclusivePublication(spied + "|ssc=true", Stream);
        using ExclusivePublication third = _client.AddExclusivePublication(network, Stream);
        subscription.AddDestination("aeron:ipc");
        subscription.AddDestination("aeron-spy:" + spied);
        subscription.AddDestination(network);
        Wait.Until(() => subscription.ImageCount == 3, "three images");
        Received.Check(subscription, first);
        Received.Check(subscription, second);
        Received.Check(subscription, third);
        subscription.RemoveDestination("aeron:ipc");
        Wait.Until(() => subscription.ImageBySessionId(first.SessionId) == null, "the end of that over shared memory");
        subscription.RemoveDestination("aeron-spy:" + spied);
        // Aeron's C driver (1.53-SNAPSHOT, 63c11a6914) tells of the end of an image 0 here.
        if (!OtherProcess.IsForeignDriver)
            Wait.Until(() => subscription.ImageBySessionId(second.SessionId) == null, "the spy's end");
        Assert.Equal(
            AeronErrorCode.UnknownSubscription,
            Assert.Throws<AeronException>(() => subscription.RemoveDestination("aeron:ipc")).Code);
        Received.Check(subscription, third);
        subscription.RemoveDestination(network);
        // Nothing is there any more: no error.
        subscription.RemoveDestination(network);
        Wait.Until(() => subscription.ImageBySessionId(third.SessionId) == null, "the end of the last one");
    }

    [Fact]
    public void ShouldCountDestinationsAndReceiversAndMappedBytes()
    {
        using Subscription subscription = _client.AddSubscription(Manual, Stream);
        using ExclusivePublication publication = _client.AddExclusivePublication(Manual + "|fc=min,g:/1", Stream);
        for (int i = 0; i < 3; i++)
        {
            string way = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
            subscription.AddDestination(way);
            publication.AddDestination(way);
        }

        Received.Check(subscription, publication);
        CounterInfo[] counters = [.. _client.CountersReader.ReadAll()];
        int receivers = Assert.Single(counters, c => c.TypeId == CounterType.FlowControlReceivers).Id;
        int destinations = Assert.Single(counters, c => c.TypeId == CounterType.MdcDestinations).Id;
        Assert.Equal((1, 3), (_client.CountersReader.Value(receivers), _client.CountersReader.Value(destinations)));
        Assert.True(_client.CountersReader.Value((int)SystemCounter.BytesCurrentlyMapped) > 2 * 3 * 65536);
        Assert.Equal(3, subscription.LocalSocketAddresses().Count);
        Assert.Equal(1, _client.CountersReader.Value(subscription.ChannelStatusId));
    }

    [Theory]
    [InlineData("aeron:udp?endpoint=127.0.0.1:0", true, false)]
    [InlineData("aeron:udp?endpoint=127.0.0.1:24571|so-sndbuf=2k|mtu=8k", true, false)]
    [InlineData("aeron:udp?endpoint=127.0.0.1:24571|so-rcvbuf=16k|rcv-wnd=64k", false, true)]
    [InlineData("aeron:udp?endpoint=127.0.0.1:24571|media-rcv-ts-offset=0|channel-rcv-ts-offset=4", true, true)]
    [InlineData("aeron:udp?endpoint=127.0.0.1:24571|term-length=100k", true, false)]
    [InlineData("aeron:udp?endpoint=127.0.0.1:24571|mtu=100", true, false)]
    [InlineData("aeron:udp?endpoint=239.255.77.2:24571|interface=127.0.0.1", true, true)]
    [InlineData("aeron:udp?control-mode=dynamic", true, true)]
    [InlineData("aeron:ipc?term-length=1k", true, false)]
    [InlineData("aeron:ipc?init-term-id=1", true, false)]
    public void ShouldRefuseTheSameChannels(string channel, bool isNoPublication, bool isNoSubscription)
    {
        if (isNoPublication)
            Assert.Throws<AeronException>(() => _client.AddExclusivePublication(channel, Stream));
        if (isNoSubscription)
            Assert.Throws<AeronException>(() => _client.AddSubscription(channel, Stream));
    }

    private struct Last : IFragmentHandler
    {
        public byte[]? Bytes;
        public long ReservedValue;

        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
        {
            Bytes = payload.ToArray();
            ReservedValue = header.ReservedValue;
        }
    }
}
