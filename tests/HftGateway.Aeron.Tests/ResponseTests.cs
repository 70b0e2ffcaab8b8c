using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver;

namespace HftGateway.Aeron.Tests;

/// <summary>Response channels over shared memory, and what holds for all response channels.</summary>
public sealed class ResponseTests
{
    private const int Stream = 1001;

    [Fact]
    public void ShouldAnswerEachOnlyWhatItAskedWhenAllShareMemory()
    {
        using var system = new DriverAndClient();
        using Subscription questions = system.Client.AddSubscription("aeron:ipc", Stream);
        AeronClient[] clients = [system.Connect(), system.Connect()];
        Subscription[] answers = [.. clients.Select(c => c.AddSubscription("aeron:ipc?control-mode=response", Stream + 1))];
        ConcurrentPublication[] askers = [.. clients.Select((c, i) =>
            c.AddPublication($"aeron:ipc?response-correlation-id={answers[i].RegistrationId}", Stream))];
        // The same stream, but another subscription for the answers: not one shared publication.
        Assert.NotEqual(askers[0].SessionId, askers[1].SessionId);
        Wait.Until(() => questions.ImageCount == 2 && askers.All(a => a.IsConnected), "both who ask");
        // Somebody else's publication on the answers' stream is none of theirs.
        using ExclusivePublication stranger = system.Client.AddExclusivePublication("aeron:ipc", Stream + 1);
        ExclusivePublication[] answerers = [.. askers.Select(a => system.Client.AddExclusivePublication(
            $"aeron:ipc?control-mode=response|response-correlation-id={questions.ImageBySessionId(a.SessionId)!.CorrelationId}",
            Stream + 1))];
        Wait.Until(() => answerers.All(a => a.IsConnected) && answers.All(a => a.ImageCount == 1), "both answers");
        Assert.False(stranger.IsConnected);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(answerers[i].SessionId, answers[i].Images[0].SessionId);
            var handler = new Received();
            byte[] message = new byte[100];
            ExclusivePublication answerer = answerers[i];
            Subscription answer = answers[i];
            for (long number = 0; number < 50; number++)
            {
                Received.Fill(message, number);
                Wait.Until(() => answerer.Offer(message) > 0, $"room for answer {number}");
            }

            Wait.Until(() => answer.Poll(ref handler, 10) >= 0 && handler.Next == 50, "the answers");
            Assert.Null(handler.Problem);
        }

        var nothing = new Received();
        Assert.Equal(0, answers[0].Poll(ref nothing, 10));
    }

    [Fact]
    public void ShouldHoldTheSocketOpenForLaterAnswersWhenAPublicationIsAPrototype()
    {
        using var system = new DriverAndClient();
        string control = $"control=127.0.0.1:{FreePort.Next()}|control-mode=response";
        using ExclusivePublication prototype = system.Client.AddExclusivePublication(
            $"aeron:udp?{control}|response-correlation-id=prototype|term-length=1m", Stream + 1);
        Assert.Equal(64 * 1024, prototype.TermBufferLength);
        string asking = $"endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription questions = system.Client.AddSubscription($"aeron:udp?{asking}", Stream);
        using Subscription answers = system.Client.AddSubscription($"aeron:udp?{control}", Stream + 1);
        using ExclusivePublication asker = system.Client.AddExclusivePublication(
            $"aeron:udp?{asking}|response-correlation-id={answers.RegistrationId}", Stream);
        Wait.Until(() => questions.ImageCount == 1, "who asks");
        using ExclusivePublication answerer = system.Client.AddExclusivePublication(
            $"aeron:udp?{control}|response-correlation-id={questions.Images[0].CorrelationId}", Stream + 1);
        Assert.Equal(prototype.ChannelStatusId, answerer.ChannelStatusId);
        Wait.Until(() => answerer.IsConnected && answers.ImageCount == 1, "the answers");
        Assert.Equal(answerer.SessionId, answers.Images[0].SessionId);
        Assert.False(prototype.IsConnected);
    }

    [Fact]
    public void ShouldCountWhatIsMapped()
    {
        using var system = new DriverAndClient();
        MediaDriverContext c = system.Driver.Context;
        long Mapped() => system.Driver.Counters.Value((int)SystemCounter.BytesCurrentlyMapped);
        long files = new FileInfo(Path.Combine(system.DirectoryName, "cnc.dat")).Length + c.LossReportBufferLength;
        Assert.Equal(files, Mapped());
        const int Log = 3 * 64 * 1024 + 4096;
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        Subscription subscription = system.Client.AddSubscription(channel, Stream);
        ExclusivePublication publication = system.Client.AddExclusivePublication(channel, Stream);
        ExclusivePublication other = system.Client.AddExclusivePublication("aeron:ipc", Stream);
        Wait.Until(() => subscription.ImageCount == 1, "the image");
        Assert.Equal(files + 3 * Log, Mapped());
        subscription.Dispose();
        publication.Dispose();
        other.Dispose();
        Wait.Until(() => Mapped() == files, "all of it back");
        Assert.Equal(0, system.Driver.Counters.Value((int)SystemCounter.FreeFails));
    }
}
