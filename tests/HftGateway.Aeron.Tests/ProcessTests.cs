using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;
using Xunit.Abstractions;

namespace HftGateway.Aeron.Tests;

/// <summary>
/// Driver, publisher and subscriber as processes that are killed at random points. HFTGW_AERON_ROUNDS repeats with further
/// seeds; HFTGW_AERON_DRIVER is another driver's program, such as Aeron's own; HFTGW_AERON_MESSAGES is how many messages of
/// 1 byte to 1 MB go from one process to another.
/// </summary>
public sealed class ProcessTests(ITestOutputHelper output)
{
    private const int Longest = 1 << 20;
    private const string Stream = "1001";

    private static readonly string[] Settings =
    [
        "aeron.dir.delete.on.shutdown=true", "aeron.driver.timeout=1000", "aeron.client.liveness.timeout=3s",
        "aeron.timer.interval=50ms", "aeron.ipc.term.buffer.length=8m", "aeron.term.buffer.length=8m",
        "aeron.counters.buffer.length=1m", "aeron.error.buffer.length=4m", "aeron.image.liveness.timeout=1s",
        "aeron.publication.linger.timeout=100ms", "aeron.publication.connection.timeout=1s",
    ];

    // Where nobody is killed, a machine that stands still for minutes is no reason to take anybody for dead.
    private static readonly string[] Patient =
    [
        "aeron.client.liveness.timeout=3600s", "aeron.image.liveness.timeout=3600s", "aeron.publication.connection.timeout=3600s",
        "aeron.publication.unblock.timeout=7200s",
    ];

    private static readonly long? Messages =
        long.TryParse(Environment.GetEnvironmentVariable("HFTGW_AERON_MESSAGES"), out long messages) && messages > 0
            ? messages : null;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShouldDeliverEveryByteWhenPublisherSubscriberAndDriverAreProcesses(bool isUdp)
    {
        using var files = new DriverDirectory();
        using OtherProcess driver = OtherProcess.StartDriver(files.Name, [.. Settings, .. Patient]);
        string channel = isUdp ? $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}" : "aeron:ipc";
        long messages = Messages ?? (isUdp ? 100_000 : 200_000) * Rounds.Factor;
        string count = $"{messages}";
        using OtherProcess subscriber =
            OtherProcess.Start("subscribe", files.Name, channel, Stream, count, $"{Longest}", "5");
        using OtherProcess publisher = OtherProcess.Start("publish", files.Name, channel, Stream, count, $"{Longest}", "5");
        (int status, string text) = subscriber.WaitForEnd(60 + (int)(messages / 20_000));
        Assert.Equal(0, status);
        output.WriteLine($"{channel}: {text}");
        Assert.StartsWith($"{count} messages", text, StringComparison.Ordinal);
        Assert.EndsWith("every byte as published", text, StringComparison.Ordinal);
        Assert.Equal(0, publisher.WaitForEnd().Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShouldSeeThePublishersEndAndGoOnWithTheNextWhenItIsKilled(bool isUdp)
    {
        using var files = new DriverDirectory();
        using OtherProcess driver = OtherProcess.StartDriver(files.Name, Settings);
        using AeronClient client = AeronClient.Connect(new AeronContext { AeronDirectoryName = files.Name });
        string channel = isUdp ? $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}" : "aeron:ipc";
        using Subscription subscription = client.AddSubscription(channel, 1001);
        var stream = new TestStream(Longest, 6);
        var random = new Random(6);
        for (int round = 0; round < Rounds.Factor; round++)
        {
            using OtherProcess publisher =
                OtherProcess.Start("publish", files.Name, channel, Stream, "0", $"{Longest}", "6");
            var handler = new FragmentAssembler<StreamChecker>(new StreamChecker(stream));
            long wanted = random.Next(1_000, 50_000);
            Wait.Until(
                () => subscription.Poll(ref handler, 64) >= 0 && handler.Handler.Next >= wanted, $"{wanted} messages");
            publisher.Kill();
            // What it had published whole is still delivered; then the image ends.
            Wait.Until(() => subscription.Poll(ref handler, 64) >= 0 && subscription.ImageCount == 0, "the image's end");
            Assert.Null(handler.Handler.Problem);
            Wait.Until(
                () => Directory.GetFiles(Path.Combine(files.Name, "publications")).Length == 0
                    && Directory.GetFiles(Path.Combine(files.Name, "images")).Length == 0,
                "the files' end");
        }

        Wait.Until(
            () => client.CountersReader.Value((int)SystemCounter.ClientTimeouts) == Rounds.Factor, "the clients' timeouts");
        Assert.False(client.IsClosed);
    }

    [Fact]
    public void ShouldLetThePublisherGoOnWhenASubscriberIsKilled()
    {
        using var files = new DriverDirectory();
        using OtherProcess driver = OtherProcess.StartDriver(files.Name, Settings);
        using AeronClient client = AeronClient.Connect(new AeronContext { AeronDirectoryName = files.Name });
        using ExclusivePublication publication = client.AddExclusivePublication("aeron:ipc", 1001);
        var stream = new TestStream(Longest, 7);
        for (int round = 0; round < Rounds.Factor; round++)
        {
            using OtherProcess subscriber =
                OtherProcess.Start("subscribe", files.Name, "aeron:ipc", Stream, "0", $"{Longest}", "7");
            long number = 0;
            var random = new Random(7 + round);
            long wanted = random.Next(1_000, 50_000);
            Wait.Until(() => Publish(publication, stream, ref number) && number >= wanted, $"{wanted} messages");
            subscriber.Kill();
            // It stands in the way until the driver takes it for dead.
            Wait.Until(() => !publication.IsConnected, "the subscriber's end");
            // The position limit, which an offer looks at first, is taken back in the driver's next round.
            Wait.Until(() => publication.Offer([1]) == PublicationResult.NotConnected, "the end of the limit");
            // What the one killed had not read is the next one's, which begins to count anew.
            using Subscription heir = client.AddSubscription("aeron:ipc", 1001);
            var rest = new StreamChecker(stream);
            Wait.Until(
                () => heir.Poll(ref rest, 64) >= 0 && publication.IsConnected
                    && heir.ImageBySessionId(publication.SessionId)?.Position == publication.Position,
                "the rest of the round");
        }

        using Subscription next = client.AddSubscription("aeron:ipc", 1001);
        var handler = new FragmentAssembler<StreamChecker>(new StreamChecker(stream));
        long again = 0;
        Wait.Until(
            () =>
            {
                Publish(publication, stream, ref again);
                return next.Poll(ref handler, 64) >= 0 && handler.Handler.Next >= 1_000;
            },
            "messages at the next subscriber");
        Assert.Null(handler.Handler.Problem);
    }

    [Fact]
    public void ShouldEndClientsWithinTheTimeoutAndStartAgainWhenTheDriverIsKilled()
    {
        using var files = new DriverDirectory();
        for (int round = 0; round < 1 + Rounds.Factor; round++)
        {
            // The second one finds what the first one left.
            using OtherProcess driver = OtherProcess.StartDriver(files.Name, Settings);
            var errors = new List<Exception>();
            using AeronClient client = AeronClient.Connect(new AeronContext
            {
                AeronDirectoryName = files.Name, DriverTimeoutMs = 2_500, ErrorHandler = errors.Add,
            });
            using Subscription subscription = client.AddSubscription("aeron:ipc", 1001);
            using ExclusivePublication publication = client.AddExclusivePublication("aeron:ipc", 1001);
            var stream = new TestStream(Longest, 8 + round);
            var handler = new FragmentAssembler<StreamChecker>(new StreamChecker(stream));
            long number = 0;
            long wanted = new Random(8 + round).Next(1_000, 20_000);
            Wait.Until(
                () =>
                {
                    Publish(publication, stream, ref number);
                    return subscription.Poll(ref handler, 64) >= 0 && handler.Handler.Next >= wanted;
                },
                $"{wanted} messages");
            driver.Kill();
            Wait.Until(() => client.IsClosed, "the client's end");
            Assert.Null(handler.Handler.Problem);
            Assert.Equal(PublicationResult.Closed, publication.Offer([1]));
            Assert.Equal(0, subscription.Poll(ref handler, 1));
            Assert.IsType<DriverTimeoutException>(Assert.Single(errors));
        }
    }

    private static bool Publish(ExclusivePublication publication, TestStream stream, ref long number)
    {
        for (int i = 0; i < 64 && publication.Offer(stream[number]) > 0; i++)
            number++;
        return true;
    }

    private sealed class DriverDirectory : IDisposable
    {
        public string Name { get; } = TestDirectory.Next();

        public void Dispose()
        {
            if (Directory.Exists(Name))
                Directory.Delete(Name, recursive: true);
        }
    }
}
