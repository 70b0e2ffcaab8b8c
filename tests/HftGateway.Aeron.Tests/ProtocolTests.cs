using System.Net;
using System.Text;
using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Tests;

/// <summary>The less used parts of the protocol: parts, tags, asynchronous adds, revocation, rejection.</summary>
public sealed class ProtocolTests
{
    private const int Stream = 1001;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShouldJoinThePartsWhenAMessageStandsInManyPlaces(bool isExclusive)
    {
        using var system = new DriverAndClient();
        using Subscription subscription = system.Client.AddSubscription("aeron:ipc", Stream);
        ConcurrentPublication? concurrent = isExclusive ? null : system.Client.AddPublication("aeron:ipc", Stream);
        ExclusivePublication? exclusive = isExclusive ? system.Client.AddExclusivePublication("aeron:ipc", Stream) : null;
        var handler = new FragmentAssembler<Received>(default);
        var random = new Random(12);
        for (long number = 0; number < 500; number++)
        {
            byte[] message = new byte[random.Next(8, 8192)];
            Received.Fill(message, number);
            ReadOnlyMemory<byte>[] parts = Cut(message, random);
            Wait.Until(
                () => subscription.Poll(ref handler, 10) >= 0
                    && (concurrent?.Offer(parts, number) ?? exclusive!.Offer(parts, number)) > 0,
                $"room for message {number}");
        }

        Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && handler.Handler.Next == 500, "the last message");
        Assert.Null(handler.Handler.Problem);
        ReadOnlyMemory<byte>[] tooLong = [new byte[5000], new byte[5000]];
        Assert.Throws<ArgumentException>(() => concurrent?.Offer(tooLong) ?? exclusive!.Offer(tooLong));
        long position = concurrent?.Position ?? exclusive!.Position;
        Wait.Until(
            () => (concurrent?.Offer(ReadOnlySpan<ReadOnlyMemory<byte>>.Empty)
                ?? exclusive!.Offer(ReadOnlySpan<ReadOnlyMemory<byte>>.Empty)) > 0,
            "room for an empty message");
        Assert.Equal(position + 32, concurrent?.Position ?? exclusive!.Position);
        concurrent?.Dispose();
        exclusive?.Dispose();
    }

    [Fact]
    public void ShouldHaveTheAnswerLaterWhenNobodyWaits()
    {
        using var system = new DriverAndClient();
        long publicationId = system.Client.AsyncAddPublication("aeron:ipc", Stream);
        long exclusiveId = system.Client.AsyncAddExclusivePublication("aeron:ipc", Stream + 1);
        long subscriptionId = system.Client.AsyncAddSubscription("aeron:ipc", Stream);
        long wrongId = system.Client.AsyncAddPublication("aeron:ipc?term-length=65k", Stream);
        ConcurrentPublication? publication = null;
        ExclusivePublication? exclusive = null;
        Subscription? subscription = null;
        Wait.Until(() => (publication ??= system.Client.GetPublication(publicationId)) != null, "the publication");
        Wait.Until(() => (exclusive ??= system.Client.GetExclusivePublication(exclusiveId)) != null, "the exclusive one");
        Wait.Until(() => (subscription ??= system.Client.GetSubscription(subscriptionId)) != null, "the subscription");
        Wait.Until(() => !system.Client.IsCommandActive(wrongId), "the refusal");
        AeronException error = Assert.Throws<AeronException>(() => system.Client.GetPublication(wrongId));
        Assert.Equal(AeronErrorCode.InvalidChannel, error.Code);
        Assert.Throws<ArgumentException>(() => system.Client.GetPublication(wrongId));
        Assert.Throws<ArgumentException>(() => system.Client.GetSubscription(publicationId));
        Assert.Equal(publicationId, publication!.RegistrationId);
        var handler = new Received();
        Wait.Until(() => publication.Offer(Message(0)) > 0, "a connection");
        Wait.Until(() => subscription!.Poll(ref handler, 1) == 1, "the message");
        Assert.Null(handler.Problem);
        exclusive!.Dispose();
        publication.Dispose();
        subscription!.Dispose();
    }

    [Fact]
    public void ShouldFindChannelAndSessionWhenTheyAreNamedByTags()
    {
        using var system = new DriverAndClient();
        string endpoint = $"endpoint=127.0.0.1:{FreePort.Next()}";
        using ExclusivePublication first = system.Client.AddExclusivePublication($"aeron:udp?{endpoint}|tags=11,21", Stream);
        using ExclusivePublication second = system.Client.AddExclusivePublication("aeron:udp?tags=11", Stream);
        Assert.Equal(first.ChannelStatusId, second.ChannelStatusId);
        using Subscription all = system.Client.AddSubscription($"aeron:udp?{endpoint}|tags=31", Stream);
        using Subscription one = system.Client.AddSubscription($"aeron:udp?tags=31|session-id=tag:21", Stream);
        Assert.Equal(all.ChannelStatusId, one.ChannelStatusId);
        Wait.Until(() => all.ImageCount == 2 && one.ImageCount == 1, "the images");
        Assert.Equal(first.SessionId, one.Images[0].SessionId);
        foreach (string wrong in new[] { "aeron:udp?tags=12", "aeron:udp?tags=x", $"aeron:udp?{endpoint}|session-id=tag:9" })
        {
            AeronException error = Assert.Throws<AeronException>(() => system.Client.AddSubscription(wrong, Stream));
            Assert.Equal(AeronErrorCode.InvalidChannel, error.Code);
        }

        Assert.Throws<AeronException>(() => system.Client.AddSubscription("aeron:udp?endpoint=127.0.0.1:1|tags=31", Stream));
    }

    [Theory]
    [InlineData(false, "linger=50ms")]
    [InlineData(true, "linger=50ms")]
    [InlineData(true, "linger=0")]
    [InlineData(true, "linger=5s")]
    public void ShouldLoseTheImageUnreadWhenThePublicationIsRevoked(bool isUdp, string linger)
    {
        using var system = new DriverAndClient();
        string channel = isUdp ? $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|{linger}" : $"aeron:ipc?{linger}";
        using Subscription subscription = system.Client.AddSubscription(channel, Stream);
        ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        Wait.Until(() => subscription.ImageCount == 1 && publication.Offer(Message(0)) > 0, "a connection");
        Image image = subscription.Images[0];
        publication.Revoke();
        Assert.Equal(PublicationResult.Closed, publication.Offer(Message(1)));
        // Nobody polls: an image that were drained would stay.
        Wait.Until(() => subscription.ImageCount == 0, "the image's end");
        Assert.True(image.IsPublicationRevoked);
        Assert.Equal(1, system.Driver.Counters.Value((int)SystemCounter.PublicationsRevoked));
        Assert.Equal(isUdp ? 1 : 0, system.Driver.Counters.Value((int)SystemCounter.PublicationImagesRevoked));
        Wait.Until(
            () => Directory.GetFiles(Path.Combine(system.DirectoryName, "publications")).Length == 0, "the file's end");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShouldTellThePublisherWhenASubscriberRejectsTheImage(bool isUdp)
    {
        using var system = new DriverAndClient();
        var told = new List<PublicationError>();
        AeronClient client = system.Connect(new AeronContext { OnPublicationError = told.Add });
        string channel = isUdp ? $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}|gtag=7" : "aeron:ipc";
        using Subscription subscription = system.Client.AddSubscription(channel, Stream);
        using ConcurrentPublication publication = client.AddPublication(channel, Stream);
        Wait.Until(() => subscription.ImageCount == 1 && publication.Offer(Message(0)) > 0, "a connection");
        Image image = subscription.Images[0];
        image.Reject("not signed");
        Wait.Until(() => Volatile.Read(ref told) is { Count: > 0 }, "the error at the publisher");
        PublicationError error = told[0];
        Assert.Equal(
            (AeronErrorCode.ImageRejected, "not signed", publication.SessionId, Stream),
            (error.Code, error.Message, error.SessionId, error.StreamId));
        Assert.Equal(publication.OriginalRegistrationId, error.RegistrationId);
        Assert.Equal(IPAddress.Loopback, error.Source.Address);
        Assert.Equal(isUdp ? 7 : -1, error.GroupTag);
        Wait.Until(() => image.IsClosed, "the image's end");
        Assert.Equal(1, system.Driver.Counters.Value((int)SystemCounter.ImagesRejected));
        // Once it has cooled down the stream may be had again.
        Wait.Until(() => subscription.ImageCount == 1 && subscription.Images[0] != image, "the next image");
        Assert.Throws<AeronException>(() => image.Reject("again"));
        Assert.Throws<ArgumentOutOfRangeException>(() => subscription.Images[0].Reject(new string('x', 1024)));
    }

    [Fact]
    public void ShouldRemoveDestinationsWhenTheyAreNamedByTheirRegistration()
    {
        using var system = new DriverAndClient();
        int port = FreePort.Next();
        using Subscription subscription = system.Client.AddSubscription("aeron:udp?control-mode=manual", Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication("aeron:udp?control-mode=manual", Stream);
        long listening = subscription.AddDestination($"aeron:udp?endpoint=127.0.0.1:{port}");
        long sending = publication.AddDestination($"aeron:udp?endpoint=127.0.0.1:{port}");
        Wait.Until(() => publication.Offer(Message(0)) > 0, "a connection");
        var handler = new Received();
        Wait.Until(() => subscription.Poll(ref handler, 1) == 1, "the message");
        publication.RemoveDestination(sending);
        subscription.RemoveDestination(listening);
        Assert.Throws<AeronException>(() => publication.RemoveDestination(sending));
        Assert.Throws<AeronException>(() => subscription.RemoveDestination(listening));
        Wait.Until(() => subscription.ImageCount == 0, "the image's end");
    }

    [Fact]
    public void ShouldAnswerEachOnlyWhatItAskedWhenResponsesHaveAChannel()
    {
        using var server = new DriverAndClient();
        string asking = $"endpoint=127.0.0.1:{FreePort.Next()}";
        string control = $"control=127.0.0.1:{FreePort.Next()}|control-mode=response";
        using Subscription questions = server.Client.AddSubscription($"aeron:udp?{asking}", Stream);
        using var first = new DriverAndClient();
        using var second = new DriverAndClient();
        DriverAndClient[] clients = [first, second];
        Subscription[] answers = [.. clients.Select(c => c.Client.AddSubscription($"aeron:udp?{control}", Stream + 1))];
        ExclusivePublication[] askers = [.. clients.Select((c, i) => c.Client.AddExclusivePublication(
            $"aeron:udp?{asking}|response-correlation-id={answers[i].RegistrationId}", Stream))];
        Wait.Until(() => questions.ImageCount == 2 && askers.All(a => a.IsConnected), "both who ask");
        ExclusivePublication[] answerers = [.. askers.Select(a => server.Client.AddExclusivePublication(
            $"aeron:udp?{control}|response-correlation-id={questions.ImageBySessionId(a.SessionId)!.CorrelationId}",
            Stream + 1))];
        Wait.Until(() => answerers.All(a => a.IsConnected) && answers.All(a => a.ImageCount == 1), "both answers");
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(answerers[i].SessionId, answers[i].Images[0].SessionId);
            ExclusivePublication answerer = answerers[i];
            for (long number = 0; number < 50; number++)
                Wait.Until(() => answerer.Offer(Message(number)) > 0, $"room for answer {number}");
            var handler = new Received();
            Subscription answer = answers[i];
            Wait.Until(() => answer.Poll(ref handler, 10) >= 0 && handler.Next == 50, "the answers");
            Assert.Null(handler.Problem);
        }

        var nothing = new Received();
        Assert.Equal(0, answers[0].Poll(ref nothing, 10));
        AeronException noImage = Assert.Throws<AeronException>(() => server.Client.AddExclusivePublication(
            $"aeron:udp?{control}|response-correlation-id=987654", Stream + 1));
        AeronException noId = Assert.Throws<AeronException>(
            () => server.Client.AddExclusivePublication($"aeron:udp?{control}", Stream + 1));
        AeronException noSubscription = Assert.Throws<AeronException>(() => server.Client.AddExclusivePublication(
            $"aeron:udp?{asking}|response-correlation-id=987654", Stream + 1));
        Assert.All([noImage, noId, noSubscription], e => Assert.Equal(AeronErrorCode.InvalidChannel, e.Code));
        foreach (IDisposable one in answerers.Concat<IDisposable>(askers).Concat(answers))
            one.Dispose();
    }

    [Fact]
    public void ShouldLayOutAResponseSetupFrameAsTheProtocolSays()
    {
        byte[] frame = new byte[32];
        var setup = new ResponseSetup(0x01020304, 0x11121314, 0x21222324);
        Assert.Equal(20, ControlFrames.WriteResponseSetup(frame, in setup));
        Assert.Equal(
            "14000000" + "00" + "00" + "0B00" + "04030201" + "14131211" + "24232221", Convert.ToHexString(frame.AsSpan(0, 20)));
        Assert.True(ControlFrames.TryReadResponseSetup(frame.AsSpan(0, 20), out ResponseSetup read));
        Assert.Equal(setup, read);
        Assert.False(ControlFrames.TryReadResponseSetup(frame.AsSpan(0, 19), out _));
    }

    [Fact]
    public void ShouldLayOutAnErrorFrameAsTheProtocolSays()
    {
        byte[] frame = new byte[64];
        var error = new ErrorFrame(0x01020304, 0x11121314, 0x2122232425262728, 0x3132333435363738, 13, "no"u8);
        Assert.Equal(42, ControlFrames.WriteError(frame, in error, hasGroupTag: true));
        Assert.Equal(
            "2A000000" + "00" + "08" + "0400" + "04030201" + "14131211" + "2827262524232221" + "3837363534333231"
            + "0D000000" + "02000000" + "6E6F",
            Convert.ToHexString(frame.AsSpan(0, 42)));
        Assert.True(ControlFrames.TryReadError(frame.AsSpan(0, 42), out ErrorFrame read));
        Assert.Equal("no", Encoding.UTF8.GetString(read.Text));
        Assert.Equal((0x3132333435363738, 13), (read.GroupTag, read.Code));
        for (int length = 0; length < 42; length++)
            Assert.False(ControlFrames.TryReadError(frame.AsSpan(0, length), out _));
        BitConverter.TryWriteBytes(frame.AsSpan(36), 3);
        Assert.False(ControlFrames.TryReadError(frame.AsSpan(0, 42), out _));
        BitConverter.TryWriteBytes(frame.AsSpan(36), -1);
        Assert.False(ControlFrames.TryReadError(frame.AsSpan(0, 42), out _));
    }

    [Fact]
    public void ShouldMeasureTheTurnsOfItsAgents()
    {
        using var system = new DriverAndClient(c => c with { CycleThresholdNs = 0, NameResolverThresholdNs = 0 });
        system.Client.AddSubscription("aeron:udp?endpoint=localhost:0", Stream).Dispose();
        foreach (SystemCounter counter in new[]
        {
            SystemCounter.ConductorMaxCycleTime, SystemCounter.ConductorCycleTimeThresholdExceeded,
            SystemCounter.SenderMaxCycleTime, SystemCounter.SenderCycleTimeThresholdExceeded,
            SystemCounter.ReceiverMaxCycleTime, SystemCounter.ReceiverCycleTimeThresholdExceeded,
            SystemCounter.NameResolverMaxTime, SystemCounter.NameResolverTimeThresholdExceeded,
        })
            Wait.Until(() => system.Driver.Counters.Value((int)counter) > 0, counter.ToString());
    }

    private static byte[] Message(long number)
    {
        byte[] message = new byte[100];
        Received.Fill(message, number);
        return message;
    }

    // Any number of parts, empty ones among them.
    private static ReadOnlyMemory<byte>[] Cut(ReadOnlyMemory<byte> message, Random random)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        while (!message.IsEmpty)
        {
            int length = random.Next(Math.Min(message.Length, 2_000) + 1);
            parts.Add(message[..length]);
            message = message[length..];
        }

        return [.. parts];
    }
}
