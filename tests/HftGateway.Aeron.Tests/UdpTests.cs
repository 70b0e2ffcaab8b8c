using System.Net;
using System.Net.Sockets;
using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver;

namespace HftGateway.Aeron.Tests;

/// <summary>Publications over UDP, through a driver and real sockets.</summary>
public sealed class UdpTests
{
    private const int Stream = 1001;
    private const long PatienceNs = 3_600_000_000_000;

    [Theory]
    [InlineData(ThreadingMode.Shared, 0.0, 0.0)]
    [InlineData(ThreadingMode.SharedNetwork, 0.05, 0.0)]
    [InlineData(ThreadingMode.Dedicated, 0.2, 0.0)]
    [InlineData(ThreadingMode.Shared, 0.02, 0.3)]
    public void ShouldDeliverEveryByteInOrderWhenDatagramsAreLostRepeatedAndReordered(
        ThreadingMode mode, double loss, double delay)
    {
        var faults = new SeededFaults(7, loss, loss / 2, delay, loss / 2);
        // A sender that waits for room tells of a lost last datagram only with its next heartbeat, after 100 ms: the longer the
        // window, the less often.
        using var system = new DriverAndClient(c => c with
        {
            ThreadingMode = mode, DatagramFilter = loss > 0 ? faults : null, InitialWindowLength = 128 * 1024,
            // A machine that stands still for a while is no reason to take anybody for dead.
            ImageLivenessTimeoutNs = PatienceNs, PublicationConnectionTimeoutNs = PatienceNs, ClientLivenessTimeoutNs = PatienceNs,
        });
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|term-length=1m";
        using Subscription subscription = system.Client.AddSubscription(channel, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        int messages = 3_000 * Rounds.Factor;
        FragmentAssembler<Received> handler = Send(subscription, publication, messages, longest: 6_000, seed: 8);
        Assert.Equal(messages, handler.Handler.Next);
        Assert.Null(handler.Handler.Problem);
        Assert.Equal(loss > 0, faults.Lost > 0);
        Assert.Equal(delay > 0, faults.Delayed > 0);
        if (loss > 0)
        {
            Assert.True(system.Driver.Counters.Value((int)SystemCounter.NakMessagesSent) > 0);
            Assert.True(system.Driver.Counters.Value((int)SystemCounter.RetransmitsSent) > 0);
        }
    }

    [Fact]
    public void ShouldFillGapsWithPaddingWhenTheStreamIsUnreliable()
    {
        var faults = new SeededFaults(9, 0.05, 0);
        using var system = new DriverAndClient(c => c with { DatagramFilter = faults });
        string endpoint = $"endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription($"aeron:udp?{endpoint}|reliable=false", Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication($"aeron:udp?{endpoint}", Stream);
        Wait.Until(() => publication.PositionLimit > publication.Position && publication.IsConnected, "a connection");
        var handler = new Numbers();
        byte[] message = new byte[1_000];
        for (int i = 0; i < 2_000; i++)
        {
            BitConverter.TryWriteBytes(message, i);
            Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && publication.Offer(message) > 0, $"message {i}");
        }

        Wait.Until(
            () => subscription.Poll(ref handler, 10) >= 0 && handler.Last == 1_999
                || (subscription.Images.Count > 0 && subscription.Images[0].Position == publication.Position),
            "the end");
        Assert.False(handler.IsOutOfOrder);
        Assert.InRange(handler.Count, 1_000, 1_999);
        Assert.True(system.Driver.Counters.Value((int)SystemCounter.LossGapFills) > 0);
        Assert.Equal(0, system.Driver.Counters.Value((int)SystemCounter.NakMessagesSent));
    }

    [Fact]
    public void ShouldReachAllWhenTheChannelIsMulticast()
    {
        using var first = new DriverAndClient();
        using var second = new DriverAndClient();
        string channel = $"aeron:udp?endpoint=239.255.77.1:{FreePort.Next()}|interface=127.0.0.1";
        using Subscription near = first.Client.AddSubscription(channel, Stream);
        using Subscription far = second.Client.AddSubscription(channel, Stream);
        using ExclusivePublication publication = first.Client.AddExclusivePublication(channel + "|fc=min,g:/2", Stream);
        Wait.Until(() => publication.IsConnected && near.IsConnected && far.IsConnected, "both receivers");
        CheckBoth(publication, near, far);
    }

    [Fact]
    public void ShouldLearnDestinationsWhenReceiversAskAtTheControlAddress()
    {
        using var system = new DriverAndClient();
        string control = $"control=127.0.0.1:{FreePort.Next()}";
        using Subscription near = system.Client.AddSubscription(
            $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|{control}|control-mode=dynamic", Stream);
        using Subscription far = system.Client.AddSubscription(
            $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|{control}|control-mode=dynamic", Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(
            $"aeron:udp?{control}|control-mode=dynamic|fc=min,g:/2", Stream);
        Wait.Until(() => publication.IsConnected && near.IsConnected && far.IsConnected, "both receivers");
        CheckBoth(publication, near, far);
    }

    [Fact]
    public void ShouldSendToWhatWasAddedWhenDestinationsAreManual()
    {
        using var system = new DriverAndClient();
        int firstPort = FreePort.Next();
        int secondPort = FreePort.Next();
        using Subscription near = system.Client.AddSubscription($"aeron:udp?endpoint=127.0.0.1:{firstPort}", Stream);
        using Subscription far = system.Client.AddSubscription($"aeron:udp?endpoint=127.0.0.1:{secondPort}", Stream);
        using ExclusivePublication publication =
            system.Client.AddExclusivePublication("aeron:udp?control-mode=manual|fc=min,g:/2", Stream);
        publication.AddDestination($"aeron:udp?endpoint=127.0.0.1:{firstPort}");
        publication.AddDestination($"aeron:udp?endpoint=127.0.0.1:{secondPort}");
        Wait.Until(() => publication.IsConnected && near.IsConnected && far.IsConnected, "both receivers");
        CheckBoth(publication, near, far);
        Assert.Throws<AeronException>(() => near.AddDestination("aeron:udp?endpoint=127.0.0.1:1"));
    }

    [Fact]
    public void ShouldListenOnSeveralWhenDestinationsAreAddedToASubscription()
    {
        using var system = new DriverAndClient();
        int port = FreePort.Next();
        using Subscription subscription = system.Client.AddSubscription("aeron:udp?control-mode=manual", Stream);
        using ExclusivePublication publication =
            system.Client.AddExclusivePublication($"aeron:udp?endpoint=127.0.0.1:{port}", Stream);
        subscription.AddDestination($"aeron:udp?endpoint=127.0.0.1:{port}");
        FragmentAssembler<Received> handler = Send(subscription, publication, messages: 200, longest: 3_000, seed: 4);
        Assert.Equal(200, handler.Handler.Next);
        Assert.Null(handler.Handler.Problem);
        subscription.RemoveDestination($"aeron:udp?endpoint=127.0.0.1:{port}");
    }

    [Fact]
    public void ShouldFindThePeerAgainWhenItsNameMovesToAnotherAddress()
    {
        IPAddress address = IPAddress.Parse("127.0.0.2");
        using var system = new DriverAndClient(c => c with
        {
            HostResolver = name => name == "peer.test" ? [Volatile.Read(ref address)] : throw new SocketException(11001),
            ReResolutionCheckIntervalNs = 10_000_000, PublicationConnectionTimeoutNs = 100_000_000,
        });
        int port = FreePort.Next();
        int controlPort = FreePort.Next();
        using ExclusivePublication publication =
            system.Client.AddExclusivePublication($"aeron:udp?endpoint=peer.test:{port}", Stream);
        using Subscription there = system.Client.AddSubscription($"aeron:udp?endpoint=127.0.0.3:{port}", Stream);
        using Subscription asking = system.Client.AddSubscription(
            $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|control=peer.test:{controlPort}|control-mode=dynamic", Stream + 1);
        using ExclusivePublication asked = system.Client.AddExclusivePublication(
            $"aeron:udp?control=127.0.0.3:{controlPort}|control-mode=dynamic", Stream + 1);
        Volatile.Write(ref address, IPAddress.Parse("127.0.0.3"));
        Wait.Until(() => publication.IsConnected && there.ImageCount == 1, "a connection at the new address");
        Wait.Until(() => asked.IsConnected && asking.ImageCount == 1, "a connection with the new control address");
        Assert.Equal(2, system.Driver.Counters.Value((int)SystemCounter.ResolutionChanges));
        FragmentAssembler<Received> handler = Send(there, publication, messages: 50, longest: 3_000, seed: 4);
        Assert.Null(handler.Handler.Problem);
        // The name now means a channel that is there.
        using ExclusivePublication second =
            system.Client.AddExclusivePublication($"aeron:udp?endpoint=peer.test:{port}", Stream + 2);
        Assert.Equal(publication.ChannelStatusId, second.ChannelStatusId);
        AeronException error = Assert.Throws<AeronException>(
            () => system.Client.AddSubscription("aeron:udp?endpoint=nobody.test:1", Stream));
        Assert.Equal(AeronErrorCode.UnknownHost, error.Code);
    }

    [Fact]
    public void ShouldHaveOneImageWhenTheStreamComesOnTwoDestinations()
    {
        using var system = new DriverAndClient();
        string one = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        string two = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription("aeron:udp?control-mode=manual", Stream);
        ExclusivePublication publication = system.Client.AddExclusivePublication("aeron:udp?control-mode=manual", Stream);
        subscription.AddDestination(one);
        publication.AddDestination(one);
        var handler = new FragmentAssembler<Received>(default);
        SendFrom(subscription, publication, ref handler, 0, 100);
        // A further way, then only that one.
        subscription.AddDestination(two);
        publication.AddDestination(two);
        long before = system.Driver.Counters.Value((int)SystemCounter.StatusMessagesSent);
        Wait.Until(
            () => system.Driver.Counters.Value((int)SystemCounter.StatusMessagesSent) > before + 10, "status messages on both");
        SendFrom(subscription, publication, ref handler, 100, 200);
        publication.RemoveDestination(one);
        SendFrom(subscription, publication, ref handler, 200, 300);
        Assert.Equal(1, subscription.ImageCount);
        Image image = subscription.Images[0];
        publication.Dispose();
        Wait.Until(() => subscription.ImageCount == 0, "the image's end");
        Assert.Equal(300, handler.Handler.Next);
        Assert.Null(handler.Handler.Problem);
        Assert.True(image.IsEndOfStream);
    }

    [Fact]
    public void ShouldReadThePublishersLogWhenASubscriptionSpies()
    {
        using var system = new DriverAndClient();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using ExclusivePublication publication = system.Client.AddExclusivePublication(channel + "|ssc=true", Stream);
        using Subscription spy = system.Client.AddSubscription("aeron-spy:" + channel, Stream);
        FragmentAssembler<Received> handler = Send(spy, publication, messages: 200, longest: 3_000, seed: 5);
        Assert.Equal(200, handler.Handler.Next);
        Assert.Null(handler.Handler.Problem);
    }

    [Fact]
    public void ShouldTellTheRealPortWhenTheEndpointsPortIsZero()
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription("aeron:udp?endpoint=127.0.0.1:0", Stream);
        string address = Assert.Single(subscription.LocalSocketAddresses());
        using ExclusivePublication publication =
            system.Client.AddExclusivePublication($"aeron:udp?endpoint={address}", Stream);
        Wait.Until(() => publication.IsConnected, "a connection");
    }

    [Fact]
    public void ShouldEndTheImageAtItsLastByteWhenThePublicationIsClosed()
    {
        using var system = new DriverAndClient();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(channel, Stream);
        ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        Wait.Until(() => publication.Offer(new byte[100]) > 0, "a connection");
        Wait.Until(() => subscription.ImageCount == 1, "the image");
        Image image = subscription.Images[0];
        publication.Dispose();
        var handler = new Numbers();
        Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && image.IsEndOfStream, "the end of the stream");
        Assert.Equal(1, handler.Count);
        Wait.Until(() => subscription.ImageCount == 0, "the image's end");
        Wait.Until(
            () => Directory.GetFiles(Path.Combine(system.DirectoryName, "images")).Length == 0
                && Directory.GetFiles(Path.Combine(system.DirectoryName, "publications")).Length == 0,
            "the files' end");
    }

    [Fact]
    public void ShouldRefuseWhenTheSocketCannotBeBound()
    {
        using var system = new DriverAndClient();
        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)taken.Client.LocalEndPoint!).Port;
        AeronException error = Assert.Throws<AeronException>(
            () => system.Client.AddSubscription($"aeron:udp?endpoint=127.0.0.1:{port}", Stream));
        Assert.Equal(AeronErrorCode.ChannelEndpointError, error.Code);
    }

    [Fact]
    public void ShouldStandWhenStrangersSendGarbage()
    {
        using var system = new DriverAndClient();
        int port = FreePort.Next();
        string channel = $"aeron:udp?endpoint=127.0.0.1:{port}";
        using Subscription subscription = system.Client.AddSubscription(channel, Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        Wait.Until(() => publication.IsConnected && subscription.IsConnected, "a connection");
        string source = subscription.Images[0].SourceIdentity;
        using var stranger = new UdpClient();
        var random = new Random(11);
        IPEndPoint[] targets = [new IPEndPoint(IPAddress.Loopback, port), IPEndPoint.Parse(source)];
        for (int i = 0; i < 20_000 * Rounds.Factor; i++)
        {
            byte[] garbage = new byte[random.Next(0, 200)];
            random.NextBytes(garbage);
            if (garbage.Length >= 24)
                Disguise(garbage, random, publication.SessionId);
            stranger.Send(garbage, garbage.Length, targets[i & 1]);
        }

        Wait.Until(() => system.Driver.Counters.Value((int)SystemCounter.InvalidPackets) > 0, "counted garbage");
        // A stranger can spoil the stream that it imitates, never another one.
        using Subscription other = system.Client.AddSubscription("aeron:ipc", Stream + 1);
        using ExclusivePublication good = system.Client.AddExclusivePublication("aeron:ipc", Stream + 1);
        FragmentAssembler<Received> handler = Send(other, good, messages: 100, longest: 1_000, seed: 6);
        Assert.Equal(100, handler.Handler.Next);
        Assert.Null(handler.Handler.Problem);
    }

    // The type of a known frame, the right version, now and then the right stream and session.
    private static void Disguise(byte[] frame, Random random, int sessionId)
    {
        frame[4] = 0;
        BitConverter.TryWriteBytes(frame.AsSpan(6), (ushort)random.Next(0, 12));
        if (random.Next(2) == 0)
        {
            BitConverter.TryWriteBytes(frame.AsSpan(8), random.Next(2) == 0 ? sessionId : random.Next());
            BitConverter.TryWriteBytes(frame.AsSpan(12), random.Next(2) == 0 ? sessionId : Stream);
            BitConverter.TryWriteBytes(frame.AsSpan(16), Stream);
        }
    }

    private static FragmentAssembler<Received> Send(
        Subscription subscription, ExclusivePublication publication, int messages, int longest, int seed)
    {
        var handler = new FragmentAssembler<Received>(default);
        byte[] message = new byte[longest];
        var random = new Random(seed);
        for (long number = 0; number < messages; number++)
        {
            int length = random.Next(8, longest);
            Received.Fill(message.AsSpan(0, length), number);
            Wait.Until(
                () => subscription.Poll(ref handler, 10) >= 0 && publication.Offer(message.AsSpan(0, length)) > 0,
                $"room for message {number}");
        }

        Wait.Until(
            () => subscription.Poll(ref handler, 10) >= 0 && handler.Handler.Next >= messages, $"{messages} messages");
        return handler;
    }

    private static void SendFrom(
        Subscription subscription, ExclusivePublication publication, ref FragmentAssembler<Received> handler, long first, long end)
    {
        byte[] message = new byte[2_000];
        FragmentAssembler<Received> taken = handler;
        for (long number = first; number < end; number++)
        {
            Received.Fill(message, number);
            Wait.Until(
                () => subscription.Poll(ref taken, 10) >= 0 && publication.Offer(message) > 0, $"room for message {number}");
        }

        Wait.Until(() => subscription.Poll(ref taken, 10) >= 0 && taken.Handler.Next == end, $"{end} messages");
        Assert.Equal(1, subscription.ImageCount);
        handler = taken;
    }

    private static void CheckBoth(ExclusivePublication publication, Subscription near, Subscription far)
    {
        var nearHandler = new FragmentAssembler<Received>(default);
        var farHandler = new FragmentAssembler<Received>(default);
        byte[] message = new byte[2_000];
        for (long number = 0; number < 200; number++)
        {
            Received.Fill(message, number);
            Wait.Until(
                () => near.Poll(ref nearHandler, 10) >= 0 && far.Poll(ref farHandler, 10) >= 0
                    && publication.Offer(message) > 0,
                $"room for message {number}");
        }

        Wait.Until(
            () => near.Poll(ref nearHandler, 10) >= 0 && far.Poll(ref farHandler, 10) >= 0
                && nearHandler.Handler.Next == 200 && farHandler.Handler.Next == 200,
            "all messages at both");
        Assert.Null(nearHandler.Handler.Problem);
        Assert.Null(farHandler.Handler.Problem);
    }

    private struct Numbers() : IFragmentHandler
    {
        public int Count;
        public int Last = -1;
        public bool IsOutOfOrder;

        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
        {
            int number = BitConverter.ToInt32(payload);
            IsOutOfOrder |= number <= Last && Count > 0;
            Last = number;
            Count++;
        }
    }
}
