using System.Net;
using System.Net.Sockets;
using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Tests;

/// <summary>Subscriptions with destinations of every kind, and destinations that come, go and move.</summary>
public sealed class DestinationTests
{
    private const int Stream = 1001;
    private const string Manual = "aeron:udp?control-mode=manual";

    [Fact]
    public void ShouldReadSharedMemoryAPublishersLogAndTheNetworkWhenAllAreDestinations()
    {
        using var system = new DriverAndClient();
        string spied = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        string network = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(Manual, Stream);
        using ExclusivePublication first = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        using ExclusivePublication second = system.Client.AddExclusivePublication(spied + "|ssc=true", Stream);
        using ExclusivePublication third = system.Client.AddExclusivePublication(network, Stream);
        long ipc = subscription.AddDestination("aeron:ipc");
        subscription.AddDestination("aeron-spy:" + spied);
        subscription.AddDestination(network);
        Wait.Until(() => subscription.ImageCount == 3, "three images");
        Received.Check(subscription, first);
        Received.Check(subscription, second);
        Received.Check(subscription, third);
        // A publication that comes later is found as well.
        using ExclusivePublication late = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        Wait.Until(() => subscription.ImageCount == 4, "the fourth image");
        Received.Check(subscription, late);
        subscription.RemoveDestination(ipc);
        Wait.Until(() => subscription.ImageCount == 2, "the end of those over shared memory");
        Assert.False(first.IsConnected);
        subscription.RemoveDestination("aeron-spy:" + spied);
        Wait.Until(() => subscription.ImageCount == 1, "the spy's end");
        Received.Check(subscription, third);
        foreach (string unknown in new[] { "aeron:ipc", "aeron-spy:" + spied })
        {
            AeronException error = Assert.Throws<AeronException>(() => subscription.RemoveDestination(unknown));
            Assert.Equal(AeronErrorCode.UnknownSubscription, error.Code);
        }
    }

    [Fact]
    public void ShouldWantOnlyTheSessionThatTheDestinationNames()
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription(Manual, Stream);
        using ExclusivePublication wanted = system.Client.AddExclusivePublication("aeron:ipc?session-id=7001", Stream);
        using ExclusivePublication other = system.Client.AddExclusivePublication("aeron:ipc?session-id=7002", Stream);
        subscription.AddDestination("aeron:ipc?session-id=7001");
        Wait.Until(() => subscription.ImageCount == 1 && wanted.IsConnected, "the image");
        Received.Check(subscription, wanted);
        Assert.False(other.IsConnected);
    }

    [Fact]
    public void ShouldGiveEverythingBackWhenASubscriptionWithDestinationsIsClosed()
    {
        using var system = new DriverAndClient();
        Subscription subscription = system.Client.AddSubscription(Manual, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        int port = FreePort.Next();
        subscription.AddDestination("aeron:ipc");
        subscription.AddDestination($"aeron:udp?endpoint=127.0.0.1:{port}");
        // The destination's address is the subscription's.
        Assert.Equal([$"127.0.0.1:{port}"], subscription.LocalSocketAddresses());
        Wait.Until(() => publication.IsConnected, "a connection");
        subscription.Dispose();
        Wait.Until(() => !publication.IsConnected, "the end of the connection");
        Wait.Until(() => IsFree(port), "the port");
        CountersReader counters = system.Driver.Counters;
        Wait.Until(
            () => !counters.ReadAll().Any(c => c.TypeId is CounterType.SubscriberPosition or CounterType.ReceiveChannelStatus
                or CounterType.LocalSocketAddress),
            "the counters' end");
    }

    [Fact]
    public void ShouldCloseTheSocketAtOnceWhenADestinationOfALiveImageIsRemoved()
    {
        using var system = new DriverAndClient(c => c with { ImageLivenessTimeoutNs = 3_600_000_000_000 });
        int first = FreePort.Next();
        int second = FreePort.Next();
        using Subscription subscription = system.Client.AddSubscription(Manual, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(Manual, Stream);
        foreach (int port in new[] { first, second })
        {
            subscription.AddDestination($"aeron:udp?endpoint=127.0.0.1:{port}");
            publication.AddDestination($"aeron:udp?endpoint=127.0.0.1:{port}");
        }

        Received.Check(subscription, publication);
        Image image = subscription.Images[0];
        Assert.False(IsFree(first));
        subscription.RemoveDestination($"aeron:udp?endpoint=127.0.0.1:{first}");
        Wait.Until(() => IsFree(first), "the port");
        Received.Check(subscription, publication);
        subscription.RemoveDestination($"aeron:udp?endpoint=127.0.0.1:{second}");
        Wait.Until(() => IsFree(second), "the other port");
        // Nothing comes any more; the image waits for its timeout.
        Assert.Same(image, Assert.Single(subscription.Images));
        Assert.Empty(subscription.LocalSocketAddresses());
        subscription.AddDestination($"aeron:udp?endpoint=127.0.0.1:{first}");
        Received.Check(subscription, publication);
        Assert.Same(image, Assert.Single(subscription.Images));
    }

    [Fact]
    public void ShouldSpeakAsOneReceiverOnAllWays()
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription(Manual, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(Manual + "|fc=min,g:/1", Stream);
        for (int i = 0; i < 3; i++)
        {
            string way = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
            subscription.AddDestination(way);
            publication.AddDestination(way);
        }

        Received.Check(subscription, publication);
        CounterInfo[] counters = [.. system.Driver.Counters.ReadAll()];
        int receivers = Assert.Single(counters, c => c.TypeId == CounterType.FlowControlReceivers).Id;
        int destinations = Assert.Single(counters, c => c.TypeId == CounterType.MdcDestinations).Id;
        Assert.Equal(3, system.Driver.Counters.Value(destinations));
        long before = system.Driver.Counters.Value((int)SystemCounter.StatusMessagesReceived);
        Wait.Until(
            () => system.Driver.Counters.Value((int)SystemCounter.StatusMessagesReceived) > before + 10, "messages by all ways");
        Assert.Equal(1, system.Driver.Counters.Value(receivers));
    }

    [Fact]
    public void ShouldFindADestinationAgainWhenItsNameMovesToAnotherAddress()
    {
        IPAddress address = IPAddress.Parse("127.0.0.2");
        using var system = new DriverAndClient(c => c with
        {
            HostResolver = name => name == "peer.test" ? [Volatile.Read(ref address)] : throw new SocketException(11001),
            ReResolutionCheckIntervalNs = 10_000_000, PublicationConnectionTimeoutNs = 100_000_000,
        });
        int port = FreePort.Next();
        using ExclusivePublication publication = system.Client.AddExclusivePublication(Manual, Stream);
        publication.AddDestination($"aeron:udp?endpoint=peer.test:{port}");
        using Subscription there = system.Client.AddSubscription($"aeron:udp?endpoint=127.0.0.3:{port}", Stream);
        Volatile.Write(ref address, IPAddress.Parse("127.0.0.3"));
        Wait.Until(() => publication.IsConnected && there.ImageCount == 1, "a connection at the new address");
        Received.Check(there, publication);
        Assert.Equal(1, system.Driver.Counters.Value((int)SystemCounter.ResolutionChanges));
        Assert.True(system.Driver.Counters.Value((int)SystemCounter.NameResolverMaxTime) > 0);
    }

    [Theory]
    [InlineData("mtu=1408")]
    [InlineData("rcv-wnd=8k")]
    [InlineData("so-rcvbuf=64k")]
    [InlineData("so-sndbuf=64k")]
    [InlineData("response-correlation-id=7")]
    [InlineData("control=127.0.0.1:9|control-mode=response")]
    public void ShouldRefuseInADestinationWhatBelongsToTheWholeStream(string parameter)
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription(Manual, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(Manual, Stream);
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|{parameter}";
        Assert.Equal(
            (AeronErrorCode.InvalidChannel, AeronErrorCode.InvalidChannel),
            (Assert.Throws<AeronException>(() => subscription.AddDestination(channel)).Code,
                Assert.Throws<AeronException>(() => publication.AddDestination(channel)).Code));
    }

    [Theory]
    [InlineData("aeron:ipc")]
    [InlineData("aeron-spy:aeron:udp?endpoint=127.0.0.1:9")]
    [InlineData("aeron:udp?interface=127.0.0.1")]
    public void ShouldRefuseToSendToWhatIsNoAddress(string channel)
    {
        using var system = new DriverAndClient();
        using ExclusivePublication publication = system.Client.AddExclusivePublication(Manual, Stream);
        AeronException error = Assert.Throws<AeronException>(() => publication.AddDestination(channel));
        Assert.Equal(AeronErrorCode.InvalidChannel, error.Code);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
