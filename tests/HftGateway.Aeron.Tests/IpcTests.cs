using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver;

namespace HftGateway.Aeron.Tests;

/// <summary>Publications and subscriptions in shared memory, through a driver.</summary>
public sealed class IpcTests
{
    private const int Stream = 1001;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShouldDeliverEveryByteInOrderWhenMessagesAreOfAllLengths(bool isExclusive)
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        ConcurrentPublication? concurrent = isExclusive ? null : system.Client.AddPublication("aeron:ipc", Stream);
        ExclusivePublication? exclusive = isExclusive ? system.Client.AddExclusivePublication("aeron:ipc", Stream) : null;
        int longest = (concurrent ?? (Publication)exclusive!).MaxMessageLength;
        Assert.Equal(8192, longest);
        var handler = new FragmentAssembler<Received>(default);
        byte[] message = new byte[longest];
        var random = new Random(3);
        for (long number = 0; number < 5_000; number++)
        {
            int length = number % 50 == 0 ? longest : random.Next(8, 3_000);
            Received.Fill(message.AsSpan(0, length), number);
            Wait.Until(
                () =>
                {
                    subscription.Poll(ref handler, 10);
                    int cut = random.Next(length + 1);
                    long result = concurrent != null
                        ? concurrent.Offer(message.AsSpan(0, cut), message.AsSpan(cut, length - cut))
                        : exclusive!.Offer(message.AsSpan(0, length));
                    return result > 0;
                },
                $"message {number}");
        }

        Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && handler.Handler.Next == 5_000, "the last message");
        Assert.Null(handler.Handler.Problem);
        Assert.Empty(system.Errors);
        concurrent?.Dispose();
        exclusive?.Dispose();
    }

    [Fact]
    public void ShouldAnswerBackPressuredWhenASubscriberIsBehindByTheWindow()
    {
        using var system = new DriverAndClient();
        using ExclusivePublication publication = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        Assert.Equal(PublicationResult.NotConnected, publication.Offer(new byte[100]));
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        Wait.Until(() => publication.IsConnected && publication.PositionLimit > 0, "a connection");
        long last = 0;
        long result;
        while ((result = publication.Offer(new byte[992])) > 0)
            last = result;
        Assert.Equal(PublicationResult.BackPressured, result);
        // Half a term, and the message that began below the limit.
        Assert.Equal(32 * 1024, last);
        var handler = new Counting();
        Wait.Until(() => subscription.Poll(ref handler, 100) >= 0 && handler.Count == 32, "all messages");
        Wait.Until(() => publication.Offer(new byte[992]) > 0, "room again");
    }

    [Fact]
    public void ShouldWriteInPlaceWhenClaimed()
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        using ConcurrentPublication publication = system.Client.AddPublication("aeron:ipc", Stream);
        Wait.Until(() => publication.PositionLimit > 0, "a limit");
        Assert.True(publication.TryClaim(16, out BufferClaim first) > 0);
        Assert.True(publication.TryClaim(16, out BufferClaim second) > 0);
        Received.Fill(second.Data, 0);
        second.Commit();
        var handler = new Received();
        Assert.Equal(0, subscription.Poll(ref handler, 10));
        first.Abort();
        Wait.Until(() => subscription.Poll(ref handler, 10) == 1, "the committed message");
        Assert.Null(handler.Problem);
        Assert.Throws<ArgumentException>(() => publication.TryClaim(publication.MaxPayloadLength + 1, out _));
        Assert.Throws<ArgumentException>(() => publication.Offer(new byte[publication.MaxMessageLength + 1]));
    }

    [Fact]
    public void ShouldStopAndRepeatWhenAControlledHandlerSaysSo()
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        using ConcurrentPublication publication = system.Client.AddPublication("aeron:ipc", Stream);
        Wait.Until(() => publication.PositionLimit > 0, "a limit");
        for (byte i = 0; i < 4; i++)
            Assert.True(publication.Offer([i]) > 0);
        var handler = new Controlled
        {
            Answers = new Queue<ControlledAction>(
                [ControlledAction.Commit, ControlledAction.Abort, ControlledAction.Break, ControlledAction.Continue]),
        };
        Assert.Equal(1, subscription.ControlledPoll(ref handler, 10));
        Assert.Equal(1, subscription.ControlledPoll(ref handler, 10));
        handler.Answers.Enqueue(ControlledAction.Continue);
        Assert.Equal(2, subscription.ControlledPoll(ref handler, 10));
        Assert.Equal([0, 1, 1, 2, 3], handler.Seen);
    }

    [Fact]
    public void ShouldShareALogWhenTheSameStreamIsAddedTwiceAndEndItWithTheLast()
    {
        using var system = new DriverAndClient();
        using ConcurrentPublication first = system.Client.AddPublication("aeron:ipc", Stream);
        using ConcurrentPublication second = system.Client.AddPublication("aeron:ipc", Stream);
        using ExclusivePublication other = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        Assert.Equal(first.SessionId, second.SessionId);
        Assert.NotEqual(first.SessionId, other.SessionId);
        Assert.NotEqual(first.RegistrationId, second.RegistrationId);
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        Wait.Until(() => subscription.ImageCount == 2, "two images");
        first.Dispose();
        Assert.Equal(PublicationResult.Closed, first.Offer([1]));
        Wait.Until(() => second.Offer([1]) > 0, "the other registration's offer");
        second.Dispose();
        var handler = new Counting();
        Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && subscription.ImageCount == 1, "the end of the image");
        Assert.Equal(1, handler.Count);
    }

    [Fact]
    public void ShouldJoinAtTheSlowestWhenASubscriberComesLater()
    {
        using var system = new DriverAndClient();
        using Subscription early = system.Client.AddSubscription("aeron:ipc", Stream);
        using ConcurrentPublication publication = system.Client.AddPublication("aeron:ipc", Stream);
        Wait.Until(() => publication.PositionLimit > 0, "a limit");
        for (int i = 0; i < 10; i++)
            Assert.True(publication.Offer(new byte[32]) > 0);
        var handler = new Counting();
        Assert.Equal(4, early.Poll(ref handler, 4));
        using Subscription late = system.Client.AddSubscription("aeron:ipc", Stream);
        Wait.Until(() => late.ImageCount == 1, "the image");
        Assert.Equal(4 * 64, late.Images[0].JoinPosition);
        var lateHandler = new Counting();
        Assert.Equal(6, late.Poll(ref lateHandler, 100));
    }

    [Fact]
    public void ShouldStartAtThePositionWhenTheChannelGivesOne()
    {
        using var system = new DriverAndClient();
        const string Channel = "aeron:ipc?term-length=64k|init-term-id=-3|term-id=2|term-offset=65504";
        using ExclusivePublication publication = system.Client.AddExclusivePublication(Channel, Stream);
        Assert.Equal(5 * 65536 + 65504, publication.Position);
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        var handler = new Received();
        byte[] message = new byte[100];
        Received.Fill(message, 0);
        Wait.Until(() => publication.Offer(message) > 0, "room in the next term");
        Wait.Until(() => subscription.Poll(ref handler, 1) == 1, "the message");
        Assert.Null(handler.Problem);
    }

    [Fact]
    public void ShouldAnswerThatTheLastPositionIsReachedWhenItIs()
    {
        using var system = new DriverAndClient();
        // The last term of 2^31: offset 65472 of 65536.
        const string Channel = "aeron:ipc?term-length=64k|init-term-id=0|term-id=2147483647|term-offset=65472";
        using ExclusivePublication exclusive = system.Client.AddExclusivePublication(Channel, Stream);
        using ConcurrentPublication concurrent = system.Client.AddPublication(Channel, Stream + 1);
        using Subscription first = system.Client.AddSubscription("aeron:ipc", Stream);
        using Subscription second = system.Client.AddSubscription("aeron:ipc", Stream + 1);
        Wait.Until(() => exclusive.PositionLimit > exclusive.Position, "a limit");
        Wait.Until(() => concurrent.PositionLimit > concurrent.Position, "a limit");
        Assert.Equal(PublicationResult.MaxPositionExceeded, exclusive.Offer(new byte[33]));
        Assert.Equal(PublicationResult.MaxPositionExceeded, concurrent.Offer(new byte[33]));
        Assert.Equal(PublicationResult.MaxPositionExceeded, exclusive.Offer(new byte[1]));
        Assert.Equal(PublicationResult.MaxPositionExceeded, concurrent.Offer(new byte[1]));
    }

    [Theory]
    [InlineData("aeron:ipc?term-length=65k")]
    [InlineData("aeron:ipc?term-length=32k")]
    [InlineData("aeron:ipc?mtu=1400")]
    [InlineData("aeron:ipc?mtu=100k")]
    [InlineData("aeron:ipc?term-id=5")]
    [InlineData("aeron:ipc?init-term-id=5|term-id=4|term-offset=0")]
    [InlineData("aeron:ipc?session-id=x")]
    [InlineData("aeron:udp?endpoint=localhost")]
    [InlineData("aeron:udp?endpoint=224.0.1.2:5000")]
    [InlineData("aeron:udp?endpoint=127.0.0.1:5000|fc=slow")]
    [InlineData("aeron:udp?control-mode=dynamic")]
    [InlineData("aeron:udp?endpoint=127.0.0.1:5000|interface=203.0.113.7")]
    public void ShouldRefuseWithTheDriversReasonWhenAChannelCannotBe(string channel)
    {
        using var system = new DriverAndClient();
        AeronException error = Assert.Throws<AeronException>(() => system.Client.AddPublication(channel, Stream));
        Assert.Equal(AeronErrorCode.InvalidChannel, error.Code);
        Assert.True(system.Driver.Counters.Value((int)SystemCounter.Errors) > 0);
        // And the driver goes on.
        system.Client.AddPublication("aeron:ipc", Stream).Dispose();
    }

    [Fact]
    public void ShouldAllocateNothingWhenPublishingAndPolling()
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        using ExclusivePublication exclusive = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        using ConcurrentPublication concurrent = system.Client.AddPublication("aeron:ipc", Stream);
        Wait.Until(() => exclusive.PositionLimit > 0 && concurrent.PositionLimit > 0, "limits");
        Exchange(subscription, exclusive, concurrent, 1_000);
        Assert.Equal(
            0, SteadyState.AllocatedBytes(() => Exchange(subscription, exclusive, concurrent, 500_000)));
    }

    [Fact]
    public void ShouldCountForAllToSeeWhenAClientHasACounter()
    {
        using var system = new DriverAndClient();
        using Counter counter = system.Client.AddCounter(1001, [7, 7], "orders sent");
        counter.Increment();
        counter.Add(41);
        CounterInfo info = Assert.Single(system.Driver.Counters.ReadAll(), c => c.TypeId == 1001);
        Assert.Equal((counter.Id, 42L, "orders sent"), (info.Id, info.Value, info.Label));
        Assert.Equal(system.Client.ClientId, info.OwnerId);
        counter.Dispose();
        Wait.Until(() => !system.Driver.Counters.IsAllocated(info.Id), "the counter's end");
    }

    private static void Exchange(
        Subscription subscription, ExclusivePublication exclusive, ConcurrentPublication concurrent, int count)
    {
        Span<byte> message = stackalloc byte[40];
        var handler = new Counting();
        int sent = 0;
        while (handler.Count < 2 * count)
        {
            if (sent < count && exclusive.Offer(message) > 0)
            {
                sent++;
                while (concurrent.Offer(message) < 0)
                    subscription.Poll(ref handler, 16);
            }

            subscription.Poll(ref handler, 16);
        }
    }

    private struct Counting : IFragmentHandler
    {
        public int Count;

        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header) => Count++;
    }

    private struct Controlled() : IControlledFragmentHandler
    {
        public required Queue<ControlledAction> Answers;
        public List<int> Seen = [];

        public ControlledAction OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
        {
            Seen.Add(payload[0]);
            return Answers.Dequeue();
        }
    }
}
